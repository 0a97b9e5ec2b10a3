import type { Criterion } from '../../../server/pilots/criterion.rules'
import { wordingOf } from '../../../server/pilots/wording'

/** How the tests of the gates read criteria. */
export const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })

export const unmetKeys = (criteria: readonly Criterion[]): string[] =>
  criteria.filter(({ met }) => !met).map(({ key }) => key)

export const evidenceOf = (criteria: readonly Criterion[], key: string): string =>
  criteria.find(criterion => criterion.key === key)?.evidence ?? ''
