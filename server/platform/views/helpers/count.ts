import { formatHelper } from '../helper'
import { written } from '../formats'
import { pluralOf } from './plural'

/** `{{count customers}}`: "45,489"; with a word, `{{count open "pilot"}}`: "1 pilot", "4 pilots". */
export const count = formatHelper('count', (value, { customs }, one, many) => {
  const amount = written(Number(value), customs.locale, { maximumFractionDigits: 0 })
  return typeof one === 'string' ? `${amount} ${pluralOf(Number(value), one, many)}` : amount
})
