import type { RefusedUpload } from '../platform/http/refusedUpload'

/** A form that could not be taken because the session had ended, ready to be sent again. */
export interface KeptForm {
  /** Where it was going: a path of ours with its query. */
  readonly to: string
  /** Its fields by the names they had in the form, in order. */
  readonly fields: readonly KeptField[]
  /** For a form that asks for a file: which one was chosen, for it has to be chosen again. */
  readonly upload: RefusedUpload | null
}

export interface KeptField {
  readonly name: string
  readonly value: string
}

const SECRET = /passw|secret|token|_csrf/i
const OURS = /^\/(?![/\\])[^\\\u0000-\u001f\u007f]*$/
/** Pages that make no sense as the next step after signing in. */
const NOWHERE = /^\/(sign-in|sign-out|forgot|link|api|assets)(?:[/?]|$)/

/** The path if it is one of ours to go on to, otherwise `/`: nobody is led to another site from here. */
export function pathOfOurs(given: unknown): string {
  return typeof given === 'string' && given.length <= 2_000 && OURS.test(given) && !NOWHERE.test(given) ? given : '/'
}

/**
 * What was typed, to be carried through the sign-in page.
 *
 * @returns `null` where there is nothing to carry, or where a password or another secret was in it: that is never
 *   written into a page, and without it the form would be another one
 */
export function keptForm(to: string, body: unknown, upload: RefusedUpload | null = null): KeptForm | null {
  const path = pathOfOurs(withoutToken(to))
  if (path === '/' || typeof body !== 'object' || body === null) return null
  const fields = flattened(body)
  return fields.some(({ name }) => SECRET.test(name)) ? null : { to: path, fields, upload }
}

/** The fields of a nested body, by the names that our forms give them: `lines[0][name]`, `tags[]`. */
export function flattened(value: unknown, name = ''): KeptField[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) => flattened(item, isScalar(item) ? `${name}[]` : `${name}[${at}]`))
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) => flattened(item, name === '' ? key : `${name}[${key}]`))
  }
  return [{ name, value: typeof value === 'string' ? value : JSON.stringify(value) }]
}

/** The same fields under one common name, so that they travel inside another form. */
export function nested(fields: readonly KeptField[], under: string): KeptField[] {
  return fields.map(({ name, value }) => {
    const bracket = name.indexOf('[')
    const [head, rest] = bracket === -1 ? [name, ''] : [name.slice(0, bracket), name.slice(bracket)]
    return { name: `${under}[${head}]${rest}`, value }
  })
}

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null

function withoutToken(path: string): string {
  const [before = '', query] = path.split('?', 2)
  if (query === undefined) return path
  const kept = query.split('&').filter(part => !part.startsWith('_csrf='))
  return kept.length === 0 ? before : `${before}?${kept.join('&')}`
}
