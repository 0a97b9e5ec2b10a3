import { Conflict, Invalid } from '../platform/errors'
import type { Program } from './program.entity'
import type { ProgramInput } from './program.input'

/** What a lead sets; the rest of a program is made by itself. */
export type ProgramSettings = Pick<
  Program,
  'name' | 'vision' | 'currency' | 'timeZone' | 'locale' | 'discountRate' | 'horizonYears' | 'evidenceBar' | 'ratersNeeded'
>

/** What a new program starts from where nobody said otherwise. */
export const USUAL_SETTINGS = {
  currency: 'EUR',
  timeZone: 'UTC',
  locale: 'en-GB',
  discountRatePercent: 8,
  horizonYears: 3,
  evidenceBar: 3,
  ratersNeeded: 3,
} as const

/** The settings in the words of the form. */
export const SETTINGS_WORDS: Readonly<Record<keyof ProgramSettings, string>> = {
  name: 'Name',
  vision: 'Vision',
  currency: 'Currency',
  timeZone: 'Time zone',
  locale: 'Numbers and dates',
  discountRate: 'Discount rate',
  horizonYears: 'Horizon in years',
  evidenceBar: 'Bar for evidence',
  ratersNeeded: 'Raters needed',
}

export function settingsOf({ discountRatePercent, ...input }: ProgramInput): ProgramSettings {
  const { name, vision, currency, timeZone, locale, horizonYears, evidenceBar, ratersNeeded } = input
  const discountRate = asShare(discountRatePercent)
  return { name, vision, currency, timeZone, locale, discountRate, horizonYears, evidenceBar, ratersNeeded }
}

/** 8 percent as 0.08, without the noise of a binary division. */
export function asShare(percent: number): number {
  return Number((percent / 100).toPrecision(15))
}

/** 0.08 as 8 percent. */
export function asPercent(share: number): number {
  return Number((share * 100).toPrecision(15))
}

/** Amounts are kept without a currency of their own, so a new one would change what they mean. */
export function checkCurrency(present: string, wanted: string, hasAmounts: boolean): void {
  if (wanted === present || !hasAmounts) return
  throw new Invalid({ currency: `Amounts are recorded in ${present} already, so the currency can no longer change.` })
}

/** A second press of the button must not make a second program. */
export function checkNewName(name: string, isTaken: boolean): void {
  if (isTaken) throw new Conflict(`There is a program called “${name}” already. Choose another name if you want a second one.`)
}
