import { finite } from '../inputChecks'
import { type CoMoments, momentsOfX, momentsOfY, NO_CO_MOMENTS } from './coMoments'
import { mergeMoments } from './mergeMoments'
import { meanDifferenceOf } from './moments'

/**
 * Co-moments of all units together, from those of the parts: in any number and order, within 1e-12 relative (of the
 * root of m2X m2Y, for a `cXY` that is small beside it).
 *
 * @throws NotEstimable `nonFinite` when a sum overflows
 *
 * Source: T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37 (1983), 242-247; P. Pebay, Sandia report
 * SAND2008-6212, formula 3.12, for the products.
 */
export function mergeCoMoments(...parts: readonly CoMoments[]): CoMoments {
  return parts.reduce(mergeTwo, NO_CO_MOMENTS)
}

function mergeTwo(a: CoMoments, b: CoMoments): CoMoments {
  if (a.n === 0) return b
  if (b.n === 0) return a
  const x = mergeMoments(momentsOfX(a), momentsOfX(b))
  const y = mergeMoments(momentsOfY(a), momentsOfY(b))
  const gapX = meanDifferenceOf(momentsOfX(b), momentsOfX(a))
  const gapY = meanDifferenceOf(momentsOfY(b), momentsOfY(a))
  return {
    n: x.n, meanX: x.mean, meanY: y.mean, m2X: x.m2, m2Y: y.m2,
    cXY: finite(a.cXY + b.cXY + gapX * gapY * (a.n * (b.n / x.n))),
    meanXRest: x.meanRest ?? 0, meanYRest: y.meanRest ?? 0,
  }
}
