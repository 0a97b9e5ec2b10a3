/** What was typed into a form that is shown again. */
export type Typed = Readonly<Record<string, unknown>>

/** The keys that a list of boxes, or a link with commas, names. */
export function typedKeys(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter(each => typeof each === 'string')
  return typeof value === 'string' ? value.split(',') : []
}
