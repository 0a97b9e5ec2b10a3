import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { METHODS } from '../../server/statistics/methods'
import { NotEstimable, type NotEstimableReason, OF_EVERY_METHOD } from '../../server/statistics/notEstimable'
import { feasibility } from '../../server/statistics/power/feasibility'
import { PROPERTY } from '../support/propertyRuns'

/** Numbers as people and programs get them wrong, and as they should be. */
const number = fc.oneof(
  fc.double(), fc.integer(), fc.nat(20), fc.nat(1_000_000), fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, 1, 0.05, NaN, Infinity, -Infinity, 5e-324, 1e-320, -1e-320, 1e-15, 1e15, 1e308, -1e308, 2 ** 53, 1e16),
)
/** Half of them usable, so that many inputs get past the first check. */
const level = fc.oneof(fc.constantFrom(0.05, 0.01, 0.2), number)
const list = fc.oneof(fc.array(number, { maxLength: 5 }), fc.array(fc.nat(9), { minLength: 2, maxLength: 8 }))
/** Lists of the same length, usually. */
const twoLists = (one: string, two: string) =>
  fc.oneof(
    fc.record({ [one]: list, [two]: list }),
    fc.array(fc.tuple(number, number), { maxLength: 6 }).map(pairs => ({
      [one]: pairs.map(([a]) => a), [two]: pairs.map(([, b]) => b),
    })),
  )
const alternative = fc.constantFrom('two-sided', 'less', 'greater', 'sideways')
const summary = fc.record({ n: number, mean: number, sd: number })
const sample = fc.oneof(list, summary, fc.record({ n: number, mean: number, m2: number }))
const binary = fc.record({ successes: number, n: number })
const rate = fc.record({ events: number, exposure: number })
const prePost = twoLists('pre', 'post')
const nps = fc.record({ promoters: number, passives: number, detractors: number })
const ratioSummary = fc.record({
  n: number, meanNumerator: number, meanDenominator: number, varianceNumerator: number, varianceDenominator: number,
  covariance: number,
})
const ratioArm = fc.oneof(twoLists('numerators', 'denominators'), ratioSummary)
const arms = (arm: fc.Arbitrary<unknown>, more: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ treatment: arm, control: arm, alpha: level, alternative, ...more }, { requiredKeys: ['treatment', 'control', 'alpha'] })
const paired = { bothSuccess: number, beforeOnly: number, afterOnly: number, neither: number }
const powerT = fc.record({
  solveFor: fc.constantFrom('power', 'n', 'delta', 'luck'), n: fc.oneof(fc.nat(50), number),
  delta: fc.oneof(fc.nat(5), number), sd: fc.oneof(fc.nat(5), number),
  power: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), number),
  alpha: fc.oneof(level, fc.double({ min: 0, max: 1, noNaN: true })), alternative,
})

const family = {
  distribution: fc.constantFrom('normal', 't', 'chiSquare', 'f', 'beta', 'binomial', 'poisson', 'noncentralT', 'cauchy'),
  mean: number, sd: number, df: number, df1: number, df2: number, a: number, b: number, n: number, prob: number,
  ncp: number,
}

const cell = fc.oneof(list, summary)
const pair = fc.array(fc.oneof(fc.nat(9), number), { minLength: 2, maxLength: 2 })
const column = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: 9, maxLength: 9 })
/** Rows of an analysis by their columns: a value, and what sorts the rows; half of the time such as could be right. */
const rows = (...sorts: string[]) =>
  fc.oneof(
    fc.record(Object.fromEntries(['y', ...sorts].map(name => [name, list]))),
    fc.record({
      y: column(fc.oneof(fc.integer(), number)),
      ...Object.fromEntries(sorts.map(name => [name, column(fc.nat(name === 'cluster' || name === 'unit' ? 3 : 1))])),
    }),
  )
const rowsAt = (...sorts: string[]) => fc.tuple(rows(...sorts), level).map(([columns, alpha]) => ({ ...columns, alpha }))

const table = fc.array(fc.array(number, { minLength: 2, maxLength: 3 }), { maxLength: 4 })
const share = fc.oneof({ weight: 5, arbitrary: fc.double({ min: 0, max: 1 }) }, { weight: 1, arbitrary: number })
const positive = fc.oneof(fc.double({ min: 0.001, max: 10, noNaN: true }), number)
const smallBinary = fc.record({
  successes: fc.oneof(fc.nat(50), number), n: fc.oneof(fc.integer({ min: 50, max: 90 }), number),
})

/** Arms of which there are too many arrangements to count, in blocks of their own or none. */
const drawnArm = fc.array(fc.oneof({ weight: 39, arbitrary: fc.nat(99) }, { weight: 1, arbitrary: number }), {
  minLength: 11, maxLength: 14,
})
const labels = fc.array(fc.constantFrom('', 'a', '__proto__'), { minLength: 11, maxLength: 14 })
/** Up to a million draws are made; more than a few thousand in each run would take too long. */
const draws = fc.oneof(fc.constantFrom(99, 250), number.filter(n => !(n > 5000 && n <= 1_000_000)))
const seed = fc.oneof(fc.nat(), number)

/** What each method is fed with; a method of the table without a line here fails. */
const INPUTS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  alwaysValidConfidenceSequence: fc.record({
    estimate: number, standardError: positive, n: fc.oneof(fc.nat(), number), rho2: positive, alpha: share,
  }),
  alwaysValidRho: fc.record({ alpha: share, nOptimal: number }),
  ancova: arms(prePost),
  ancovaInteracted: arms(prePost),
  betaBinomial: fc.record({
    treatment: smallBinary, control: smallBinary, priorAlpha: positive, priorBeta: positive, credibleLevel: share,
  }),
  bootstrapInterval: fc.record({
    values: list, statistic: fc.oneof(fc.constant('median'), fc.record({ quantile: number })), alpha: level,
    resamples: fc.oneof(fc.constant(200), number.filter(n => !(n > 20_000))), seed: number,
  }),
  clusterLevelT: rowsAt('treatment', 'cluster'),
  clusterRobustDifference: rowsAt('treatment', 'cluster'),
  cuped: arms(prePost),
  designEffect: fc.record({ meanClusterSize: number, icc: number, cvClusterSize: number, nTotal: number }),
  didFromCells: fc.record({ treatmentPre: cell, treatmentPost: cell, controlPre: cell, controlPost: cell, alpha: level }),
  didTwoByTwo: fc.oneof(arms(prePost), rowsAt('treated', 'post', 'cluster')),
  distribution: fc.oneof(
    fc.record({ ...family, function: fc.constantFrom('cdf', 'survival', 'guess'), x: number }),
    fc.record({ ...family, function: fc.constantFrom('quantile', 'upperQuantile'), p: level }),
  ),
  equivalenceTost: arms(sample, { lowerMargin: number, upperMargin: number }),
  fisherExact: arms(binary),
  groupSequential: fc.record({
    informationFractions: fc.array(share, { maxLength: 4 }).map(fractions => fractions.toSorted((a, b) => a - b)),
    alpha: share, sided: fc.constantFrom(1, 2, 3), spending: fc.constantFrom('obrienFleming', 'pocock', 'freely'),
  }),
  icc: fc.record({ ratings: table, alpha: share }),
  interruptedTimeSeries: fc.record({
    y: fc.array(fc.oneof(number, fc.integer()), { minLength: 5, maxLength: 9 }),
    interruptionIndex: fc.oneof(number, fc.nat(9)), lag: fc.oneof(number, fc.nat(5)),
    smallSampleAdjustment: fc.boolean(), ljungBoxLag: fc.oneof(number, fc.nat(5)), alpha: level,
  }),
  intraclassCorrelation: rows('cluster'),
  irr: fc.record({ cashflows: list }),
  kendallW: fc.record({ ratings: table }),
  krippendorffAlpha: fc.record({
    ratings: table, level: fc.constantFrom('nominal', 'ordinal', 'interval', 'ratio', 'musical'),
  }),
  mannWhitney: arms(list, { exact: fc.boolean(), continuityCorrection: fc.boolean() }),
  mcnemar: fc.record(paired),
  metaAnalysis: fc
    .record({
      effects: list, variances: fc.array(positive, { maxLength: 5 }), alpha: share, hartungKnapp: fc.boolean(),
      model: fc.constantFrom('fixed', 'derSimonianLaird', 'reml', 'guess'),
    })
    .map(input => ({ ...input, effects: input.effects.slice(0, input.variances.length) })),
  miettinenNurminenDifference: arms(binary, { nullDifference: number }),
  msprt: fc.record({
    looks: fc.array(fc.record({ estimate: number, standardError: positive }), { maxLength: 4 }), tau2: positive, alpha: share,
  }),
  multipleTesting: fc.record({ pValues: list, alpha: level }),
  newcombeDifference: arms(binary),
  nonInferiority: arms(sample, { margin: number, higherIsBetter: fc.boolean() }),
  normalNormal: fc.record({
    priorMean: number, priorSd: positive, estimate: number, standardError: positive, threshold: number, credibleLevel: share,
  }),
  npsDifference: arms(nps),
  npsInterval: fc.record({ promoters: number, passives: number, detractors: number, alpha: level }),
  npv: fc.record({ rate: number, cashflows: list }),
  oneSampleT: fc.oneof(
    fc.record({ values: list, nullMean: number, alpha: level, alternative }),
    fc.record({ n: number, mean: number, sd: number, nullMean: number, alpha: level, alternative }),
  ),
  pairedT: fc.oneof(
    fc.tuple(twoLists('before', 'after'), level, number).map(([both, alpha, nullDifference]) => ({ ...both, alpha, nullDifference })),
    fc.record({ n: number, meanDifference: number, sdDifference: number, alpha: level, nullDifference: number }),
  ),
  parallelTrendTest: rows('treated', 'period', 'unit'),
  paybackPeriod: fc.record({ rate: number, cashflows: list }),
  permutationTest: fc.oneof(
    arms(list, { draws, seed, treatmentBlocks: labels, controlBlocks: labels }),
    arms(drawnArm, { draws, seed }),
    drawnArm.chain(values =>
      fc.record({
        treatment: fc.constant(values), control: fc.constant(values.toReversed()), alpha: level, alternative, draws, seed,
        treatmentBlocks: fc.constant(values.map((_, i) => (i < 2 ? 'few' : 'many'))),
        controlBlocks: fc.constant(values.map((_, i) => (i < 9 ? 'many' : 'few'))),
      }),
    ),
  ),
  poissonRateInterval: fc.record({ events: number, exposure: number, alpha: level, alternative }),
  poissonRateRatio: arms(rate, { nullRatio: number }),
  portfolioMix: fc.record({
    items: fc
      .array(fc.record({ cost: number, value: number, people: fc.record({ it: number }) }), { maxLength: 5 })
      .map(items => items.map((item, i) => ({ ...item, id: String(i) }))),
    budget: number, capacity: fc.record({ it: number }),
  }),
  powerCluster: fc.record({
    clustersPerArm: number, clusterSize: number, icc: number, sd: number, delta: number, alpha: level,
  }),
  powerTPaired: powerT,
  powerTTwoSample: powerT,
  powerTTwoSampleUnequal: fc.record({ nTreatment: number, nControl: number, effectSizeD: number, alpha: level }),
  powerTwoProportions: fc.record({
    solveFor: fc.constantFrom('power', 'n', 'p2', 'luck'), n: number, p1: number, p2: number, power: level, alpha: level,
  }),
  ratioMetricDelta: arms(ratioArm),
  relativeLiftDelta: arms(sample),
  relativeLiftFieller: arms(sample, { quantile: fc.constantFrom('normal', 't', 'cauchy') }),
  riskRatioKatz: arms(binary),
  roi: fc.record({ benefits: number, costs: number }),
  sampleRatioMismatch: twoLists('counts', 'expectedRatios'),
  sampleSizeCluster: fc.record({ nIndividualPerArm: number, clusterSize: number, icc: number, cvClusterSize: number }),
  sampleSizePoissonRates: fc.record({ rateControl: number, rateTreatment: number, power: level, alpha: level }),
  smallestAttainableP: fc.record({ blocks: fc.array(fc.record({ treatment: number, control: number })) }),
  standardizedMeanDifference: fc.record({ treatment: fc.oneof(sample, binary), control: fc.oneof(sample, binary) }),
  syntheticControl: fc.record({
    treatedPre: pair, treatedPost: pair, donorsPre: fc.array(pair, { maxLength: 4 }), donorsPost: fc.array(pair, { maxLength: 4 }),
  }),
  tangoPaired: fc.record({ ...paired, alpha: level }),
  twoProportionZ: arms(binary),
  valueOfInformation: fc.record({ priorMean: number, priorSd: positive, studyStandardError: positive }),
  welchT: arms(sample, { nullDifference: number }),
  wilcoxonSignedRank: fc.tuple(twoLists('before', 'after'), level, fc.boolean(), alternative).map(
    ([both, alpha, exact, side]) => ({ ...both, alpha, exact, alternative: side }),
  ),
  wilsonInterval: fc.record({ successes: number, n: number, alpha: level, continuityCorrection: fc.boolean() }),
}

/** What a single call may take, in time of the processor, for the machine may have other things to do. */
const LONGEST_MS = 10_000

/** Milliseconds that this process has worked so far. */
function worked(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Runs a method on whatever `inputs` gives; it must refuse with a documented reason or answer without NaN, and soon. */
function survives(name: string, method: (input: never) => unknown, inputs: fc.Arbitrary<unknown>): () => Promise<void> {
  return async () => {
    await fc.assert(fc.asyncProperty(inputs, input => isSound(name, () => method(input as never))), PROPERTY)
  }
}

/** An answer without NaN, or a refusal that the comment of the method names; soon. */
async function isSound(name: string, call: () => unknown): Promise<void> {
  const started = worked()
  const { answer, reason } = await outcomeOf(call)
  expect(worked() - started).toBeLessThan(LONGEST_MS)
  if (reason !== undefined) expect([...reasonsNamedBy(name), ...OF_EVERY_METHOD]).toContain(reason)
  else expect(typeof answer === 'object' && answer !== null).toBe(true)
  expect(notNumbersIn(answer)).toEqual([])
}

/** Where in an answer there is NaN, or a field that has no value. */
function notNumbersIn(value: unknown, path = 'answer'): string[] {
  if (value === undefined || Number.isNaN(value)) return path === 'answer' ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, below]) => notNumbersIn(below, `${path}.${key}`))
}

interface Outcome {
  readonly answer?: unknown
  readonly reason?: NotEstimableReason
}

async function outcomeOf(answer: () => unknown): Promise<Outcome> {
  try {
    return { answer: await answer() }
  } catch (fault) {
    if (fault instanceof NotEstimable) return { reason: fault.reason }
    throw fault
  }
}

const LIBRARY = join(__dirname, '../../server/statistics')
const SOURCES = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))

/** The comment above a method. */
function commentOf(name: string): string {
  const path = SOURCES.find(source => basename(source) === `${name}.ts`) ?? ''
  const [above = ''] = readFileSync(join(LIBRARY, path), 'utf8').split(new RegExp(`^export (?:async )?function ${name}\\b`, 'm'))
  return above.slice(above.lastIndexOf('/**'))
}

const reasonsOf = new Map<string, readonly string[]>()

/** The reasons that the comment above a method lists behind `@throws`; those of another method where it names that. */
function reasonsNamedBy(name: string): readonly string[] {
  const known = reasonsOf.get(name)
  if (known) return known
  const [, thrown = ''] = /@throws NotEstimable([^@]*?)(?:\n \*\s*\n|\n \* @|\*\/)/.exec(commentOf(name)) ?? []
  const words = [...thrown.matchAll(/`(\w+)`/g)].map(([, word = '']) => word)
  const reasons = words.flatMap(word => (word in METHODS && word !== name ? reasonsNamedBy(word) : [word]))
  reasonsOf.set(name, reasons)
  return reasons
}

it.each(Object.keys(METHODS))('%s says what it throws, how exact it is and where it comes from', name => {
  for (const part of ['@throws NotEstimable', 'Accuracy: ', 'Source: ']) expect(commentOf(name)).toContain(part)
})

describe('whatever it is given, an answer holds no NaN and comes to an end, a refusal has a documented reason', () => {
  it('knows what to feed every method with', () => {
    expect(Object.keys(INPUTS).sort()).toEqual(Object.keys(METHODS).sort())
  })

  it.each(Object.entries(METHODS))('%s', async (name, method) => {
    await survives(name, method, INPUTS[name] ?? fc.constant({}))()
  })

  it(
    'feasibility',
    survives(
      'feasibility',
      feasibility,
      fc.record({
        kind: fc.constant('proportion'), direction: fc.constantFrom('raise', 'lower'), nTreatment: number,
        nControl: number, smallestEffect: number, alpha: level, power: level, baseline: number,
      }),
    ),
  )

  it.each([2 ** 53, 1e16])('refuses a table of %s, whose neighbours cannot be told apart', async n => {
    const input = { treatment: { successes: n - 2, n }, control: { successes: 7, n: 9 }, alpha: 0.05 }
    expect(await outcomeOf(() => METHODS.fisherExact(input))).toEqual({ reason: 'tooLarge' })
  })

  it.each([
    ['distribution', { distribution: 'chiSquare', df: 1e308, function: 'cdf', x: 1e308 }],
    ['newcombeDifference', { treatment: { successes: 0, n: 1e308 }, control: { successes: 0, n: 1 }, alpha: 5e-324 }],
    ['poissonRateRatio', { treatment: { events: 1, exposure: 5e-324 }, control: { events: 1, exposure: 5e-324 }, alpha: 0.05 }],
    ['syntheticControl', { treatedPre: [0, 2], treatedPost: [0, 0], donorsPre: [[0, 0], [0, 1]], donorsPost: [[0, 0], [1e308, 1e308]] }],
    ['twoProportionZ', { treatment: { successes: 0, n: 2.99e292 }, control: { successes: 1, n: 1.79e308 }, alpha: 0.05 }],
    ['twoProportionZ', { treatment: { successes: 1, n: 6.4e161 }, control: { successes: 0, n: 1 }, alpha: 5e-324 }],
    ['wilsonInterval', { successes: 0, n: 1e308, alpha: 5e-324 }],
  ] as const)('refuses what overflows on the way to the answer: %s', async (name, input) => {
    const method = METHODS[name] as (given: unknown) => unknown
    expect(await outcomeOf(() => method(input))).toEqual({ reason: 'nonFinite' })
  })

  it('answers or refuses giant lists in time', async () => {
    const values = Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 100_003)
    const other = values.map(value => value + 0.5)
    const shared = { alpha: 0.05 }
    const calls: readonly (readonly [keyof typeof METHODS, () => unknown])[] = [
      ['welchT', () => METHODS.welchT({ treatment: values, control: other, ...shared })],
      ['mannWhitney', () => METHODS.mannWhitney({ treatment: values, control: other, ...shared })],
      ['mannWhitney', () => METHODS.mannWhitney({ treatment: values, control: other, exact: true, ...shared })],
      ['wilcoxonSignedRank', () => METHODS.wilcoxonSignedRank({ before: values, after: other, ...shared })],
      ['bootstrapInterval', () => METHODS.bootstrapInterval({ values, statistic: 'median', seed: 1, ...shared })],
      ['permutationTest', () => METHODS.permutationTest({ treatment: values.slice(0, 3000), control: other.slice(0, 3000), ...shared })],
      ['permutationTest', () => METHODS.permutationTest({ treatment: values.slice(0, 12), control: other, draws: 1_000_000, ...shared })],
      ['multipleTesting', () => METHODS.multipleTesting({ pValues: values.map(value => value / 1e6), ...shared })],
      ['sampleRatioMismatch', () => METHODS.sampleRatioMismatch({ counts: values.map(() => 5), expectedRatios: values.map(() => 1) })],
      ['ancova', () => METHODS.ancova({ treatment: { pre: values, post: other.toReversed() }, control: { pre: other, post: values.toReversed() }, ...shared })],
    ]
    for (const [name, call] of calls) await isSound(name, call)
  })
})
