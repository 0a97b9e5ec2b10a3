import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NotEstimable } from '../../server/statistics/notEstimable'

interface Closeness {
  readonly rel: number
  readonly abs: number
}

export interface Tolerance extends Closeness {
  /** exceptions for single fields, by dotted path */
  readonly fields?: Readonly<Record<string, Closeness>>
}

export interface ReferenceCase<Input> {
  readonly id: string
  readonly input: Input
  readonly expected: Readonly<Record<string, unknown>>
  readonly tolerance?: Tolerance
}

const NAMED_NUMBERS: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity }

/** The supplied cases of one method, with "NaN" and "Infinity" turned into numbers. */
export function cases<Input>(method: string): ReferenceCase<Input>[] {
  const text = readFileSync(join(__dirname, 'reference', `${method}.json`), 'utf8')
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' && value in NAMED_NUMBERS ? NAMED_NUMBERS[value] : value,
  ) as ReferenceCase<Input>[]
}

/** Compares an answer, or the reason of its refusal, with a reference case, field by field. */
export function expectAnswer(
  answer: () => unknown,
  { expected, tolerance }: Omit<ReferenceCase<unknown>, 'input'>,
): void {
  if (typeof expected['error'] === 'string') {
    expect(reasonOf(answer)).toBe(expected['error'])
    return
  }
  expect(misses(answer(), expected, tolerance ?? { rel: 0, abs: 0 }, '')).toEqual([])
}

/** The reason for which a method refuses, or what it answered instead. */
export function reasonOf(answer: () => unknown): unknown {
  try {
    return answer()
  } catch (error) {
    if (error instanceof NotEstimable) return error.reason
    throw error
  }
}

function misses(actual: unknown, expected: unknown, tolerance: Tolerance, path: string): string[] {
  if (typeof expected === 'object' && expected !== null) {
    const parts = actual as Readonly<Record<string, unknown>> | undefined
    const wrongLength = Array.isArray(expected) && (actual as unknown[])?.length !== expected.length
    return [
      ...(wrongLength ? [`${path}: ${expected.length} entries expected`] : []),
      ...Object.entries(expected).flatMap(([key, value]) =>
        misses(parts?.[key], value, tolerance, path === '' ? key : `${path}.${key}`),
      ),
    ]
  }
  const { rel, abs } = tolerance.fields?.[path] ?? tolerance
  const matches =
    typeof expected === 'number' && Number.isFinite(expected)
      ? typeof actual === 'number' && Math.abs(actual - expected) <= Math.max(abs, rel * Math.abs(expected))
      : Object.is(actual, expected)
  return matches ? [] : [`${path}: ${String(actual)} instead of ${String(expected)}`]
}
