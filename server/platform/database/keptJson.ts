import { type ValueTransformer } from 'typeorm'
import { keepable } from '../keepable'

/** For `jsonb` columns that hold words of files: PostgreSQL refuses a whole document for one character of it. */
export const keptJson: ValueTransformer = {
  to: (value: unknown) => withKeepableTexts(value),
  from: (stored: unknown) => stored,
}

function withKeepableTexts(value: unknown): unknown {
  if (typeof value === 'string') return keepable(value)
  if (Array.isArray(value)) return value.map(withKeepableTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withKeepableTexts(inner)]))
}
