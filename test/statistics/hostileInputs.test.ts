import fc from 'fast-check'
import { ancova } from '../../server/statistics/adjustment/ancova'
import { ancovaInteracted } from '../../server/statistics/adjustment/ancovaInteracted'
import { cuped } from '../../server/statistics/adjustment/cuped'
import { clusterLevelT } from '../../server/statistics/clusters/clusterLevelT'
import { clusterRobustDifference } from '../../server/statistics/clusters/clusterRobustDifference'
import { designEffect } from '../../server/statistics/clusters/designEffect'
import { intraclassCorrelation } from '../../server/statistics/clusters/intraclassCorrelation'
import { didFromCells } from '../../server/statistics/differences/didFromCells'
import { didTwoByTwo } from '../../server/statistics/differences/didTwoByTwo'
import { parallelTrendTest } from '../../server/statistics/differences/parallelTrendTest'
import { irr } from '../../server/statistics/finance/irr'
import { npv } from '../../server/statistics/finance/npv'
import { paybackPeriod } from '../../server/statistics/finance/paybackPeriod'
import { roi } from '../../server/statistics/finance/roi'
import { multipleTesting } from '../../server/statistics/multiplicity/multipleTesting'
import { feasibility } from '../../server/statistics/power/feasibility'
import { powerCluster } from '../../server/statistics/power/powerCluster'
import { powerTTwoSampleUnequal } from '../../server/statistics/power/powerTTwoSampleUnequal'
import { powerTwoProportions } from '../../server/statistics/power/powerTwoProportions'
import { sampleSizeCluster } from '../../server/statistics/power/sampleSizeCluster'
import { sampleSizePoissonRates } from '../../server/statistics/power/sampleSizePoissonRates'
import { newcombeDifference } from '../../server/statistics/proportions/newcombeDifference'
import { twoProportionZ } from '../../server/statistics/proportions/twoProportionZ'
import { wilsonInterval } from '../../server/statistics/proportions/wilsonInterval'
import { sampleRatioMismatch } from '../../server/statistics/quality/sampleRatioMismatch'
import { poissonRateInterval } from '../../server/statistics/rates/poissonRateInterval'
import { poissonRateRatio } from '../../server/statistics/rates/poissonRateRatio'
import { ratioMetricDelta } from '../../server/statistics/ratios/ratioMetricDelta'
import { permutationTest } from '../../server/statistics/sites/permutationTest'
import { smallestAttainableP } from '../../server/statistics/sites/smallestAttainableP'
import { syntheticControl } from '../../server/statistics/syntheticControl/syntheticControl'
import { interruptedTimeSeries } from '../../server/statistics/timeSeries/interruptedTimeSeries'
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
const cell = fc.oneof(list, fc.record({ n: number, mean: number, sd: number }))
const pair = fc.array(fc.oneof(fc.nat(9), number), { minLength: 2, maxLength: 2 })
/** Rows of a value, an arm, a period, a cluster, and a level. */
const rows = fc.oneof(
  fc.tuple(list, list, list, list, number),
  fc.tuple(
    ...([fc.oneof(fc.integer(), number), fc.nat(1), fc.nat(1), fc.nat(3)] as const).map(of =>
      fc.array(of, { minLength: 9, maxLength: 9 }),
    ) as [fc.Arbitrary<number[]>, fc.Arbitrary<number[]>, fc.Arbitrary<number[]>, fc.Arbitrary<number[]>],
    fc.constant(0.05),
  ),
)
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
  it('cuped', survives(cuped, fc.record({ treatment: prePost, control: prePost, alpha: number })))
  it('ancovaInteracted', survives(ancovaInteracted, fc.record({ treatment: prePost, control: prePost, alpha: number })))
  it('didTwoByTwo', survives(didTwoByTwo, fc.record({ treatment: prePost, control: prePost, alpha: number })))
  it('didTwoByTwo of rows', survives(didTwoByTwo, rows.map(([y, treated, post, cluster, alpha]) => ({
    y, treated, post, cluster, alpha,
  }))))
  it('clusterRobustDifference', survives(clusterRobustDifference, rows.map(([y, treatment, , cluster, alpha]) => ({
    y, treatment, cluster, alpha,
  }))))
  it('clusterLevelT', survives(clusterLevelT, rows.map(([y, treatment, , cluster, alpha]) => ({
    y, treatment, cluster, alpha,
  }))))
  it('intraclassCorrelation', survives(intraclassCorrelation, rows.map(([y, , , cluster]) => ({ y, cluster }))))
  it('parallelTrendTest', survives(parallelTrendTest, rows.map(([y, treated, period, unit]) => ({
    y, treated, period, unit,
  }))))
  it(
    'didFromCells',
    survives(
      didFromCells,
      fc.record({ treatmentPre: cell, treatmentPost: cell, controlPre: cell, controlPost: cell, alpha: number }),
    ),
  )
  it(
    'designEffect',
    survives(designEffect, fc.record({ meanClusterSize: number, icc: number, cvClusterSize: number, nTotal: number })),
  )
  it(
    'sampleSizeCluster',
    survives(
      sampleSizeCluster,
      fc.record({ nIndividualPerArm: number, clusterSize: number, icc: number, cvClusterSize: number }),
    ),
  )
  it(
    'powerCluster',
    survives(
      powerCluster,
      fc.record({ clustersPerArm: number, clusterSize: number, icc: number, sd: number, delta: number, alpha: number }),
    ),
  )
  it(
    'sampleSizePoissonRates',
    survives(
      sampleSizePoissonRates,
      fc.record({ rateControl: number, rateTreatment: number, power: number, alpha: number }),
    ),
  )
  it(
    'interruptedTimeSeries',
    survives(
      interruptedTimeSeries,
      fc.record({
        y: fc.array(fc.oneof(number, fc.integer()), { minLength: 5, maxLength: 9 }),
        interruptionIndex: fc.oneof(number, fc.nat(9)), lag: fc.oneof(number, fc.nat(5)),
        smallSampleAdjustment: fc.boolean(), ljungBoxLag: fc.oneof(number, fc.nat(5)),
        alpha: fc.oneof(number, fc.constant(0.05)),
      }),
    ),
  )
  it(
    'syntheticControl',
    survives(
      syntheticControl,
      fc.record({
        treatedPre: pair, treatedPost: pair, donorsPre: fc.array(pair, { maxLength: 4 }),
        donorsPost: fc.array(pair, { maxLength: 4 }),
      }),
    ),
  )
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
