/** Every reason why a method refuses its input, with the sentence a person reads. Callers rely on them. */
const SENTENCES = {
  nonFinite: 'A number is missing, not a number, or too large to compute with.',
  invalidAlpha: 'The significance level must lie strictly between 0 and 1.',
  negativeCount: 'A count cannot be negative.',
  nonIntegerCount: 'A count must be a whole number.',
  successesExceedTrials: 'There are more successes than observations.',
  emptyArm: 'One arm has no observation.',
  tooFewObservations: 'There are too few observations for this method.',
  lengthMismatch: 'Lists that belong together differ in length.',
  negativeSd: 'A standard deviation cannot be negative.',
  invalidVariance: 'A variance must be above zero.',
  invalidStandardError: 'A standard error must be above zero.',
  zeroVariance: 'The values do not vary, so there is nothing to measure a difference against.',
  collinear: 'The covariate is determined by the arm, so the two cannot be told apart.',
  zeroBaseline: 'The mean of the control arm is zero, so a relative change has no meaning.',
  zeroDenominator: 'The denominators add up to zero.',
  zeroCount: 'An arm has no success, so the ratio cannot be estimated.',
  zeroCost: 'The costs are zero, so a return on them has no meaning.',
  negativeCost: 'Costs cannot be negative.',
  noDiscordantPairs: 'Nobody changed between before and after.',
  noEvents: 'No event was counted in either arm.',
  noObservations: 'Nothing was counted.',
  allDifferencesZero: 'All differences are zero.',
  invalidExposure: 'An exposure must be above zero.',
  invalidRate: 'The rate lies outside its possible range.',
  noPValues: 'There is no p-value to adjust.',
  invalidProbability: 'A probability must lie between 0 and 1.',
  invalidParameter: 'A parameter lies outside its possible range.',
  tooFewGroups: 'At least two groups are needed.',
  invalidRatio: 'An expected ratio must be above zero.',
  invalidPower: 'The power must lie strictly between 0 and 1, and above what chance alone gives.',
  zeroEffect: 'There is no difference to detect.',
  invalidIcc: 'The intraclass correlation must lie between -1 and 1.',
  invalidClusterSize: 'A cluster must have at least one unit.',
  invalidCv: 'A coefficient of variation cannot be negative.',
  tiesNotAllowedExact: 'The exact rank test does not allow equal values.',
  tooFewPeriods: 'There are too few periods.',
  invalidInterruption: 'The interruption must fall inside the series.',
  invalidLag: 'The lag must be a whole number inside the series.',
  tooFewClusters: 'There are too few clusters.',
  treatmentVariesWithinCluster: 'A cluster has units of both arms.',
  noWithinReplication: 'Every cluster has a single row, so variation inside clusters cannot be seen.',
  invalidInformation: 'Information fractions must increase and lie above 0 and at most at 1.',
  invalidMixture: 'The mixing variance must be above zero.',
  noLooks: 'There is no look to analyse.',
  invalidPrior: 'A parameter of the prior must be above zero.',
  invalidLevel: 'The level is unknown or lies outside its possible range.',
  invalidMargin: 'The margin is empty or has the wrong sign.',
  tooFewStudies: 'At least two studies are needed.',
  tooFewSubjects: 'At least two subjects are needed.',
  tooFewRaters: 'At least two raters are needed.',
  noPairableValues: 'No unit has two values to compare.',
  noCashflows: 'There is no cash flow.',
  noSignChange: 'The cash flows never change sign, so no rate brings them to zero.',
  multipleSignChanges: 'The cash flows change sign more than once, so the rate is not unique.',
  noInvestment: 'The first cash flow is not an investment.',
  noDonors: 'There is no donor to compare with.',
  infeasible: 'No choice satisfies all conditions.',
  noConvergence: 'The computation ended without an answer.',
  tooLarge: 'This needs more work than the limit allows.',
  invalidOption: 'An option has an unknown value.',
} as const

export type NotEstimableReason = keyof typeof SENTENCES

/**
 * What every method may refuse with, so that its comment lists the other reasons only: input or an answer beyond the
 * doubles, a level outside 0 to 1, a choice that does not exist, and counts or parameters so extreme (levels of 1e-200,
 * 1e15 units) that an iteration would not end. Where `noConvergence` comes earlier, the comment says so.
 */
export const OF_EVERY_METHOD: readonly NotEstimableReason[] = [
  'nonFinite', 'invalidAlpha', 'invalidOption', 'noConvergence',
]

/** The data cannot answer. Thrown instead of returning 0, 1 or NaN; `reason` is for code, `message` for a person. */
export class NotEstimable extends Error {
  constructor(
    readonly reason: NotEstimableReason,
    sentence: string = SENTENCES[reason],
  ) {
    super(sentence)
    this.name = 'NotEstimable'
  }
}
