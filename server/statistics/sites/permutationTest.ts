import {
  type Alternative, finite, requireAllFinite, requireAlpha, requireAlternative, requireFinite,
} from '../inputChecks'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { nthSmallest } from '../numerics/nthSmallest'
import { seededRandom } from '../random/randomSource'
import { type Arrangements, drawnArrangements, everyArrangement, type Unit } from './arrangements'
import { smallestAttainableP } from './smallestAttainableP'

export interface PermutationTestInput {
  /** one value for each unit or site of an arm */
  readonly treatment: readonly number[]
  readonly control: readonly number[]
  /** pair or stratum of each value, where units were assigned within blocks */
  readonly treatmentBlocks?: readonly string[]
  readonly controlBlocks?: readonly string[]
  /** two-sided level in (0, 1); the interval has level 1 - alpha */
  readonly alpha: number
  /** default two-sided */
  readonly alternative?: Alternative
  /** how many assignments are drawn where there are too many to count; default 19,999 */
  readonly draws?: number
  /** whole number; the same seed draws the same assignments; default 1 */
  readonly seed?: number
}

export interface PermutationTestResult {
  /** mean of treatment minus mean of control, over all units */
  readonly difference: number
  /** number of ways in which the assignment could have fallen; Infinity beyond the doubles */
  readonly arrangements: number
  /** exact, or (1 + as extreme draws) / (1 + draws), which is never 0 and keeps the level as the exact one does */
  readonly p: number
  /** number of assignments drawn beside the observed one; null where every one was counted */
  readonly draws: number | null
  /** standard error of p, from drawing rather than counting; null where every arrangement was counted */
  readonly monteCarloStandardError: number | null
  /** -Infinity where too few arrangements exist, or were drawn, for a limit */
  readonly ciLower: number
  readonly ciUpper: number
}

const MOST_COUNTED = 200_000
const DRAWS = 19_999
const FEWEST_DRAWS = 99
const MOST_DRAWS = 1_000_000
const MOST_VALUES = 100_000
const MOST_PICKED = 40_000_000
/** Differences closer than this share of the spread are equal up to rounding. */
const SAME = 1e-10

/**
 * Permutation test of few units: how often would chance alone, in the same kind of assignment, have produced a
 * difference as great as the observed one? The interval holds all constant effects that this test would not refuse.
 *
 * Up to 200,000 arrangements every one is counted. Beyond, assignments are drawn evenly, each pair or stratum within
 * itself, and the observed one is counted among them; that p is valid for any number of draws, and its own standard
 * error says how far it may lie from the exact one. Exchanged arms draw the same splits.
 *
 * Taking an effect away from the treated values moves the observed difference and that of an arrangement in straight
 * lines, so each arrangement is as extreme as the observed one on an interval of effects around the estimate; p and
 * both limits are read from the ends of these intervals, whether counted or drawn, and therefore always agree.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch` when blocks and values do not match, `zeroVariance` when all
 *   values are equal, `invalidParameter` below 99 draws or for a seed that is not whole, `tooLarge` beyond 100,000
 *   values, 1,000,000 draws, or draws that pick more than 40,000,000 values (2,000 in the smaller arm by default),
 *   `nonFinite` when the values lie too far apart for doubles
 *
 * Accuracy: a counted p is exact, a drawn one has the standard error that comes with it; limits are values that change
 * the count, exact up to rounding.
 * Source: R. A. Fisher, The Design of Experiments (1935), section 21; E. J. G. Pitman, JRSS Supplement 4 (1937),
 * 119-130; for the draws M. Dwass, Annals of Mathematical Statistics 28 (1957), 181-187; B. Phipson, G. K. Smyth,
 * Statistical Applications in Genetics and Molecular Biology 9 (2010), article 39.
 */
export function permutationTest(input: PermutationTestInput): PermutationTestResult {
  const { treatment, control, alpha, alternative = 'two-sided', draws = DRAWS, seed = 1 } = input
  requireAllFinite(treatment)
  requireAllFinite(control)
  requireFinite(draws, seed)
  requireAlpha(alpha)
  requireAlternative(alternative)
  if (treatment.length === 0 || control.length === 0) throw new NotEstimable('emptyArm')
  requireBlocks(input)
  if (!Number.isInteger(draws) || draws < FEWEST_DRAWS) {
    throw new NotEstimable('invalidParameter', 'There are too few draws for a p-value.')
  }
  const random = seededRandom(seed, 'permutationTest')
  if (treatment.length + control.length > MOST_VALUES || draws > MOST_DRAWS) throw new NotEstimable('tooLarge')
  const { mean, m2 } = momentsOf([...treatment, ...control])
  if (m2 === 0) throw new NotEstimable('zeroVariance')
  const blocks = centredBlocks(input, finite(mean))
  const sizes = blocks.map(block => {
    const treated = block.filter(unit => unit.treated).length
    return { treatment: treated, control: block.length - treated }
  })
  const { arrangements } = smallestAttainableP({ blocks: sizes })
  const counted = arrangements <= MOST_COUNTED
  const picked = sizes.reduce((sum, size) => sum + Math.min(size.treatment, size.control), 0)
  if (!counted && picked * draws > MOST_PICKED) throw new NotEstimable('tooLarge')

  const difference = finite(meanDifferenceOf(momentsOf(treatment), momentsOf(control)))
  const considered = counted ? everyArrangement(blocks) : drawnArrangements(blocks, draws, random)
  const { lower, upper } = effectsAsExtreme(blocks.flat(), considered, mean, alternative)
  const n = lower.length
  let asExtreme = 0
  for (let i = 0; i < n; i++) if ((lower[i] ?? 1) <= 0 && (upper[i] ?? -1) >= 0) asExtreme++
  const refused = mostRefused(alpha, n)
  const p = asExtreme / n
  return {
    difference,
    arrangements,
    p,
    draws: counted ? null : draws,
    monteCarloStandardError: counted ? null : Math.sqrt((p * (1 - p)) / draws),
    ciLower: alternative === 'less' ? -Infinity : nthSmallest(lower, refused),
    ciUpper: alternative === 'greater' ? Infinity : nthSmallest(upper, n - 1 - refused),
  }
}

function requireBlocks({ treatment, control, treatmentBlocks, controlBlocks }: PermutationTestInput): void {
  if ((treatmentBlocks === undefined) !== (controlBlocks === undefined)) throw new NotEstimable('lengthMismatch')
  if (treatmentBlocks && treatmentBlocks.length !== treatment.length) throw new NotEstimable('lengthMismatch')
  if (controlBlocks && controlBlocks.length !== control.length) throw new NotEstimable('lengthMismatch')
}

/** The units of each block, in the order of the names of the blocks, as deviations from the centre. */
function centredBlocks(input: PermutationTestInput, centre: number): Unit[][] {
  const blocks = new Map<string, Unit[]>()
  const add = (values: readonly number[], labels: readonly string[] | undefined, treated: boolean) => {
    values.forEach((value, i) => {
      const label = labels?.[i] ?? ''
      const block = blocks.get(label) ?? []
      block.push({ value: value - centre, treated })
      blocks.set(label, block)
    })
  }
  add(input.treatment, input.treatmentBlocks, true)
  add(input.control, input.controlBlocks, false)
  return [...blocks].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, block]) => block)
}

/** For each arrangement the effects, from lower to upper, under which it is as extreme as the observed assignment. */
function effectsAsExtreme(
  units: readonly Unit[],
  { sums, kept }: Arrangements,
  centre: number,
  alternative: Alternative,
): { lower: Float64Array; upper: Float64Array } {
  const treated = units.filter(unit => unit.treated)
  const nTreatment = treated.length
  const nControl = units.length - nTreatment
  const sumOf = (some: readonly Unit[]) => some.reduce((sum, { value }) => sum + value, 0)
  const total = sumOf(units)
  const meanDifference = (sum: number) => sum / nTreatment - (total - sum) / nControl
  const observed = meanDifference(sumOf(treated))
  const spread = units.reduce((most, { value }) => Math.max(most, Math.abs(value)), 0)
  const rounding = Math.max(SAME * spread, 4 * Number.EPSILON * Math.abs(centre))

  const lower = new Float64Array(sums.length)
  const upper = new Float64Array(sums.length)
  for (let i = 0; i < sums.length; i++) {
    const arranged = meanDifference(sums[i] ?? 0)
    // An effect d moves the observed difference to observed - d, that of the arrangement to arranged - slope d.
    const swapped = nTreatment - (kept[i] ?? 0)
    const oneMinusSlope = swapped / nTreatment + swapped / nControl
    const onePlusSlope = (2 * nTreatment * nControl - swapped * (nTreatment + nControl)) / (nTreatment * nControl)
    const gap = observed - arranged
    // Where a slope is 0 the two never part: as extreme under every effect.
    const parts = oneMinusSlope !== 0
    const same = Math.abs(gap) <= rounding ? 0 : gap / oneMinusSlope
    if (alternative === 'two-sided') {
      const sum = observed + arranged
      const mirrored = Math.abs(sum) <= rounding ? 0 : sum / onePlusSlope
      const everywhere = !parts || onePlusSlope === 0
      lower[i] = everywhere ? -Infinity : Math.min(same, mirrored)
      upper[i] = everywhere ? Infinity : Math.max(same, mirrored)
    } else {
      lower[i] = alternative === 'greater' && parts ? same : -Infinity
      upper[i] = alternative === 'less' && parts ? same : Infinity
    }
  }
  return { lower, upper }
}

/** The greatest number of arrangements whose share is at most alpha, compared as p itself is. */
function mostRefused(alpha: number, arrangements: number): number {
  let count = Math.floor(alpha * arrangements)
  while (count / arrangements > alpha) count--
  while ((count + 1) / arrangements <= alpha) count++
  return count
}
