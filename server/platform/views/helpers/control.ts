import { type HelperOptions } from 'handlebars'
import { asTyped } from '../../numberIn'
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

/**
 * `{{#with (control this)}}` in the `field` partial: everything about one field, ready to print. What was typed goes
 * before the stored value; a fault is found by the field's name, whether written `lines[0][name]` or `lines.0.name`.
 */
export function control(call: unknown, options: HelperOptions) {
  const given = call as Record<string, unknown>
  const root = (options.data as { root: Redisplayed }).root
  const name = String(given.name)
  const type = typeof given.type === 'string' ? given.type : 'text'
  const path = dotted(name)
  const id = fieldId(path)
  const fault = given.fault ?? root.faults?.find(({ field }) => field === path)?.message
  const value = valueOf(given, root, path, type)
  const chosen = new Set((Array.isArray(value) ? value : [value]).map(each => written(each)))
  const describedBy = Object.entries({ unit: given.unit, help: given.help, fault })
    .filter(([, text]) => text)
    .map(([part]) => `${id}-${part}`)
    .join(' ')
  return {
    ...given,
    type,
    id,
    value: type === 'password' || type === 'file' ? '' : typeof value === 'number' ? asTyped(value, customsOf(root).locale) : written(value),
    fault,
    describedBy: describedBy || undefined,
    note: given.note ?? (!given.required && !given.quiet && type !== 'checkbox' ? 'optional' : undefined),
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

/** `{{fieldId field}}`: where the summary of faults links to. */
export function fieldId(name: unknown): string {
  return `field-${dotted(String(name)).replace(/[^A-Za-z0-9_-]+/g, '-')}`
}

function dotted(name: string): string {
  return name.replace(/\[(\w*)\]/g, (_, key: string) => (key ? `.${key}` : ''))
}

function valueOf(given: Record<string, unknown>, { typed }: Redisplayed, path: string, type: string): unknown {
  if (typed === null || typeof typed !== 'object') return given.value
  let found: unknown = typed
  for (const key of path.split('.')) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, key)) {
      return type === 'checkbox' || type === 'checkboxes' ? undefined : given.value
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
