import { NotEstimable } from '../notEstimable'
import { seededRandom } from '../random/randomSource'
import {
  ALPHA, type AnySetting, type CalibratedAnalysis, type CalibrationPromise, type SimulatedAnswer,
} from './calibrationSetting'

/** A share among simulated data sets, with its Monte Carlo standard error. */
export interface MeasuredShare {
  readonly share: number
  readonly error: number
}

export interface CalibrationRow {
  readonly setting: string
  readonly analysis: string
  readonly promise: CalibrationPromise
  /** of data without effect; null for an interval alone */
  readonly falsePositives: MeasuredShare | null
  /** of intervals around the truth, with the known effect */
  readonly coverage: MeasuredShare
  /** share of results with a caution */
  readonly cautioned: number
  /** what of its promise the analysis broke, by more than three Monte Carlo errors */
  readonly broken: readonly string[]
}

const BOUNDS: Readonly<Record<CalibrationPromise, { falsePositives: [number, number]; coverage: [number, number] }>> = {
  approximate: { falsePositives: [0.04, 0.06], coverage: [0.93, 0.97] },
  exact: { falsePositives: [0, 0.05], coverage: [0.95, 1] },
  coverage: { falsePositives: [0, 1], coverage: [0.93, 1] },
  cautioned: { falsePositives: [0, 1], coverage: [0, 1] },
  shortcut: { falsePositives: [0, 1], coverage: [0, 1] },
}

const NOTHING: SimulatedAnswer = { ciLower: Infinity, ciUpper: -Infinity }

/**
 * Simulates one setting: `runs` data sets without effect for the false positives and as many with the known effect for
 * the coverage. The same seed gives the same rows on every machine.
 *
 * A refusal is no false positive, and an interval that was not given holds no truth.
 */
export function calibrate(setting: AnySetting, runs: number, seed: number): CalibrationRow[] {
  const origin = setting.origin ?? 0
  const tallies = setting.analyses.map(analysis => ({ analysis, tested: 0, positives: 0, covers: 0, cautioned: 0 }))
  const nothing = seededRandom(seed, `${setting.name}, no effect`)
  const something = seededRandom(seed, `${setting.name}, known effect`)
  for (let run = 0; run < runs; run++) {
    const without = setting.draw(nothing, 0)
    const within = setting.draw(something, setting.knownEffect)
    for (const tally of tallies) {
      const { p, cautioned } = answerOf(tally.analysis, without)
      if (p !== undefined) tally.tested++
      if (p !== undefined && p <= ALPHA) tally.positives++
      if (cautioned) tally.cautioned++
      const { ciLower, ciUpper } = answerOf(tally.analysis, within)
      if (ciLower <= origin + setting.knownEffect && origin + setting.knownEffect <= ciUpper) tally.covers++
    }
  }
  return tallies.map(({ analysis, tested, positives, covers, cautioned }) => {
    const row = {
      setting: setting.name,
      analysis: analysis.name,
      promise: analysis.promise,
      falsePositives: tested > 0 ? measured(positives, runs) : null,
      coverage: measured(covers, runs),
      cautioned: cautioned / runs,
    }
    return { ...row, broken: brokenPromises(row) }
  })
}

/** What a row breaks of its promise by more than three Monte Carlo errors. */
export function brokenPromises(row: Omit<CalibrationRow, 'broken'>): string[] {
  const bounds = BOUNDS[row.promise]
  const outside = ({ share, error }: MeasuredShare, [least, most]: [number, number]) =>
    share < least - 3 * error || share > most + 3 * error
  return [
    ...(row.falsePositives && outside(row.falsePositives, bounds.falsePositives) ? ['false positives'] : []),
    ...(outside(row.coverage, bounds.coverage) ? ['coverage'] : []),
    ...(row.promise === 'cautioned' && row.cautioned < 1 ? ['caution'] : []),
  ]
}

function answerOf(analysis: CalibratedAnalysis<unknown>, data: unknown): SimulatedAnswer {
  try {
    return analysis.answer(data)
  } catch (error) {
    if (!(error instanceof NotEstimable)) throw error
    return NOTHING
  }
}

function measured(count: number, runs: number): MeasuredShare {
  const share = count / runs
  return { share, error: Math.sqrt((share * (1 - share)) / runs) }
}
