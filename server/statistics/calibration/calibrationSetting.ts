import { type RandomSource } from '../random/randomSource'

/** Level of every test that is calibrated; intervals have level 1 - ALPHA. */
export const ALPHA = 0.05

/** What one analysis said of one simulated data set; no p where it gives an interval alone. */
export interface SimulatedAnswer {
  readonly p?: number
  readonly ciLower: number
  readonly ciUpper: number
  /** whether the result carried a caution */
  readonly cautioned?: boolean
}

/**
 * What an analysis owes: `approximate` 4 to 6 % false positives and 93 to 97 % coverage; `exact` at most 5 % and at
 * least 95 %; `coverage` at least 93 % coverage; `cautioned` a caution in every result; a `shortcut` owes nothing.
 */
export type CalibrationPromise = 'approximate' | 'exact' | 'coverage' | 'cautioned' | 'shortcut'

export interface CalibratedAnalysis<Data> {
  readonly name: string
  readonly promise: CalibrationPromise
  readonly answer: (data: Data) => SimulatedAnswer
}

/** Where data come from, and who analyses them. */
export interface CalibrationSetting<Data> {
  readonly name: string
  /** a true effect with which coverage is measured, in the unit of the analyses */
  readonly knownEffect: number
  /** what the analyses estimate when there is no effect; default 0 */
  readonly origin?: number
  readonly draw: (random: RandomSource, effect: number) => Data
  readonly analyses: readonly CalibratedAnalysis<Data>[]
}

/** A setting whose kind of data nobody needs to know any more. */
export type AnySetting = CalibrationSetting<unknown>

/** Forgets the kind of data: whatever `draw` gives is what every analysis of the same setting takes. */
export function setting<Data>(of: CalibrationSetting<Data>): AnySetting {
  return {
    ...of,
    analyses: of.analyses.map(analysis => ({ ...analysis, answer: data => analysis.answer(data as Data) })),
  }
}
