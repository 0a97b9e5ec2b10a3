const texts = new WeakMap<object, Readonly<Record<string, unknown>>>()

/** Keeps what an input was read from, for as long as the input lives. */
export function rememberTyped(input: object, body: object): void {
  texts.set(input, body as Record<string, unknown>)
}

/**
 * A field as it was typed, for a rule that has to know how a number was written and learns only later what it measures.
 * Null where it came as a number, or was never read from a form or body.
 */
export function textTyped(input: object, field: string): string | null {
  const text = texts.get(input)?.[field]
  return typeof text === 'string' ? text : null
}
