import { ancova } from './adjustment/ancova'
import { ancovaInteracted } from './adjustment/ancovaInteracted'
import { cuped } from './adjustment/cuped'
import { icc } from './agreement/icc'
import { kendallW } from './agreement/kendallW'
import { krippendorffAlpha } from './agreement/krippendorffAlpha'
import { betaBinomial } from './bayes/betaBinomial'
import { normalNormal } from './bayes/normalNormal'
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
import { portfolioMix } from './finance/portfolioMix'
import { roi } from './finance/roi'
import { valueOfInformation } from './finance/valueOfInformation'
import { oneSampleT } from './means/oneSampleT'
import { pairedT } from './means/pairedT'
import { relativeLiftDelta } from './means/relativeLiftDelta'
import { relativeLiftFieller } from './means/relativeLiftFieller'
import { welchT } from './means/welchT'
import { metaAnalysis } from './meta/metaAnalysis'
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
import { alwaysValidConfidenceSequence } from './sequential/alwaysValidConfidenceSequence'
import { alwaysValidRho } from './sequential/alwaysValidRho'
import { groupSequential } from './sequential/groupSequential'
import { msprt } from './sequential/msprt'
import { permutationTest } from './sites/permutationTest'
import { smallestAttainableP } from './sites/smallestAttainableP'
import { syntheticControl } from './syntheticControl/syntheticControl'
import { interruptedTimeSeries } from './timeSeries/interruptedTimeSeries'

/** A method as one input and one answer; some answer later. */
export type Method = (input: never) => unknown

/** Every method of the library by its name, as a reference case calls it. */
export const METHODS = {
  alwaysValidConfidenceSequence,
  alwaysValidRho,
  ancova,
  ancovaInteracted,
  betaBinomial,
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
  groupSequential,
  icc,
  interruptedTimeSeries,
  intraclassCorrelation,
  irr,
  kendallW,
  krippendorffAlpha,
  mannWhitney,
  mcnemar,
  metaAnalysis,
  miettinenNurminenDifference,
  msprt,
  multipleTesting,
  newcombeDifference,
  nonInferiority,
  normalNormal,
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
  portfolioMix,
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
  valueOfInformation,
  welchT,
  wilcoxonSignedRank,
  wilsonInterval,
} satisfies Readonly<Record<string, Method>>

/** The method of a name that came from outside; undefined when there is none. */
export function methodNamed(name: string): Method | undefined {
  return Object.hasOwn(METHODS, name) ? METHODS[name as keyof typeof METHODS] : undefined
}
