/** The word that goes with the number; `many` where an s is not enough. The interface is in English. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return value === 1 ? one : many
}

/** "1 pilot", "4 pilots", "3 entries". */
export const counted = (value: number, one: string, many?: string): string => `${value} ${plural(value, one, many)}`

const COUNTED_UNITS = /^(second|minute|hour|day|week|month|year|point|step|time|call|contact|visit|message|order|customer|cent|euro)s\b/i

/** A unit as it stands after a number: "minutes", but "minute" after 1. Units that people made up stay as they are. */
export const unitAfter = (value: number, unit: string): string => (value === 1 ? unit.replace(COUNTED_UNITS, '$1') : unit)
