import { plural } from '../platform/plural'

/** How numbers, money and days are written inside sentences that are kept, such as the evidence of a criterion. */
export interface Wording {
  number(value: number): string
  /** "1 week", "1,630 weeks"; `many` where an s is not enough. */
  counted(value: number, one: string, many?: string): string
  /** A share as percent. */
  percent(share: number): string
  money(cents: number): string
  /** A calendar day (`2026-11-04`) or a moment. */
  day(value: string | Date): string
}

const kept = new Map<string, Wording>()

/** The customs of one program as a wording; the formats behind it are slow to make, so each is made once. */
export function wordingOf({
  locale,
  currency,
  timeZone,
}: {
  locale: string
  currency: string
  timeZone: string
}): Wording {
  const key = [locale, currency, timeZone].join(' ')
  const known = kept.get(key)
  if (known) return known
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' })
  const days = (zone: string) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone })
  const [plainDays, moments] = [days('UTC'), days(timeZone)]
  const wording: Wording = {
    number: value => numbers.format(value),
    counted: (value, one, many) => `${numbers.format(value)} ${plural(value, one, many)}`,
    percent: share => percents.format(share),
    money: cents => money.format(cents / 100),
    day: value => (typeof value === 'string' ? plainDays.format(new Date(value)) : moments.format(value)),
  }
  kept.set(key, wording)
  return wording
}
