import { ancova } from './covariates/ancova'
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
import { powerTPaired } from './power/powerTPaired'
import { powerTTwoSample } from './power/powerTTwoSample'
import { powerTTwoSampleUnequal } from './power/powerTTwoSampleUnequal'
import { powerTwoProportions } from './power/powerTwoProportions'
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

/** A method as one input and one answer; some answer later. */
export type Method = (input: never) => unknown

/** Every method of the library by its name, as a reference case calls it. */
export const METHODS = {
  ancova,
  bootstrapInterval,
  distribution,
  equivalenceTost,
  fisherExact,
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
  paybackPeriod,
  permutationTest,
  poissonRateInterval,
  poissonRateRatio,
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
  smallestAttainableP,
  standardizedMeanDifference,
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
