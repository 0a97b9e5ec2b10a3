/** How finance stands to the benefit lines of a case; cents of a full year, null while a line has no likely amount. */
export interface SignedMoney {
  readonly signedCents: number | null
  readonly proposedCents: number | null
  /** Benefit lines on which finance has spoken. */
  readonly spoken: number
  readonly lines: number
}

/**
 * What finance has signed, in a sentence; null while there is nothing to sign, or its amount is not known. A change that
 * does harm turns its benefit lines into losses; then the words say who lost what, because "−€11k of −€11k" would read like
 * a debt that was paid.
 */
export function signedInWords(of: SignedMoney, money: (cents: number) => string): string | null {
  const { signedCents: signed, proposedCents: proposed, spoken, lines } = of
  if (lines === 0 || signed === null || proposed === null) return null
  if (proposed >= 0 && signed >= 0) return `Finance has signed ${money(signed)} of ${money(proposed)} of benefits a year.`
  if (proposed >= 0) {
    return `The benefit lines add up to ${money(proposed)} a year; those that finance has signed lose ${money(-signed)}.`
  }
  const loss = `The benefit lines lose ${money(-proposed)} a year`
  if (spoken === 0) return `${loss}; finance has not spoken yet.`
  if (spoken === lines && signed === proposed) return `${loss}; finance has signed that.`
  return signed <= 0
    ? `${loss}; finance has signed a loss of ${money(-signed)}.`
    : `${loss}; those that finance has signed bring ${money(signed)}.`
}
