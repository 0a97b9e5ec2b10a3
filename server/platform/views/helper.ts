import Handlebars, { type HelperOptions } from 'handlebars'
import { customsOf, type Customs } from './frame'

/** What a helper is told besides its value: named values of the call, and the customs of the page. */
export interface Call {
  readonly hash: Readonly<Record<string, unknown>>
  readonly customs: Customs
  readonly root: unknown
}

/** What stands where a value is missing: a dash for the eye, words for a screen reader. */
export const NOT_KNOWN = new Handlebars.SafeString(
  '<span class="not-known" aria-hidden="true">–</span><span class="visually-hidden">not known</span>',
)

/** A helper over values only. */
export function plainHelper(work: (...values: unknown[]) => unknown): Handlebars.HelperDelegate {
  return (...given: unknown[]) => work(...given.slice(0, -1))
}

/**
 * A helper that writes one value. Missing (`null`, `undefined`, `NaN`) is written as not known, so no template has to
 * ask first. A view-model may have a field with the name of a helper (`{{count}}`): without arguments the field is
 * meant.
 */
export function formatHelper(name: string, work: (value: unknown, call: Call, ...more: unknown[]) => unknown) {
  return function (this: Record<string, unknown>, ...given: unknown[]): unknown {
    const options = given.pop() as HelperOptions
    if (given.length === 0) return Object.hasOwn(this ?? {}, name) ? this[name] : ''
    const [value, ...more] = given
    if (isMissing(value)) return NOT_KNOWN
    const data = options.data as { root?: unknown }
    return work(value, { hash: options.hash as Call['hash'], customs: customsOf(data.root), root: data.root }, ...more)
  }
}

/** Nothing that could be written. */
export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (typeof value === 'number' && Number.isNaN(value))
}
