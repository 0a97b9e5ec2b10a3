/** Nested values under the names that a form gives them: `rows[0][name]`. Empty lists send nothing. */
export function formFields(nested: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(nested).flatMap(([name, value]) => named(name, value)))
}

function named(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return []
  if (typeof value === 'string' || typeof value === 'number') return [[name, `${value}`]]
  return Object.entries(value).flatMap(([key, inner]) => named(`${name}[${key}]`, inner))
}
