import { formatHelper } from '../helper'

/** `{{plural n "rater"}}`: the word alone; `{{plural n "entry" "entries"}}` where an s is not enough. */
export const plural = formatHelper('plural', (value, _call, one, many) => pluralOf(Number(value), String(one), many))

/** The word that goes with the number. The interface is in English. */
export function pluralOf(value: number, one: string, many: unknown): string {
  if (value === 1) return one
  return typeof many === 'string' ? many : `${one}s`
}
