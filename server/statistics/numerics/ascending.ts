/** The values in ascending order, the list itself left as it is. */
export function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort()
}
