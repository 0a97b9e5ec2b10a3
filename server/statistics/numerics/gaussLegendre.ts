/** Points and weights of a quadrature rule on -1 to 1. */
export interface Rule {
  readonly nodes: readonly number[]
  readonly weights: readonly number[]
}

/**
 * The Gauss-Legendre rule of `count` points, exact for polynomials up to degree 2 count - 1. Its points are the zeros
 * of the Legendre polynomial, found by Newton's method.
 *
 * Source: P. J. Davis, P. Rabinowitz, Methods of Numerical Integration (1984), section 2.7.
 */
export function gaussLegendre(count: number): Rule {
  const nodes: number[] = []
  const weights: number[] = []
  for (let i = 0; i < count; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 8; step++) {
      const at = legendre(count, x)
      slope = at.slope
      x -= at.value / slope
    }
    slope = legendre(count, x).slope
    nodes.push(x)
    weights.push(2 / ((1 - x * x) * slope * slope))
  }
  return { nodes, weights }
}

function legendre(degree: number, x: number): { value: number; slope: number } {
  let before = 1
  let value = x
  for (let k = 2; k <= degree; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k]
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) }
}
