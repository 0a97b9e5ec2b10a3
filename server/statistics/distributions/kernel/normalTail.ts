/*
 * The standard normal upper tail from the rational approximations of the error function.
 * Source: W. J. Cody, Math. Comp. 23 (1969), 631-637; as arranged for the normal distribution in ACM TOMS 19 (1993),
 * 22-32.
 */
const CENTRE = 0.67448975
const MIDDLE = Math.sqrt(32)
const ONE_OVER_ROOT_2PI = 0.3989422804014327

const A = [2.2352520354606839287, 161.02823106855587881, 1067.6894854603709582, 18154.981253343561249]
const A_LAST = 0.065682337918207449113
const B = [47.20258190468824187, 976.09855173777669322, 10260.932208618978205, 45507.789335026729956]
const C = [
  0.39894151208813466764, 8.8831497943883759412, 93.506656132177855979, 597.27027639480026226,
  2494.5375852903726711, 6848.1904505362823326, 11602.651437647350124, 9842.7148383839780218,
]
const C_LAST = 1.0765576773720192317e-8
const D = [
  22.266688044328115691, 235.38790178262499861, 1519.377599407554805, 6485.558298266760755,
  18615.571640885098091, 34900.952721145977266, 38912.003286093271411, 19685.429676859990727,
]
const P = [
  0.21589853405795699, 0.1274011611602473639, 0.022235277870649807, 0.001421619193227893466, 2.9112874951168792e-5,
]
const P_LAST = 0.02307344176494017303
const Q = [
  1.28426009614491121, 0.468238212480865118, 0.0659881378689285515, 0.00378239633202758244, 7.29751555083966205e-5,
]

/** (first t^k + n[0] t^(k-1) + ... ) / (t^k + d[0] t^(k-1) + ...), k terms in each list */
function ratio(t: number, first: number, numerator: readonly number[], denominator: readonly number[]): number {
  let above = first
  let below = 1
  for (let i = 0; i < numerator.length; i++) {
    above = above * t + (numerator[i] ?? 0)
    below = below * t + (denominator[i] ?? 0)
  }
  return above / below
}

/** Phi(x) - 1/2 for |x| <= 0.67, relative error 1e-16. */
function centralArea(x: number): number {
  return x * ratio(x * x, A_LAST, A, B)
}

/** (1 - Phi(x)) / exp(-x^2 / 2) for x above 0.67. */
function millsShare(x: number): number {
  if (x <= MIDDLE) return ratio(x, C_LAST, C, D)
  const s = 1 / (x * x)
  return (ONE_OVER_ROOT_2PI - s * ratio(s, P_LAST, P, Q)) / x
}

/** exp(-x^2 / 2), with x^2 split so that its rounding does not reach the result. */
function bell(x: number): number {
  const head = Math.trunc(x * 16) / 16
  return Math.exp((-head * head) / 2) * Math.exp((-(x - head) * (x + head)) / 2)
}

/** 1 - Phi(x) for any x, relative error about 1e-15 down to the smallest double. */
export function normalTail(x: number): number {
  if (Math.abs(x) <= CENTRE) return 0.5 - centralArea(x)
  if (x < 0) return 1 - normalTail(-x)
  if (x > 40) return 0
  return bell(x) * millsShare(x)
}

/** log(1 - Phi(x)), also where the tail itself is too small for a double. */
export function logNormalTail(x: number): number {
  if (x <= CENTRE) return x < -CENTRE ? Math.log1p(-normalTail(-x)) : Math.log(normalTail(x))
  return (-x * x) / 2 + Math.log(millsShare(x))
}
