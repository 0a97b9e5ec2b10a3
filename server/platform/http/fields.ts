import { plainToInstance, Transform, Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  getMetadataStorage,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator'
import { JSONSchema } from 'class-validator-jsonschema'
import type { SchemaObject } from 'openapi3-ts'
import { withoutCurrency } from '../currencySign'
import { keepable } from '../keepable'
import { decimalSignOf, LARGEST_MEASUREMENT, numberTyped, twoReadings } from '../numberIn'
import { hasPercentSign, shareDoubt, withoutPercentSign } from '../shareTyped'
import { TypedNumber } from '../typedNumber'
import { decimalTyped, typedIn } from './typedIn'

/*
 * The kinds of answer that a form or a JSON body may hold, one decorator each. A form sends text alone and leaves an
 * empty box as ''; JSON sends numbers and null. Both come out as the same typed value, or as a sentence.
 */

type Presence = { /** Leave it out, or empty: the value is null. */ readonly optional?: boolean }

const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) =>
    decorators.forEach(decorate => decorate(target, key))

/** How the OpenAPI document describes the field: what is sent, before it is read. */
const described =
  (schema: SchemaObject, { optional = false }: Presence = {}): PropertyDecorator =>
  (target, key) =>
    JSONSchema(() => ({ ...schema, ...(optional && { nullable: true }) }))(target, String(key))

const emptyIsNull = (value: unknown): unknown =>
  value === undefined || (typeof value === 'string' && value.trim() === '') ? null : value

/** JSON knows the difference between a number and a text; a form does not. */
const read = (change: (value: unknown) => unknown): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => change(value))

const presence = ({ optional = false }: Presence): PropertyDecorator =>
  optional ? IsOptional() : all()

/** Gives every field that the class knows a place, so that what a form leaves out is read as an empty box. */
export function complete(shape: new () => object, body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const known = getMetadataStorage().getTargetValidationMetadatas(shape, '', false, false)
  return { ...Object.fromEntries(known.map(({ propertyName }) => [propertyName, ''])), ...body }
}

/** What cannot be read as one number stays as it was typed, for `numberFault` to name. */
const asNumber = (value: unknown): unknown => {
  const given = emptyIsNull(value)
  const number = typeof given === 'string' ? numberTyped(given, decimalTyped()) : null
  return typeof number === 'number' ? number : given
}

const quoted = (typed: string): string => `“${typed.length > 40 ? `${typed.slice(0, 39)}…` : typed}”`

/** All that a sentence about a fault needs to know. */
type Faulty = Pick<ValidationArguments, 'value'>

/** Says what was typed and why it is no number, before what is asked for. */
const numberFault =
  (asked: string) =>
  ({ value }: Faulty): string => {
    if (typeof value !== 'string') return asked
    const number = numberTyped(value, decimalTyped())
    if (number === null || typeof number === 'number') return `${quoted(value)} is not a number. ${asked}`
    return `${quoted(value)} can be read in two ways. Write ${number.grouped} or ${number.fraction}.`
  }

/** What PostgreSQL can keep of a text is all but two: a NUL, and the lone half of a character that JSON can spell. */
const Keepable = (options: { readonly each?: true } = {}): PropertyDecorator =>
  Matches(/^[^\u0000\p{Surrogate}]*$/u, {
    ...options,
    message: ({ value }) =>
      [value].flat().some(text => typeof text === 'string' && text.includes('\u0000'))
        ? 'Remove the invisible NUL character from this text.'
        : 'This text holds half a character, such as a cut emoji. Remove it.',
  })

/** One line or more of text, trimmed. `max` is in characters. */
export function Text({ max = 200, min = 1, optional = false }: Presence & { max?: number; min?: number } = {}) {
  return all(
    described({ type: 'string', minLength: min, maxLength: max }, { optional }),
    presence({ optional }),
    read(value => (typeof value === 'string' ? emptyIsNull(value.trim().replace(/\r\n/g, '\n')) : emptyIsNull(value))),
    Length(min, max, { message: min > 1 ? `Write between ${min} and ${max} characters.` : `Write at most ${max} characters.` }),
    Keepable(),
    IsString({ message: 'Write something here.' }),
  )
}

/** Text that keeps its spaces, such as a password. */
export function Secret({ min = 1, max = 200 }: { min?: number; max?: number } = {}) {
  return all(
    described({ type: 'string', minLength: min, maxLength: max, format: 'password' }),
    Length(min, max, { message: ({ value }) => (value === '' ? 'Type a password here.' : min > 1 ? `Use between ${min} and ${max} characters.` : `Use at most ${max} characters.`) }),
    IsString({ message: 'Write something here.' }),
  )
}

export function Email({ optional = false }: Presence = {}) {
  return all(
    described({ type: 'string', format: 'email', maxLength: 254 }, { optional }),
    presence({ optional }),
    // IsEmail throws where it meets half a character
    read(value => (typeof value === 'string' ? emptyIsNull(keepable(value).trim().toLowerCase()) : emptyIsNull(value))),
    Length(3, 254, { message: 'Use an e-mail address of at most 254 characters.' }),
    IsEmail({}, { message: 'Write an e-mail address such as amina@example.com.' }),
  )
}

/** Bounds from here on keep a column from running over and tell a person nothing. */
const BEYOND_MEANING = 100_000

const range = (min: number | undefined, max: number | undefined): string => {
  if (max !== undefined && max < BEYOND_MEANING) return min === undefined ? ` of ${max} or less` : ` from ${min} to ${max}`
  return min === undefined ? '' : ` of ${min} or more`
}

const TOO_LARGE = 'This number is too large to be meant.'

const tooLarge = (max: number, message: ReturnType<typeof numberFault>) => (given: Faulty) =>
  typeof given.value === 'number' && max >= BEYOND_MEANING ? TOO_LARGE : message(given)

/** The largest number that PostgreSQL's integer holds, in which counts and versions are kept. */
const LARGEST_INTEGER = 2_147_483_647

/** A count, a place on a scale. `asked` says what is wanted where people choose it rather than write it. */
export function WholeNumber({ min = 0, max = LARGEST_INTEGER, asked = `Write a whole number${range(min, max)}.`, optional = false }: Presence & { min?: number; max?: number; asked?: string } = {}) {
  const message = numberFault(asked)
  return all(described({ type: 'integer', minimum: min, maximum: max }, { optional }), presence({ optional }), read(asNumber), Min(min, { message }), Max(max, { message: tooLarge(max, message) }), IsInt({ message }))
}

/** A percentage that was typed: its number; the text itself where it is no number, or the number is in doubt. */
const asPercentage = (value: unknown): unknown => {
  if (typeof value !== 'string') return asNumber(value)
  const number = asNumber(withoutPercentSign(value))
  return typeof number === 'number' ? (shareDoubt(value, number) === null ? number : value) : emptyIsNull(value)
}

const percentFault = (asked: string) => (given: Faulty): string => {
  const value: unknown = given.value
  if (typeof value !== 'string') return asked
  const number = asNumber(withoutPercentSign(value))
  return typeof number === 'number' ? (shareDoubt(value, number) ?? asked) : numberFault(asked)(given)
}

/**
 * How a percent sign behind a number is read: `percentage` asks for percentages, so that it may be left out unless the
 * number is in doubt; `share` asks for shares, so that 5 % is 0.05.
 */
type PercentSign = 'percentage' | 'share'

const readingWith: Readonly<Record<PercentSign, (value: unknown) => unknown>> = {
  percentage: asPercentage,
  share: value => {
    if (typeof value !== 'string' || !hasPercentSign(value)) return asNumber(value)
    const number = asNumber(withoutPercentSign(value))
    return typeof number === 'number' ? Number((number / 100).toPrecision(15)) : value
  },
}

/** A measurement. */
export function Decimal({ min, max, optional = false, percent }: Presence & { min?: number; max?: number; percent?: PercentSign } = {}) {
  const asked = `Write a number${range(min, max)}.`
  const message = percent === 'percentage' ? percentFault(asked) : numberFault(asked)
  return all(
    described({ type: 'number', minimum: min ?? -LARGEST_MEASUREMENT, maximum: max ?? LARGEST_MEASUREMENT }, { optional }),
    presence({ optional }),
    read(percent === undefined ? asNumber : readingWith[percent]),
    Min(min ?? -LARGEST_MEASUREMENT, { message: min === undefined ? tooLarge(LARGEST_MEASUREMENT, message) : message }),
    Max(max ?? LARGEST_MEASUREMENT, { message: tooLarge(max ?? LARGEST_MEASUREMENT, message) }),
    IsNumber({ allowNaN: false, allowInfinity: false }, { message }),
  )
}

/** A measurement that may be one of shares, which only its metric says: typed, it keeps its text, and with it a percent sign. */
export function DecimalOrPercent({ min = -LARGEST_MEASUREMENT, optional = false }: Presence & { min?: number } = {}) {
  const message = numberFault(`Write a number${min === -LARGEST_MEASUREMENT ? '' : range(min, undefined)}.`)
  const fault = (given: unknown): string | null => {
    const value = given instanceof TypedNumber ? given.value : given
    if (typeof value !== 'number' || Number.isNaN(value)) return message({ value })
    return Math.abs(value) > LARGEST_MEASUREMENT ? TOO_LARGE : value < min ? message({ value }) : null
  }
  return all(
    described({ type: 'number', minimum: min, maximum: LARGEST_MEASUREMENT }, { optional }),
    presence({ optional }),
    read(value => {
      const number = typeof value === 'string' ? asNumber(withoutPercentSign(value)) : null
      return typeof value === 'string' && typeof number === 'number' ? new TypedNumber(number, value) : emptyIsNull(value)
    }),
    ValidateBy({
      name: 'decimalOrPercent',
      validator: { validate: value => fault(value) === null, defaultMessage: given => fault(given?.value) ?? '' },
    }),
  )
}

/** What is asked for where a percentage is out of its bounds, or is not there. */
export const percentAsked = ({ min, max }: { readonly min: number; readonly max: number }): string =>
  `Write a percentage from ${min} to ${max}.`

/** Typed as percent (80, or 80 %), read as a share (0.8). Below one it needs its sign. Bounds are in percent. */
export function Percent({ min = 0, max = 100, optional = false }: Presence & { min?: number; max?: number } = {}) {
  const message = percentFault(percentAsked({ min, max }))
  return all(
    described({ type: 'number', minimum: min, maximum: max, description: 'In percent: 80 for 80 %.' }, { optional }),
    presence({ optional }),
    read(value => {
      const number = asPercentage(value)
      return typeof number === 'number' ? Number((number / 100).toPrecision(15)) : number
    }),
    Min(min / 100, { message }),
    Max(max / 100, { message }),
    IsNumber({ allowNaN: false, allowInfinity: false }, { message }),
  )
}

/** The largest amount in whole units of the currency; its cents are still exact. */
const MOST_MONEY = 10_000_000_000_000

/** An amount that was typed, without the sign of its currency; the text itself where it is none, or may be two. */
const asAmount = (value: unknown): unknown => {
  const customs = typedIn()
  if (typeof value !== 'string' || customs === null) return asNumber(value)
  const text = withoutCurrency(value, customs)
  const number = asNumber(text)
  return typeof number === 'number' && twoReadings(text)?.fraction !== number ? number : emptyIsNull(value)
}

const amountFault = (asked: string) => (given: Faulty): string => {
  const customs = typedIn()
  const value: unknown = given.value
  const readings = typeof value === 'string' && customs ? twoReadings(withoutCurrency(value, customs)) : null
  if (typeof value !== 'string' || !readings || !customs) return numberFault(asked)(given)
  const [grouped, fraction] = [`${readings.grouped}`, readings.fraction.toFixed(2)].map(amount => amount.replace('.', decimalSignOf(customs.locale)))
  return `${quoted(value)} can be read in two ways. Write ${grouped} or ${fraction}.`
}

/** Typed in units of the currency (1200.50, or €1,200.50), read as whole cents (120050). */
export function Money({ min = 0, optional = false }: Presence & { min?: number } = {}) {
  const message = amountFault(`Write an amount ${min === 0 ? 'of 0 or more' : `of at least ${min}`} with at most two decimals.`)
  return all(
    described({ type: 'number', minimum: min, multipleOf: 0.01, description: 'In units of the currency.' }, { optional }),
    presence({ optional }),
    read(value => {
      const number = asAmount(value)
      if (typeof number !== 'number') return number
      const cents = Math.round(number * 100)
      return Math.abs(number * 100 - cents) < 1e-6 * Math.max(1, Math.abs(cents)) ? cents : number + 0.5
    }),
    Min(min * 100, { message }),
    Max(MOST_MONEY * 100, { message: 'This amount is too large to be meant.' }),
    IsInt({ message }),
  )
}

const DAY = /^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** A calendar day as YYYY-MM-DD. */
export function Day({ optional = false }: Presence = {}) {
  const message = 'Write a date that exists, as year-month-day such as 2026-11-04.'
  return all(
    described({ type: 'string', format: 'date' }, { optional }),
    presence({ optional }),
    read(value => {
      const given = emptyIsNull(value)
      if (typeof given !== 'string' || !DAY.test(given.trim())) return given
      const [year = 0, month = 0, day = 0] = given.trim().split('-').map(Number)
      const real = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
      return real ? given.trim() : 'no such day'
    }),
    Matches(DAY, { message }),
    IsString({ message }),
  )
}

export function Choice(choices: readonly string[], { optional = false }: Presence = {}) {
  return all(described({ type: 'string', enum: [...choices, ...(optional ? [null] : [])] }, { optional }), presence({ optional }), read(emptyIsNull), IsIn([...choices], { message: 'Choose one of the answers offered.' }))
}

/** A checkbox: absent in a form means no. */
export function Flag() {
  return all(
    described({ type: 'boolean', default: false }),
    read(value => (value === undefined || value === '' ? false : value === 'on' || value === 'true' ? true : value === 'false' ? false : value)),
    IsBoolean({ message: 'Answer yes or no.' }),
  )
}

export function Uuid({ optional = false }: Presence = {}) {
  return all(described({ type: 'string', format: 'uuid' }, { optional }), presence({ optional }), read(emptyIsNull), IsUUID(undefined, { message: 'Choose one of the entries offered.' }))
}

const asList = (value: unknown): unknown => {
  const given = emptyIsNull(value)
  if (given === null) return []
  return Array.isArray(given) || typeof given === 'object' ? given : [given]
}

/** Several ids, as from checkboxes of one name. */
export function Uuids({ min = 0, max = 200 }: { min?: number; max?: number } = {}) {
  return all(
    described({ type: 'array', items: { type: 'string', format: 'uuid' }, minItems: min, maxItems: max }),
    read(asList),
    ArrayMinSize(min, { message: min === 1 ? 'Choose at least one.' : `Choose at least ${min}.` }),
    ArrayMaxSize(max, { message: `Choose at most ${max}.` }),
    IsUUID(undefined, { each: true, message: 'Choose among the entries offered.' }),
    IsArray({ message: 'Choose among the entries offered.' }),
  )
}

/** Several choices, as from checkboxes of one name. */
export function Choices(choices: readonly string[], { min = 0 }: { min?: number } = {}) {
  return all(
    described({ type: 'array', items: { type: 'string', enum: [...choices] }, minItems: min, maxItems: choices.length }),
    read(asList),
    ArrayMinSize(min, { message: min === 1 ? 'Choose at least one.' : `Choose at least ${min}.` }),
    ArrayMaxSize(choices.length, { message: 'Choose each answer at most once.' }),
    IsIn([...choices], { each: true, message: 'Choose among the answers offered.' }),
    IsArray({ message: 'Choose among the answers offered.' }),
  )
}

/** Several texts, one for each box of the same name; empty boxes stay as ''. */
export function Texts({ min = 0, max = 50, length = 500 }: { min?: number; max?: number; length?: number } = {}) {
  return all(
    described({ type: 'array', items: { type: 'string', maxLength: length }, minItems: min, maxItems: max }),
    read(asList),
    ArrayMinSize(min, { message: `Write at least ${min}.` }),
    ArrayMaxSize(max, { message: `Write at most ${max}.` }),
    Length(0, length, { each: true, message: `Write at most ${length} characters.` }),
    Keepable({ each: true }),
    IsString({ each: true, message: 'Write text here.' }),
    IsArray({ message: 'Write text here.' }),
  )
}

/** A list that a form sends as the lines of one box and JSON as an array; empty lines and repetitions are dropped. */
export function Lines({ max = 50, length = 200 }: { max?: number; length?: number } = {}) {
  return all(
    described({ type: 'array', items: { type: 'string', minLength: 1, maxLength: length }, maxItems: max }),
    read(value => {
      const lines = typeof value === 'string' ? value.split(/\r?\n/) : asList(value)
      if (!Array.isArray(lines) || !lines.every(line => typeof line === 'string')) return lines
      return [...new Set(lines.map(line => line.trim()).filter(line => line !== ''))]
    }),
    ArrayMaxSize(max, { message: `Write at most ${max} lines.` }),
    Length(1, length, { each: true, message: `Keep each line to at most ${length} characters.` }),
    Keepable({ each: true }),
    IsString({ each: true, message: 'Write text here, one entry a line.' }),
    IsArray({ message: 'Write text here, one entry a line.' }),
  )
}

/** Rows of a form: `lines[0][name]`, `lines[1][name]`. */
export function Rows(row: () => new () => object, { min = 0, max = 100 }: { min?: number; max?: number } = {}) {
  return all(
    // `Type` has read the rows once already; a second reading would make 0.5 % of 50 %, so this one starts from what was sent
    Transform(({ value, obj, key }: { value: unknown; obj: Record<string, unknown>; key: string }) => {
      const rows = asList(obj[key])
      if (!Array.isArray(rows)) return value
      return rows.map((item: unknown): unknown => plainToInstance(row(), complete(row(), item)))
    }),
    Type(row), // tells the OpenAPI document what a row is
    ValidateNested({ each: true }),
    ArrayMinSize(min, { message: `Fill in at least ${min} of them.` }),
    ArrayMaxSize(max, { message: `Fill in at most ${max} of them.` }),
    IsArray({ message: 'Fill in the rows of the form.' }),
  )
}
