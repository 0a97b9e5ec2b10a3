import { type HelperOptions } from 'handlebars'
import { asTyped } from '../../numberIn'
import { shareInBox } from '../../shareTyped'
import { customsOf } from '../frame'
import { isMissing } from '../helper'

interface Fault {
  readonly field: string
  readonly message: string
}

interface Option {
  readonly value: unknown
  readonly label: unknown
  readonly help?: unknown
}

/** What a page that is shown again after a mistake knows: the faults, and what was typed. */
interface Redisplayed {
  readonly faults?: readonly Fault[]
  readonly typed?: unknown
}

/** A question as the page put it: its dotted name and its label. */
export interface Asked {
  readonly path: string
  readonly label: string
}

/**
 * `{{#with (control this)}}` in the `field` partial: everything about one field, ready to print. What was typed goes
 * before the stored value; a fault is found by the field's name, whether written `lines[0][name]` or `lines.0.name`.
 * `share=true` says that a number is a percentage or in points, where its unit does not say so. Where a page holds several forms with the same field, `form` says to which address its own is sent.
 */
export function control(call: unknown, options: HelperOptions) {
  const given = call as Record<string, unknown>
  const data = options.data as { root: Redisplayed & { readonly frame?: { readonly path?: string } }; asked?: Asked[] }
  const isOfAnotherForm = given.form !== undefined && given.form !== data.root.frame?.path
  const root: Redisplayed = isOfAnotherForm ? { ...data.root, faults: [], typed: undefined } : data.root
  const name = String(given.name)
  const kind = typeof given.type === 'string' ? given.type : 'text'
  const path = dotted(name)
  const id = isOfAnotherForm ? `${fieldId(path)}-${String(given.form).split('/').at(-1)}` : fieldId(path)
  const fault = given.fault ?? root.faults?.find(({ field }) => field === path)?.message
  const value = valueOf(given, root, path, kind, fault !== undefined)
  // a browser empties a date box of all that is no date
  const type = kind === 'date' && !/^(\d{4}-\d\d-\d\d)?$/.test(written(value)) ? 'text' : kind
  if (!isOfAnotherForm) data.asked?.push({ path, label: String(given.spoken ?? given.label) })
  const chosen = new Set((Array.isArray(value) ? value : [value]).map(each => written(each)))
  const describedBy = Object.entries({ unit: given.unit, help: given.help, fault })
    .filter(([, text]) => text)
    .map(([part]) => `${id}-${part}`)
    .join(' ')
  return {
    ...given,
    type,
    id,
    value: type === 'password' || type === 'file' ? '' : typeof value === 'number' ? numberInBox(value, given, customsOf(root).locale) : written(value),
    fault,
    describedBy: describedBy || undefined,
    note: given.note ?? (!given.required && !given.quiet && type !== 'checkbox' ? 'optional' : undefined),
    empty: given.empty ?? (fault && isMissing(value) ? 'Choose …' : undefined),
    rows: given.rows ?? 4,
    checked: isChecked(value),
    checkedValue: given.checkedValue ?? 'true',
    isText: !['textarea', 'select', 'radio', 'checkboxes', 'checkbox', 'file'].includes(type),
    options: optionsOf(given.options).map((option, at) => ({
      ...option,
      id: at === 0 ? id : `${id}-${at}`,
      isChosen: chosen.has(written(option.value)),
    })),
  }
}

/** A very small share stands with its sign, or its own form would ask what it means. */
function numberInBox(value: number, { unit, share }: Record<string, unknown>, locale: string): string {
  const isShare = share === true || (typeof unit === 'string' && unit.startsWith('%'))
  const kind = typeof unit === 'string' && unit.startsWith('%') ? 'percent' : 'points'
  return isShare ? shareInBox(value, asTyped(value, locale), kind) : asTyped(value, locale)
}

/** `{{fieldId field}}`: where the summary of faults links to. */
export function fieldId(name: unknown): string {
  return `field-${dotted(String(name)).replace(/[^A-Za-z0-9_-]+/g, '-')}`
}

function dotted(name: string): string {
  return name.replace(/\[(\w*)\]/g, (_, key: string) => (key ? `.${key}` : ''))
}

/** A box that nobody ticked is not sent at all; nor is a group of radios or a list in which nobody chose, which is then at fault. */
function valueOf(given: Record<string, unknown>, { typed }: Redisplayed, path: string, type: string, isFaulty: boolean): unknown {
  if (typed === null || typeof typed !== 'object') return given.value
  let found: unknown = typed
  for (const key of path.split('.')) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, key)) {
      const isUnsent = ['checkbox', 'checkboxes'].includes(type) || (isFaulty && ['radio', 'select'].includes(type))
      return isUnsent ? undefined : given.value
    }
    found = (found as Record<string, unknown>)[key]
  }
  return found
}

function optionsOf(options: unknown): Option[] {
  if (!Array.isArray(options)) return []
  return options.map((option: unknown) =>
    option !== null && typeof option === 'object' ? (option as Option) : { value: option, label: option },
  )
}

function isChecked(value: unknown): boolean {
  return value === true || value === 'true' || value === 'on' || value === '1'
}

function written(value: unknown): string {
  if (isMissing(value)) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : ''
}
