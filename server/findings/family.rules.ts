/**
 * Holm's adjusted p-values of a declared family, in the order given: small enough at any level alpha exactly when the
 * step-down procedure refuses the hypothesis.
 *
 * Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70; as R `p.adjust(method = "holm")`.
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((p, index) => ({ p, index })).sort((one, other) => one.p - other.p)
  const adjusted = pValues.map(() => 1)
  let running = 0
  order.forEach(({ p, index }, rank) => {
    running = Math.max(running, Math.min(1, (pValues.length - rank) * p))
    adjusted[index] = running
  })
  return adjusted
}
