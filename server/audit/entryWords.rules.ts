/** The details of an entry, one line for each: what changed from what to what, and what else was said. */
export function detailLines(details: unknown): string[] {
  return Object.entries(asObject(details)).flatMap(([name, value]) =>
    name === 'changes' ? changeLines(asObject(value)) : value === null ? [] : [`${spokenField(name)}: ${spoken(value)}`],
  )
}

function changeLines(changes: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(changes).map(([field, change]) => {
    const { before, after } = asObject(change)
    const isChange = before !== undefined || after !== undefined
    return `${spokenField(field)}: ${isChange ? `${spoken(before)} → ${spoken(after)}` : spoken(change)}`
  })
}

const spokenField = (name: string): string => name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

function spoken(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(spoken).join(value.every(isPlain) ? ', ' : '; ')
  if (isPlain(value)) return `${value as string | number}`
  const { name } = asObject(value)
  if (typeof name === 'string' && Object.keys(value).every(key => key === 'id' || key === 'name')) return name
  return Object.entries(value).map(([field, held]) => `${spokenField(field)} ${spoken(held)}`).join(', ')
}

const isPlain = (value: unknown): boolean => typeof value !== 'object'

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
