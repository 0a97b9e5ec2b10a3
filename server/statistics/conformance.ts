import { NotEstimable } from './notEstimable'

/*
 * How an answer of the library is compared with a reference case. Tests and the command `conformance` share it.
 */

interface Closeness {
  readonly rel: number
  readonly abs: number
}

export interface Tolerance extends Closeness {
  /** exceptions for single fields, by dotted path; list positions are numbers */
  readonly fields?: Readonly<Record<string, Closeness>>
}

/** What a method must answer to one input, or `{ error }`, the reason for which it must refuse it. */
export interface ReferenceCase<Input = unknown> {
  readonly id: string
  readonly method: string
  readonly input: Input
  readonly expected: Readonly<Record<string, unknown>>
  readonly tolerance?: Tolerance
}

/** A field of an answer that is not as expected. */
export interface Miss {
  /** dotted path; empty when the answer as a whole is of another kind */
  readonly field: string
  readonly expected: unknown
  readonly got: unknown
}

const NAMED_NUMBERS = new Map([['NaN', NaN], ['Infinity', Infinity], ['-Infinity', -Infinity]])
const EXACT: Tolerance = { rel: 0, abs: 0 }

/** The cases that a text in the format of the reference holds, with "NaN" and "Infinity" turned into numbers. */
export function casesIn<Input = unknown>(text: string): ReferenceCase<Input>[] {
  const read: unknown = JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' ? (NAMED_NUMBERS.get(value) ?? value) : value,
  )
  if (!Array.isArray(read) || !read.every(isCase)) throw new SyntaxError('This is no list of cases.')
  return read as ReferenceCase<Input>[]
}

function isCase(value: unknown): value is ReferenceCase {
  const { id, method, expected } = (value ?? {}) as Partial<Record<keyof ReferenceCase, unknown>>
  return typeof id === 'string' && typeof method === 'string' && typeof expected === 'object' && expected !== null
}

/** What is wrong with the answer to a case; empty when it conforms. A refusal is an answer as well. */
export async function missesOf(
  answer: () => unknown,
  { expected, tolerance = EXACT }: Pick<ReferenceCase, 'expected' | 'tolerance'>,
): Promise<Miss[]> {
  try {
    return missesOfAnswer(await answer(), expected, tolerance)
  } catch (fault) {
    return missesOfRefusal(fault, expected)
  }
}

/** What is wrong with what a method answered to a case. */
export function missesOfAnswer(
  got: unknown,
  expected: ReferenceCase['expected'],
  tolerance: Tolerance = EXACT,
): Miss[] {
  const { error } = expected
  if (typeof error === 'string') return [{ field: '', expected: `a refusal: ${error}`, got: 'an answer' }]
  return misses(got, expected, tolerance, '')
}

/** What is wrong with what a method threw; only a refusal for the expected reason is right. */
export function missesOfRefusal(fault: unknown, expected: ReferenceCase['expected']): Miss[] {
  const { error } = expected
  if (fault instanceof NotEstimable && fault.reason === error) return []
  const wanted = typeof error === 'string' ? `a refusal: ${error}` : 'an answer'
  return [{ field: '', expected: wanted, got: fault instanceof NotEstimable ? `a refusal: ${fault.reason}` : fault }]
}

/** Distance of two finite numbers relative to the expected one; null where that has no meaning. */
export function relativeErrorOf({ expected, got }: Miss): number | null {
  const comparable = typeof expected === 'number' && typeof got === 'number' && Number.isFinite(expected - got)
  return comparable && expected !== 0 ? Math.abs((got - expected) / expected) : null
}

function misses(got: unknown, expected: unknown, tolerance: Tolerance, path: string): Miss[] {
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null) return [{ field: path, expected, got }]
    const below = (key: string) => (path === '' ? key : `${path}.${key}`)
    const lengths = Array.isArray(expected)
      ? misses((got as Partial<readonly unknown[]>).length, expected.length, EXACT, below('length'))
      : []
    return [
      ...lengths,
      ...Object.entries(expected).flatMap(([key, value]) =>
        misses((got as Readonly<Record<string, unknown>>)[key], value, tolerance, below(key)),
      ),
    ]
  }
  const { rel, abs } = tolerance.fields?.[path] ?? tolerance
  const matches =
    typeof expected === 'number' && Number.isFinite(expected)
      ? typeof got === 'number' && Math.abs(got - expected) <= Math.max(abs, rel * Math.abs(expected))
      : Object.is(got, expected)
  return matches ? [] : [{ field: path, expected, got }]
}
