import { plainToInstance } from 'class-transformer'
import { validateSync, type ValidationError } from 'class-validator'
import { complete } from './fields'
import { Invalid, refuse, type FieldFaults } from '../errors'
import type { PartlyRead } from '../partlyRead'

/**
 * The only way in: what a form or a JSON body holds, as an instance of its input class.
 *
 * @param shape  a class whose properties carry the decorators of `fields.ts`; every property it does not name is refused
 * @throws Invalid with one sentence for each faulty field, keyed by its dotted path (`lines.0.name`)
 */
export function readInput<T extends object>(shape: new () => T, body: unknown): T {
  const { input, faults } = judged(shape, body)
  refuse(faults)
  return input
}

/**
 * The same for a form of which more is to be told at once than that some fields cannot be read: what could be read, beside
 * the faults of the rest. A list of which one row is faulty counts as not read.
 */
export function readPartly<T extends object>(shape: new () => T, body: unknown): { read: PartlyRead<T>; faults: FieldFaults } {
  const { input, faults } = judged(shape, body)
  const faulty = new Set(Object.keys(faults).map(path => path.split('.')[0]))
  const parts = Object.entries(input).map(([name, value]: [string, unknown]) => [name, faulty.has(name) ? undefined : value])
  return { read: Object.fromEntries(parts) as PartlyRead<T>, faults }
}

function judged<T extends object>(shape: new () => T, body: unknown): { input: T; faults: FieldFaults } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Invalid({ '': 'Send the answers as fields of one form or one JSON object.' })
  }
  const input = plainToInstance(shape, complete(shape, body))
  const faults = validateSync(input, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true })
  return { input, faults: Object.fromEntries(faults.flatMap(fault => sentences(fault, ''))) }
}

function sentences(fault: ValidationError, parent: string): [string, string][] {
  const field = parent + fault.property
  const [[kind, message] = []] = Object.entries(fault.constraints ?? {}).reverse()
  if (kind === 'whitelistValidation') return [[field, `There is no field called "${field.slice(0, 60)}" here; leave it out.`]]
  if (kind === 'nestedValidation') return [[field, 'Fill in the rows of the form.']]
  const own: [string, string][] = message === undefined ? [] : [[field, message]]
  return [...own, ...(fault.children ?? []).flatMap(child => sentences(child, `${field}.`))]
}
