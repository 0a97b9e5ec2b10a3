import { NotEstimable } from '../../../server/statistics/notEstimable'
import { brokenPromises, calibrate } from '../../../server/statistics/calibration/calibrate'
import {
  type CalibrationPromise, setting, type SimulatedAnswer,
} from '../../../server/statistics/calibration/calibrationSetting'
import { SETTINGS } from '../../../server/statistics/calibration/settings'

const share = (value: number, error = 0.002) => ({ share: value, error })

describe('calibrate', () => {
  /** Raises an alarm for one number in twenty, and covers the truth for nineteen. */
  const fair = (promise: CalibrationPromise, answer: (u: number) => SimulatedAnswer) =>
    setting<number>({
      name: 'a fair coin of twenty sides', knownEffect: 2, origin: 1,
      draw: random => random.next(), analyses: [{ name: 'look', promise, answer }],
    })
  const honest = (u: number): SimulatedAnswer => ({ p: u, ciLower: u > 0.05 ? 2.5 : 3.5, ciUpper: 4 })

  it('measures false positives without effect and coverage around origin plus effect', () => {
    const [row] = calibrate(fair('approximate', honest), 4000, 1)
    expect(row?.falsePositives?.share).toBeCloseTo(0.05, 1)
    expect(row?.coverage.share).toBeCloseTo(0.95, 1)
    expect(row?.coverage.error).toBeCloseTo(Math.sqrt((0.95 * 0.05) / 4000), 3)
    expect(row?.broken).toEqual([])
  })

  it('gives the same rows for the same seed, and others for another', () => {
    const rows = (seed: number) => calibrate(fair('approximate', honest), 500, seed)
    expect(rows(3)).toEqual(rows(3))
    expect(rows(3)).not.toEqual(rows(4))
  })

  it('counts a refusal as no alarm and no interval', () => {
    const [row] = calibrate(fair('exact', () => { throw new NotEstimable('zeroVariance') }), 100, 1)
    expect(row).toMatchObject({ falsePositives: null, coverage: { share: 0 }, broken: ['coverage'] })
  })

  it('passes on what is no refusal', () => {
    expect(() => calibrate(fair('exact', () => { throw new Error('our fault') }), 100, 1)).toThrow('our fault')
  })

  it('asks for the caution in every single result', () => {
    const cautious = (always: boolean) => (u: number) => ({ ...honest(u), cautioned: always || u > 0.01 })
    expect(calibrate(fair('cautioned', cautious(true)), 1000, 1)[0]?.broken).toEqual([])
    expect(calibrate(fair('cautioned', cautious(false)), 1000, 1)[0]?.broken).toEqual(['caution'])
  })
})

describe('a promise', () => {
  const broken = (promise: CalibrationPromise, falsePositives: number | null, coverage: number) =>
    brokenPromises({
      setting: '', analysis: '', promise, cautioned: 0, coverage: share(coverage),
      falsePositives: falsePositives === null ? null : share(falsePositives),
    })

  it.each<[CalibrationPromise, number | null, number, string[]]>([
    ['approximate', 0.0655, 0.95, []],
    ['approximate', 0.067, 0.95, ['false positives']],
    ['approximate', 0.033, 0.923, ['false positives', 'coverage']],
    ['approximate', 0.05, 0.977, ['coverage']],
    ['exact', 0.001, 1, []],
    ['exact', 0.0565, 0.95, ['false positives']],
    ['exact', 0.05, 0.943, ['coverage']],
    ['coverage', null, 0.925, []],
    ['coverage', null, 0.92, ['coverage']],
    ['shortcut', 0.43, 0.5, []],
  ])('%s with %d false positives and coverage %d breaks %j', (promise, falsePositives, coverage, expected) => {
    expect(broken(promise, falsePositives, coverage)).toEqual(expected)
  })
})

describe('the settings', () => {
  it('have names of their own', () => {
    const names = SETTINGS.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(SETTINGS.map(each => [each.name, each] as const))('%s: keeps its promises in a few runs', (_name, each) => {
    const rows = calibrate(each, 150, 2)
    expect(rows.map(row => [row.analysis, row.broken])).toEqual(rows.map(row => [row.analysis, []]))
    expect(rows.some(({ promise }) => promise === 'shortcut')).toBe(true)
  })
})
