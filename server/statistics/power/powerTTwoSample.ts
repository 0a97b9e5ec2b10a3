import { powerT, type PowerTInput, type PowerTResult } from './powerT'

/**
 * Power of the two-sample t test with `n` units in each arm, df = 2n - 2: the chance of a significant result, the
 * sample size for a wanted chance, or the smallest true difference that is found with it.
 *
 * @returns power, n per arm (fractional, and rounded up as `nCeil`) and delta, in the unit of sd
 * @throws NotEstimable `tooFewObservations` below two per arm, `invalidPower`, `zeroEffect` when there is nothing to
 *   detect, `infeasible` when n is asked for an effect against the alternative, `negativeSd`, `zeroVariance` when sd is
 *   0, `tooLarge` when no reachable n suffices
 *
 * Accuracy: relative 1e-8 against R 4.2.2 (power.t.test, type = "two.sample").
 * Source: J. Cohen, Statistical Power Analysis (1988), chapter 2, with the exact noncentral t.
 */
export function powerTTwoSample(input: PowerTInput): PowerTResult {
  return powerT(input, { df: n => 2 * n - 2, precision: n => Math.sqrt(n / 2) })
}
