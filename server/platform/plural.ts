/** The word that goes with the number; `many` where an s is not enough. The interface is in English. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return value === 1 ? one : many
}

/** "1 pilot", "4 pilots", "3 entries". */
export const counted = (value: number, one: string, many?: string): string => `${value} ${plural(value, one, many)}`

const COUNTED_UNITS =
  /^(percentage point|point|step|second|minute|hour|day|week|month|year|cent|euro|dollar|pound|franc|kilometre|mile|time|call|contact|visit|message|order|return|customer|case|ticket|item|page|click|session|error|question|complaint)s\b/i

/** A unit as it stands after a number: "minutes", but "minute" after 1 or −1. Units that people made up stay as they are. */
export const unitAfter = (value: number, unit: string): string => (Math.abs(value) === 1 ? unit.replace(COUNTED_UNITS, '$1') : unit)
