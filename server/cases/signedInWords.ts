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
export function signedInWords({ signedCents, proposedCents, spoken, lines }: SignedMoney, money: (cents: number) => string): string | null {
  if (lines === 0 || signedCents === null || proposedCents === null) return null
  if (proposedCents >= 0 && signedCents >= 0) return `Finance has signed ${money(signedCents)} of ${money(proposedCents)} of benefits a year.`
  if (proposedCents >= 0) return `The benefit lines add up to ${money(proposedCents)} a year; those that finance has signed lose ${money(-signedCents)}.`
  const loss = `The benefit lines lose ${money(-proposedCents)} a year`
  if (spoken === 0) return `${loss}; finance has not spoken yet.`
  if (spoken === lines && signedCents === proposedCents) return `${loss}; finance has signed that.`
  return signedCents <= 0 ? `${loss}; finance has signed a loss of ${money(-signedCents)}.` : `${loss}; those that finance has signed bring ${money(signedCents)}.`
}
