/** The word that goes with the number; `many` where an s is not enough. The interface is in English. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return value === 1 ? one : many
}

/** "1 pilot", "4 pilots", "3 entries". */
export const counted = (value: number, one: string, many?: string): string => `${value} ${plural(value, one, many)}`
