import { type Alternative, requireAllFinite, requireAlpha, requireAlternative } from '../inputChecks'
import { meanDifferenceOf, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { nthSmallest } from '../numerics/nthSmallest'
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
}

export interface PermutationTestResult {
  /** mean of treatment minus mean of control, over all units */
  readonly difference: number
  /** number of ways in which the assignment could have fallen */
  readonly arrangements: number
  readonly p: number
  /** -Infinity where too few arrangements exist for a limit */
  readonly ciLower: number
  readonly ciUpper: number
}

const MOST_ARRANGEMENTS = 3_000_000
/** Differences closer than this share of the spread are equal up to rounding. */
const SAME = 1e-10

interface Unit {
  readonly value: number
  readonly treated: boolean
}

/** Every arrangement: sum of the values that it treats, and how many of those were treated in truth. */
interface Arrangements {
  readonly sums: Float64Array
  readonly kept: Int32Array
}

/**
 * Exact permutation test of few units: how often would chance alone, in the same kind of assignment, have produced a
 * difference as great as the observed one? The interval holds all constant effects that this test would not refuse.
 *
 * Every arrangement is counted. Taking an effect away from the treated values moves the observed difference and that of
 * an arrangement in straight lines, so each arrangement is as extreme as the observed one on an interval of effects
 * around the estimate; p and both limits are read from the ends of these intervals and therefore always agree.
 *
 * @throws NotEstimable `emptyArm`, `lengthMismatch` when blocks and values do not match, `zeroVariance` when all
 *   values are equal, `tooLarge` beyond 3,000,000 arrangements
 *
 * Source: R. A. Fisher, The Design of Experiments (1935), section 21; E. J. G. Pitman, JRSS Supplement 4 (1937),
 * 119-130.
 */
export function permutationTest(input: PermutationTestInput): PermutationTestResult {
  const { treatment, control, alpha, alternative = 'two-sided' } = input
  requireAllFinite(treatment)
  requireAllFinite(control)
  requireAlpha(alpha)
  requireAlternative(alternative)
  if (treatment.length === 0 || control.length === 0) throw new NotEstimable('emptyArm')
  const blocks = blocksOf(input)
  const all = momentsOf([...treatment, ...control])
  if (all.m2 === 0) throw new NotEstimable('zeroVariance')
  const sizes = blocks.map(block => ({
    treatment: block.filter(unit => unit.treated).length,
    control: block.filter(unit => !unit.treated).length,
  }))
  const { arrangements } = smallestAttainableP({ blocks: sizes })
  if (arrangements > MOST_ARRANGEMENTS) throw new NotEstimable('tooLarge')

  const difference = meanDifferenceOf(momentsOf(treatment), momentsOf(control))
  const { lower, upper } = effectsAsExtreme(blocks, all.mean, treatment.length, control.length, alternative)
  let asExtreme = 0
  for (let i = 0; i < arrangements; i++) if ((lower[i] ?? 1) <= 0 && (upper[i] ?? -1) >= 0) asExtreme++
  const refused = mostRefused(alpha, arrangements)
  return {
    difference,
    arrangements,
    p: asExtreme / arrangements,
    ciLower: alternative === 'less' ? -Infinity : nthSmallest(lower, refused),
    ciUpper: alternative === 'greater' ? Infinity : nthSmallest(upper, arrangements - 1 - refused),
  }
}

function blocksOf({ treatment, control, treatmentBlocks, controlBlocks }: PermutationTestInput): Unit[][] {
  const labels = { treatment: treatmentBlocks, control: controlBlocks }
  if ((treatmentBlocks === undefined) !== (controlBlocks === undefined)) throw new NotEstimable('lengthMismatch')
  if (treatmentBlocks && treatmentBlocks.length !== treatment.length) throw new NotEstimable('lengthMismatch')
  if (controlBlocks && controlBlocks.length !== control.length) throw new NotEstimable('lengthMismatch')
  const blocks = new Map<string, Unit[]>()
  const add = (values: readonly number[], arm: 'treatment' | 'control') => {
    values.forEach((value, i) => {
      const label = labels[arm]?.[i] ?? ''
      blocks.set(label, [...(blocks.get(label) ?? []), { value, treated: arm === 'treatment' }])
    })
  }
  add(treatment, 'treatment')
  add(control, 'control')
  return [...blocks.values()]
}

/** For each arrangement the effects, from lower to upper, under which it is as extreme as the observed assignment. */
function effectsAsExtreme(
  blocks: readonly Unit[][],
  centre: number,
  nTreatment: number,
  nControl: number,
  alternative: Alternative,
): { lower: Float64Array; upper: Float64Array } {
  const units = blocks.flat().map(({ value, treated }) => ({ value: value - centre, treated }))
  const total = units.reduce((sum, { value }) => sum + value, 0)
  const meanDifference = (sum: number) => sum / nTreatment - (total - sum) / nControl
  const observed = meanDifference(units.reduce((sum, { value, treated }) => sum + (treated ? value : 0), 0))
  const spread = Math.max(...units.map(({ value }) => Math.abs(value)))
  const rounding = Math.max(SAME * spread, 4 * Number.EPSILON * Math.abs(centre))
  const { sums, kept } = arrangementsOf(blocks, centre)

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

function arrangementsOf(blocks: readonly Unit[][], centre: number): Arrangements {
  return blocks.reduce<Arrangements>(
    (all, block) => {
      const own = choicesOf(block, centre)
      const sums = new Float64Array(all.sums.length * own.sums.length)
      const kept = new Int32Array(sums.length)
      for (let i = 0, at = 0; i < all.sums.length; i++) {
        for (let j = 0; j < own.sums.length; j++, at++) {
          sums[at] = (all.sums[i] ?? 0) + (own.sums[j] ?? 0)
          kept[at] = (all.kept[i] ?? 0) + (own.kept[j] ?? 0)
        }
      }
      return { sums, kept }
    },
    { sums: Float64Array.of(0), kept: Int32Array.of(0) },
  )
}

/** All ways to treat as many units of one block as were treated in truth. */
function choicesOf(block: readonly Unit[], centre: number): Arrangements {
  const values = Float64Array.from(block, unit => unit.value - centre)
  const treated = Int32Array.from(block, unit => (unit.treated ? 1 : 0))
  const nTreated = treated.reduce((sum, one) => sum + one, 0)
  const { arrangements } = smallestAttainableP({ blocks: [{ treatment: nTreated, control: block.length - nTreated }] })
  const sums = new Float64Array(arrangements)
  const kept = new Int32Array(arrangements)
  let at = 0
  const choose = (from: number, left: number, sum: number, same: number): void => {
    if (left === 0) {
      sums[at] = sum
      kept[at++] = same
      return
    }
    for (let i = from; i <= values.length - left; i++) {
      choose(i + 1, left - 1, sum + (values[i] ?? 0), same + (treated[i] ?? 0))
    }
  }
  choose(0, nTreated, 0, 0)
  return { sums, kept }
}

/** The greatest number of arrangements whose share is at most alpha, compared as p itself is. */
function mostRefused(alpha: number, arrangements: number): number {
  let count = Math.floor(alpha * arrangements)
  while (count / arrangements > alpha) count--
  while ((count + 1) / arrangements <= alpha) count++
  return count
}
