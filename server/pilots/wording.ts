import { plural } from '../platform/plural'
import { written, writtenMoney } from '../platform/views/formats'
import { pInWords } from '../platform/views/writtenP'

/** How numbers, money and days are written inside sentences that are kept, such as the evidence of a criterion. */
export interface Wording {
  number(value: number): string
  /** "1 week", "1,630 weeks"; `many` where an s is not enough. */
  counted(value: number, one: string, many?: string): string
  /** A share as percent. */
  percent(share: number): string
  /** "p = 0.0016", "p < 0.001"; never rounded over the level that it is judged by. */
  p(value: number, alpha: number): string
  money(cents: number): string
  /** A calendar day (`2026-11-04`) or a moment. */
  day(value: string | Date): string
}

/** The language, the currency and the time zone in which things are told. */
export interface WordingCustoms {
  readonly locale: string
  readonly currency: string
  readonly timeZone: string
}

const kept = new Map<string, Wording>()

/** The customs of one program as a wording; the formats behind it are slow to make, so each is made once. */
export function wordingOf({ locale, currency, timeZone }: WordingCustoms): Wording {
  const key = [locale, currency, timeZone].join(' ')
  const known = kept.get(key)
  if (known) return known
  const days = (zone: string) =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone })
  const [plainDays, moments] = [days('UTC'), days(timeZone)]
  const wording: Wording = {
    number: value => written(value, locale, { maximumFractionDigits: 4 }),
    counted: (value, one, many) => `${written(value, locale, { maximumFractionDigits: 4 })} ${plural(value, one, many)}`,
    percent: share => written(share, locale, { style: 'percent', maximumFractionDigits: 1 }),
    p: (value, alpha) => pInWords(value, locale, alpha),
    money: cents => writtenMoney(cents, { locale, currency }),
    day: value => (typeof value === 'string' ? plainDays.format(new Date(value)) : moments.format(value)),
  }
  kept.set(key, wording)
  return wording
}

/** The same with every digit that is kept, for where usual rounding would hide a difference. */
export function exactWordingOf(customs: WordingCustoms): Wording {
  const { locale, currency } = customs
  const all = { maximumSignificantDigits: 17 }
  const number = (value: number): string => written(value, locale, all)
  return {
    ...wordingOf(customs),
    number,
    counted: (value, one, many) => `${number(value)} ${plural(value, one, many)}`,
    percent: share => written(share, locale, { ...all, style: 'percent' }),
    money: cents => written(cents / 100, locale, { ...all, style: 'currency', currency }),
  }
}
