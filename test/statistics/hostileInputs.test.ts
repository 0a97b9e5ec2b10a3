import fc from 'fast-check'
import { ancova } from '../../server/statistics/adjustment/ancova'
import { irr } from '../../server/statistics/finance/irr'
import { npv } from '../../server/statistics/finance/npv'
import { paybackPeriod } from '../../server/statistics/finance/paybackPeriod'
import { roi } from '../../server/statistics/finance/roi'
import { multipleTesting } from '../../server/statistics/multiplicity/multipleTesting'
import { feasibility } from '../../server/statistics/power/feasibility'
import { powerTTwoSampleUnequal } from '../../server/statistics/power/powerTTwoSampleUnequal'
import { powerTwoProportions } from '../../server/statistics/power/powerTwoProportions'
import { newcombeDifference } from '../../server/statistics/proportions/newcombeDifference'
import { twoProportionZ } from '../../server/statistics/proportions/twoProportionZ'
import { wilsonInterval } from '../../server/statistics/proportions/wilsonInterval'
import { sampleRatioMismatch } from '../../server/statistics/quality/sampleRatioMismatch'
import { poissonRateInterval } from '../../server/statistics/rates/poissonRateInterval'
import { poissonRateRatio } from '../../server/statistics/rates/poissonRateRatio'
import { ratioMetricDelta } from '../../server/statistics/ratios/ratioMetricDelta'
import { permutationTest } from '../../server/statistics/sites/permutationTest'
import { smallestAttainableP } from '../../server/statistics/sites/smallestAttainableP'
import { reasonOf } from './referenceCases'

/** Numbers as people and programs get them wrong, and as they should be. */
const number = fc.oneof(
  fc.double(), fc.integer(), fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, 1, NaN, Infinity, -Infinity, 1e-320, 1e308, 2 ** 53),
)
const list = fc.array(number, { maxLength: 5 })
const binary = fc.record({ successes: number, n: number })
const rate = fc.record({ events: number, exposure: number })
const prePost = fc.record({ pre: list, post: list })
const ratioSummary = fc.record({
  n: number, meanNumerator: number, meanDenominator: number, varianceNumerator: number, varianceDenominator: number,
  covariance: number,
})
const ratioArm = fc.oneof(fc.record({ numerators: list, denominators: list }), ratioSummary)

/** Runs a method on whatever `inputs` gives; it must refuse with a reason or answer without NaN. */
function survives<Input>(method: (input: Input) => object, inputs: fc.Arbitrary<Input>): () => void {
  return () =>
    fc.assert(
      fc.property(inputs, input => {
        const answer = reasonOf(() => method(input))
        const printed = JSON.stringify(answer, (_key, value: unknown) => (Number.isNaN(value) ? 'not a number' : value))
        expect(printed).not.toContain('not a number')
      }),
      { numRuns: 500 },
    )
}

describe('whatever it is given, an answer holds no NaN and comes to an end', () => {
  const arms = { treatment: binary, control: binary, alpha: number }
  it('wilsonInterval', survives(wilsonInterval, fc.record({ successes: number, n: number, alpha: number })))
  it('newcombeDifference', survives(newcombeDifference, fc.record(arms)))
  it('twoProportionZ', survives(twoProportionZ, fc.record(arms)))
  it('sampleRatioMismatch', survives(sampleRatioMismatch, fc.record({ counts: list, expectedRatios: list })))
  it(
    'poissonRateInterval',
    survives(poissonRateInterval, fc.record({ events: number, exposure: number, alpha: number })),
  )
  it('poissonRateRatio', survives(poissonRateRatio, fc.record({ treatment: rate, control: rate, alpha: number })))
  it('permutationTest', survives(permutationTest, fc.record({ treatment: list, control: list, alpha: number })))
  it(
    'smallestAttainableP',
    survives(smallestAttainableP, fc.record({ blocks: fc.array(fc.record({ treatment: number, control: number })) })),
  )
  it('ancova', survives(ancova, fc.record({ treatment: prePost, control: prePost, alpha: number })))
  it(
    'ratioMetricDelta',
    survives(ratioMetricDelta, fc.record({ treatment: ratioArm, control: ratioArm, alpha: number })),
  )
  it('multipleTesting', survives(multipleTesting, fc.record({ pValues: list, alpha: number })))
  it('npv', survives(npv, fc.record({ rate: number, cashflows: list })))
  it('irr', survives(irr, fc.record({ cashflows: list })))
  it('paybackPeriod', survives(paybackPeriod, fc.record({ rate: number, cashflows: list })))
  it('roi', survives(roi, fc.record({ benefits: number, costs: number })))
  it(
    'powerTwoProportions',
    survives(
      powerTwoProportions,
      fc.record({
        solveFor: fc.constantFrom('power' as const, 'n' as const, 'p2' as const), n: number, p1: number, p2: number,
        power: number, alpha: number,
      }),
    ),
  )
  it(
    'powerTTwoSampleUnequal',
    survives(
      powerTTwoSampleUnequal,
      fc.record({ nTreatment: number, nControl: number, effectSizeD: number, alpha: number }),
    ),
  )
  it(
    'feasibility',
    survives(
      feasibility,
      fc.record({
        kind: fc.constant('proportion' as const), direction: fc.constantFrom('raise' as const, 'lower' as const),
        nTreatment: number, nControl: number, smallestEffect: number, alpha: number, power: number, baseline: number,
      }),
    ),
  )
})
