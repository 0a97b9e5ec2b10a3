/** Name of a cluster, as the data have it. */
export type ClusterLabel = number | string

/** Which cluster each row belongs to, counted from 0 in the order of first appearance. */
export interface ClusterIndex {
  readonly of: Int32Array
  readonly count: number
}

export function clusterIndex(labels: readonly ClusterLabel[]): ClusterIndex {
  const numbers = new Map<ClusterLabel, number>()
  const of = Int32Array.from(labels, label => {
    const known = numbers.get(label)
    if (known !== undefined) return known
    numbers.set(label, numbers.size)
    return numbers.size - 1
  })
  return { of, count: numbers.size }
}

/** Sum of the values of each cluster, compensated, so that what cancels inside a cluster cancels to the last bits. */
export function clusterSums(values: readonly number[], { of, count }: ClusterIndex): number[] {
  const sums = new Float64Array(count)
  const lost = new Float64Array(count)
  values.forEach((value, i) => {
    const cluster = of[i] as number
    const before = sums[cluster] as number
    const after = before + value
    const part = after - before
    sums[cluster] = after
    lost[cluster] = (lost[cluster] as number) + (before - (after - part)) + (value - part)
  })
  return Array.from(sums, (sum, cluster) => sum + (lost[cluster] as number))
}
