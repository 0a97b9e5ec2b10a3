import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { casesIn, missesOfAnswer, missesOfRefusal, type ReferenceCase } from '../../server/statistics/conformance'
import { NotEstimable } from '../../server/statistics/notEstimable'

/** The supplied cases of one method. */
export function cases<Input>(method: string): ReferenceCase<Input>[] {
  return casesIn<Input>(readFileSync(join(__dirname, 'reference', `${method}.json`), 'utf8'))
}

/** Compares an answer, or the reason of its refusal, with a reference case, field by field. */
export function expectAnswer(
  answer: () => unknown,
  { expected, tolerance }: Pick<ReferenceCase, 'expected' | 'tolerance'>,
): void {
  let got: unknown
  try {
    got = answer()
  } catch (fault) {
    expect(missesOfRefusal(fault, expected)).toEqual([])
    return
  }
  expect(missesOfAnswer(got, expected, tolerance)).toEqual([])
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
