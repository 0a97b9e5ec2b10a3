import type { Customs } from '../platform/views/frame'

/**
 * What an entry says it changed, a line for each, by a feature that knows the words and units of its own entries; null
 * for an entry of another feature.
 */
export type ChangesInWords<C = Customs> = (action: string, details: unknown, customs: C) => readonly string[] | null

/**
 * The details of an entry, one line for each: what changed from what to what, and what else was said.
 *
 * @param changes  what it changed, where somebody knows better words for that than the names and values that it keeps
 */
export function detailLines(details: unknown, changes: readonly string[] | null = null): string[] {
  return Object.entries(asObject(details)).flatMap(([name, value]) =>
    name === 'changes' ? (changes ?? changeLines(asObject(value))) : value === null ? [] : [`${spokenField(name)}: ${spoken(value)}`],
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
