/**
 * What a result cannot promise, with the sentence a person reads. A method whose p-values or intervals do not keep
 * their level in the setting at hand still answers, but says so; whoever shows the result must show its cautions.
 */
const SENTENCES = {
  shortSeries:
    'The series is short for a segmented regression: p-values come out too small and intervals too narrow.',
  autocorrelatedResiduals:
    'Neighbouring periods resemble each other, so the series tells less than its length suggests: p-values come out ' +
    'too small and intervals too narrow.',
  fewValuesBeside:
    'Few values lie on one side of this quantile, so the interval cannot reach as far as it should: it covers less ' +
    'often than its level promises.',
} as const

export type CautionCode = keyof typeof SENTENCES

/** A stable code for programs and a sentence for people. */
export interface Caution {
  readonly code: CautionCode
  readonly sentence: string
}

export function caution(code: CautionCode): Caution {
  return { code, sentence: SENTENCES[code] }
}
