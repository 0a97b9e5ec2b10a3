import { NotEstimable } from '../notEstimable'
import { findRoot } from '../numerics/findRoot'

/** Steps of the search for sign changes of the score, from far below the smallest variance to beyond the spread. */
const STEPS = 100
const MOST_DOUBLINGS = 200

/**
 * The variance between studies that maximises the restricted likelihood of a random-effects model, at least 0.
 *
 * The score is followed from 0 over all scales of variance on which it can change its sign; of all maxima, 0 among
 * them, the one with the greatest likelihood is returned, to the last digits.
 *
 * @throws NotEstimable `noConvergence` when the score does not turn negative
 *
 * Source: W. Viechtbauer, Journal of Educational and Behavioral Statistics 30 (2005), 261-293, section on REML.
 */
export function restrictedLikelihoodVariance(effects: readonly number[], variances: readonly number[]): number {
  const origin = effects[0] ?? 0
  const shifted = effects.map(y => y - origin)
  const spread = Math.max(...bounds(shifted)) - Math.min(...bounds(shifted))
  if (spread === 0) return 0
  // In units of the spread, so that neither squares nor logarithms overflow.
  const y = shifted.map(value => value / spread)
  const v = variances.map(variance => variance / spread / spread)
  if (v.some(variance => variance === 0 || !Number.isFinite(variance))) throw new NotEstimable('noConvergence')
  const score = (tau2: number): number => at(y, v, tau2).score

  let highest = 1
  for (let i = 0; score(highest) > 0; i++) {
    if (i === MOST_DOUBLINGS) throw new NotEstimable('noConvergence')
    highest *= 2
  }
  const lowest = Math.min(highest, Math.min(...bounds(v))) * 1e-10
  const ratio = Math.exp(Math.log(highest / lowest) / STEPS)
  const maxima = [0]
  let from = 0
  let fromScore = score(0)
  for (let i = 0; i <= STEPS; i++) {
    const to = i === STEPS ? highest : lowest * ratio ** i
    const toScore = score(to)
    if (fromScore > 0 && toScore <= 0) maxima.push(findRoot(score, from, to))
    from = to
    fromScore = toScore
  }
  const likelihoods = maxima.map(tau2 => at(y, v, tau2).likelihood)
  const best = maxima[likelihoods.indexOf(Math.max(...likelihoods))] ?? 0
  return best * spread * spread
}

/** Smallest and greatest value; for lists too long to spread into arguments. */
function bounds(values: readonly number[]): [number, number] {
  let least = Infinity
  let most = -Infinity
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  return [least, most]
}

/** Restricted log-likelihood, up to a constant, and twice its slope in tau2. */
function at(y: readonly number[], v: readonly number[], tau2: number): { likelihood: number; score: number } {
  let total = 0
  let squares = 0
  let weighted = 0
  let logs = 0
  for (let i = 0; i < y.length; i++) {
    const variance = (v[i] ?? 0) + tau2
    total += 1 / variance
    squares += 1 / variance / variance
    weighted += (y[i] ?? 0) / variance
    logs += Math.log(variance)
  }
  const mean = weighted / total
  let fit = 0
  let pull = 0
  for (let i = 0; i < y.length; i++) {
    const variance = (v[i] ?? 0) + tau2
    const gap = ((y[i] ?? 0) - mean) ** 2 / variance
    fit += gap
    pull += gap / variance
  }
  return { likelihood: -(logs + Math.log(total) + fit) / 2, score: pull - total + squares / total }
}
