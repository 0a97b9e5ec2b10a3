import { ancova } from './adjustment/ancova'
import { ancovaInteracted } from './adjustment/ancovaInteracted'
import { cuped } from './adjustment/cuped'
import { clusterLevelT } from './clusters/clusterLevelT'
import { clusterRobustDifference } from './clusters/clusterRobustDifference'
import { designEffect } from './clusters/designEffect'
import { intraclassCorrelation } from './clusters/intraclassCorrelation'
import { didFromCells } from './differences/didFromCells'
import { didTwoByTwo } from './differences/didTwoByTwo'
import { parallelTrendTest } from './differences/parallelTrendTest'
import { distribution } from './distributions/distribution'
import { equivalenceTost } from './equivalence/equivalenceTost'
import { nonInferiority } from './equivalence/nonInferiority'
import { irr } from './finance/irr'
import { npv } from './finance/npv'
import { paybackPeriod } from './finance/paybackPeriod'
import { roi } from './finance/roi'
import { oneSampleT } from './means/oneSampleT'
import { pairedT } from './means/pairedT'
import { relativeLiftDelta } from './means/relativeLiftDelta'
import { relativeLiftFieller } from './means/relativeLiftFieller'
import { welchT } from './means/welchT'
import { multipleTesting } from './multiplicity/multipleTesting'
import { npsDifference } from './nps/npsDifference'
import { npsInterval } from './nps/npsInterval'
import { powerCluster } from './power/powerCluster'
import { powerTPaired } from './power/powerTPaired'
import { powerTTwoSample } from './power/powerTTwoSample'
import { powerTTwoSampleUnequal } from './power/powerTTwoSampleUnequal'
import { powerTwoProportions } from './power/powerTwoProportions'
import { sampleSizeCluster } from './power/sampleSizeCluster'
import { sampleSizePoissonRates } from './power/sampleSizePoissonRates'
import { fisherExact } from './proportions/fisherExact'
import { mcnemar } from './proportions/mcnemar'
import { miettinenNurminenDifference } from './proportions/miettinenNurminenDifference'
import { newcombeDifference } from './proportions/newcombeDifference'
import { riskRatioKatz } from './proportions/riskRatioKatz'
import { tangoPaired } from './proportions/tangoPaired'
import { twoProportionZ } from './proportions/twoProportionZ'
import { wilsonInterval } from './proportions/wilsonInterval'
import { sampleRatioMismatch } from './quality/sampleRatioMismatch'
import { standardizedMeanDifference } from './quality/standardizedMeanDifference'
import { bootstrapInterval } from './ranks/bootstrapInterval'
import { mannWhitney } from './ranks/mannWhitney'
import { wilcoxonSignedRank } from './ranks/wilcoxonSignedRank'
import { poissonRateInterval } from './rates/poissonRateInterval'
import { poissonRateRatio } from './rates/poissonRateRatio'
import { ratioMetricDelta } from './ratios/ratioMetricDelta'
import { permutationTest } from './sites/permutationTest'
import { smallestAttainableP } from './sites/smallestAttainableP'
import { syntheticControl } from './syntheticControl/syntheticControl'
import { interruptedTimeSeries } from './timeSeries/interruptedTimeSeries'

/** A method as one input and one answer; some answer later. */
export type Method = (input: never) => unknown

/** Every method of the library by its name, as a reference case calls it. */
export const METHODS = {
  ancova,
  ancovaInteracted,
  bootstrapInterval,
  clusterLevelT,
  clusterRobustDifference,
  cuped,
  designEffect,
  didFromCells,
  didTwoByTwo,
  distribution,
  equivalenceTost,
  fisherExact,
  interruptedTimeSeries,
  intraclassCorrelation,
  irr,
  mannWhitney,
  mcnemar,
  miettinenNurminenDifference,
  multipleTesting,
  newcombeDifference,
  nonInferiority,
  npsDifference,
  npsInterval,
  npv,
  oneSampleT,
  pairedT,
  parallelTrendTest,
  paybackPeriod,
  permutationTest,
  poissonRateInterval,
  poissonRateRatio,
  powerCluster,
  powerTPaired,
  powerTTwoSample,
  powerTTwoSampleUnequal,
  powerTwoProportions,
  ratioMetricDelta,
  relativeLiftDelta,
  relativeLiftFieller,
  riskRatioKatz,
  roi,
  sampleRatioMismatch,
  sampleSizeCluster,
  sampleSizePoissonRates,
  smallestAttainableP,
  standardizedMeanDifference,
  syntheticControl,
  tangoPaired,
  twoProportionZ,
  welchT,
  wilcoxonSignedRank,
  wilsonInterval,
} satisfies Readonly<Record<string, Method>>

/** The method of a name that came from outside; undefined when there is none. */
export function methodNamed(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name as keyof typeof METHODS] : undefined
}
