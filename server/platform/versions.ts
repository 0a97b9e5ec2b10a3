import { Stale } from './errors'

/** Field by field what stood there before and what stands there after. */
export type Changes = Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>

/** The fields of `after` that differ from `before`: what an audit entry says about an edit. Dates and lists are compared by content. */
export function changesBetween<T extends object>(before: T, after: Partial<T>): Changes {
  const changed = (Object.keys(after) as (keyof T & string)[]).filter(field => !isSame(before[field], after[field]))
  return Object.fromEntries(changed.map(field => [field, { before: before[field], after: after[field] }]))
}

/** An edit that began from a version which is no longer the newest. */
export interface StaleEdit {
  /** What is edited, as in "this metric". */
  readonly what: string
  /** The fields that people edit, in the words of the form. */
  readonly words: Readonly<Record<string, string>>
  /** Newest version, by the same fields, ready to read. */
  readonly now: Readonly<Record<string, unknown>>
  /** What was typed, by the same fields, ready to read. */
  readonly typed: Readonly<Record<string, unknown>>
}

/**
 * The refusal of a stale edit: says for each field that differs what stands there now and what was sent. What nobody
 * touched is sent too, as it was when the form was opened.
 */
export function staleEdit({ what, words, now, typed }: StaleEdit): Stale {
  const details = Object.entries(words)
    .filter(([field]) => !isSame(now[field], typed[field]))
    .map(([field, word]) => changeTold(word, told(now[field]), told(typed[field])))
  return new Stale(
    details.length > 0
      ? `Somebody else changed this ${what} while you had it open. Your form holds what you typed, and what you left alone as it was before. Compare, then save again to replace theirs with yours.`
      : `Somebody else changed this ${what} while you had it open, to the same answers as yours.`,
    details,
  )
}

/** One thing that stands otherwise by now than it was sent, both ready to read. */
export const changeTold = (what: string, now: string, yours: string): string => `${what}: now ${now}; yours: ${yours}.`

const LONGEST = 120

function told(value: unknown): string {
  if (Array.isArray(value) && value.length > 0) return value.map(told).join(', ')
  if (value === null || value === undefined || value === '' || Array.isArray(value)) return 'empty'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = typeof value === 'object' ? JSON.stringify(value) : `${value as string | number}`
  return `“${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}”`
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
