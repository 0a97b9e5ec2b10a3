import { plural as wordFor } from '../../plural'
import { formatHelper } from '../helper'

/** `{{plural n "rater"}}`: the word alone; `{{plural n "entry" "entries"}}` where an s is not enough. */
export const plural = formatHelper('plural', (value, _call, one, many) => pluralOf(Number(value), String(one), many))

/** The same for what a template may have left out. */
export const pluralOf = (value: number, one: string, many: unknown): string =>
  wordFor(value, one, typeof many === 'string' ? many : undefined)
