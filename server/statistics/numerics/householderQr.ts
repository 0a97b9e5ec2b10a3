import { NotEstimable } from '../notEstimable'

/** A matrix as the product of orthonormal columns and an upper triangle. */
export interface OrthogonalFactors {
  /** k orthonormal columns of length n */
  readonly q: readonly (readonly number[])[]
  /** the triangle by columns: `r[j][i]` stands in row i of column j, for i up to j */
  readonly r: readonly (readonly number[])[]
}

/** A column that keeps less than this share of its length beside the columns before it says nothing of its own. */
const DEPENDENT = 1e-10

/**
 * A = Q R for a matrix given by its columns, by Householder reflections. Every column is scaled to length 1 before it
 * is factored, so that units of very different size do no harm.
 *
 * @throws NotEstimable `collinear` when a column is, up to rounding, a combination of those before it
 *
 * Source: G. H. Golub, C. F. Van Loan, Matrix Computations (1996), section 5.2.1.
 */
export function householderQr(columns: readonly (readonly number[])[]): OrthogonalFactors {
  const n = columns[0]?.length ?? 0
  const k = columns.length
  if (n < k) throw new NotEstimable('collinear')
  const lengths = columns.map(lengthOf)
  if (lengths.some(length => length === 0)) throw new NotEstimable('collinear')
  const work = columns.map((column, j) => Float64Array.from(column, value => value / (lengths[j] as number)))
  const reflectors: Float64Array[] = []
  const r: number[][] = []
  for (let j = 0; j < k; j++) {
    const column = work[j] as Float64Array
    const tail = lengthOf(column.subarray(j))
    if (tail <= DEPENDENT) throw new NotEstimable('collinear')
    const head = column[j] as number
    const diagonal = head > 0 ? -tail : tail
    const reflector = column.slice()
    reflector.fill(0, 0, j)
    reflector[j] = head - diagonal
    const size = lengthOf(reflector)
    for (let i = j; i < n; i++) reflector[i] = (reflector[i] as number) / size
    reflectors.push(reflector)
    for (let later = j + 1; later < k; later++) reflect(work[later] as Float64Array, reflector, j)
    const length = lengths[j] as number
    r.push([...Array.from(column.subarray(0, j), value => value * length), diagonal * length])
  }
  const q = r.map((_, j) => {
    const column = new Float64Array(n)
    column[j] = 1
    for (let i = j; i >= 0; i--) reflect(column, reflectors[i] as Float64Array, i)
    return Array.from(column)
  })
  return { q, r }
}

/** The x with R x = b. */
export function solveUpper(r: OrthogonalFactors['r'], b: readonly number[]): number[] {
  const x = [...b]
  for (let j = r.length - 1; j >= 0; j--) {
    const column = r[j] as readonly number[]
    x[j] = (x[j] as number) / (column[j] as number)
    for (let i = 0; i < j; i++) x[i] = (x[i] as number) - (column[i] as number) * (x[j] as number)
  }
  return x
}

/** The x with R' x = b. */
export function solveLower(r: OrthogonalFactors['r'], b: readonly number[]): number[] {
  const x: number[] = []
  r.forEach((column, j) => {
    let rest = b[j] as number
    for (let i = 0; i < j; i++) rest -= (column[i] as number) * (x[i] as number)
    x.push(rest / (column[j] as number))
  })
  return x
}

/** Euclidean length, without overflow or underflow on the way. */
export function lengthOf(values: ArrayLike<number>): number {
  let largest = 0
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i] as number))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) / largest) ** 2
  return largest * Math.sqrt(sum)
}

function reflect(column: Float64Array, reflector: Float64Array, from: number): void {
  let product = 0
  for (let i = from; i < column.length; i++) product += (column[i] as number) * (reflector[i] as number)
  for (let i = from; i < column.length; i++) {
    column[i] = (column[i] as number) - 2 * product * (reflector[i] as number)
  }
}
