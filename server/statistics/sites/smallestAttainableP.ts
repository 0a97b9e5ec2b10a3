import { type Alternative, requireAlternative, requireCount } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface SmallestAttainablePInput {
  /** units of each arm in each block (pair, stratum); one block when the assignment was not blocked */
  readonly blocks: readonly { readonly treatment: number; readonly control: number }[]
  /** default two-sided */
  readonly alternative?: Alternative
}

export interface SmallestAttainablePResult {
  /** number of ways in which the assignment could have fallen; Infinity beyond the doubles */
  readonly arrangements: number
  readonly p: number
}

/**
 * The smallest p-value that a permutation test can reach with so many units, whatever they will show. Three sites
 * against three can never go below 0.1: the design, not the data, decides.
 *
 * 1 / arrangements, doubled when two-sided and every block has arms of equal size, because the mirrored assignment
 * is then as extreme.
 *
 * @throws NotEstimable `emptyArm` when an arm has no unit at all, `negativeCount`, `nonIntegerCount`
 *
 * Accuracy: that of doubles.
 * Source: as `permutationTest`.
 */
export function smallestAttainableP(input: SmallestAttainablePInput): SmallestAttainablePResult {
  const { blocks, alternative = 'two-sided' } = input
  requireAlternative(alternative)
  requireCount(...blocks.flatMap(block => [block.treatment, block.control]))
  const units = (arm: 'treatment' | 'control') => blocks.reduce((sum, block) => sum + block[arm], 0)
  if (units('treatment') === 0 || units('control') === 0) throw new NotEstimable('emptyArm')
  const arrangements = blocks.reduce((product, { treatment, control }) => product * choose(treatment, control), 1)
  const mirrored = alternative === 'two-sided' && blocks.every(block => block.treatment === block.control)
  return { arrangements, p: Math.min(1, (mirrored ? 2 : 1) / arrangements) }
}

/** Ways to pick `taken` out of taken + left, whole while it fits a double. */
function choose(taken: number, left: number): number {
  const smaller = Math.min(taken, left)
  const larger = Math.max(taken, left)
  let ways = 1
  for (let i = 1; i <= smaller && ways < Infinity; i++) ways = Math.round((ways * (larger + i)) / i)
  return ways
}
