import { requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

/** Units of one arm: element i of both lists is the same unit. */
export interface PrePostArm {
  readonly pre: readonly number[]
  readonly post: readonly number[]
}

export interface PrePostInput {
  readonly treatment: PrePostArm
  readonly control: PrePostArm
  /** two-sided level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

/**
 * @throws NotEstimable `nonFinite`, `invalidAlpha`, `emptyArm`, `lengthMismatch`, `tooFewObservations` below two per
 *   arm
 */
export function requirePrePost({ treatment, control, alpha }: PrePostInput): void {
  const arms = [treatment, control]
  for (const arm of arms) {
    requireAllFinite(arm.pre)
    requireAllFinite(arm.post)
  }
  requireAlpha(alpha)
  if (arms.some(arm => Math.max(arm.pre.length, arm.post.length) === 0)) throw new NotEstimable('emptyArm')
  for (const arm of arms) requireSameLength(arm.pre, arm.post)
  if (arms.some(arm => arm.pre.length < 2)) throw new NotEstimable('tooFewObservations')
}
