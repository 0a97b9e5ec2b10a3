import { powerT, type PowerTInput, type PowerTResult } from './powerT'

/**
 * Power of the paired t test with `n` pairs, df = n - 1. `sd` is the standard deviation of the differences within
 * pairs, not of the values.
 *
 * @throws NotEstimable `tooFewObservations` below two pairs, `invalidPower`, `zeroEffect` when there is nothing to
 *   detect, `infeasible` when n is asked for an effect against the alternative, `negativeSd`, `zeroVariance` when sd is
 *   0, `tooLarge` when no reachable n suffices
 *
 * Accuracy: relative 1e-8 against R 4.2.2 (power.t.test, type = "paired").
 * Source: J. Cohen, Statistical Power Analysis (1988), chapter 2, with the exact noncentral t.
 */
export function powerTPaired(input: PowerTInput): PowerTResult {
  return powerT(input, { df: n => n - 1, precision: n => Math.sqrt(n) })
}
