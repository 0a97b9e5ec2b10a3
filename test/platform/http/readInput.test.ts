import 'reflect-metadata'
import fc from 'fast-check'
import { Invalid } from '../../../server/platform/errors'
import { Choice, Choices, Day, Decimal, DecimalOrPercent, Email, Flag, Lines, Money, Percent, Rows, Text, Texts, Uuids, WholeNumber } from '../../../server/platform/http/fields'
import { readInput } from '../../../server/platform/http/readInput'
import { readAsIn } from '../../../server/platform/http/typedIn'
import { TypedNumber } from '../../../server/platform/typedNumber'
import { faultsOf } from '../../support/faultsOf'
import { PROPERTY } from '../../support/propertyRuns'

class Counts {
  @WholeNumber({ min: 1, max: 2_000_000_000 }) many!: number
}

class Loose {
  @WholeNumber({ optional: true }) version!: number | null
  @Decimal({ optional: true }) mean!: number | null
  @Decimal({ min: 0, optional: true }) spread!: number | null
  @Texts() anchors!: string[]
  @Lines() needed!: string[]
}

class Line {
  @Text() name!: string
  @Money({ optional: true }) amount!: number | null
}

class Year {
  @Percent({ optional: true }) share!: number | null
  @Rows(() => Line) lines!: Line[]
}

class Years {
  @Rows(() => Year) years!: Year[]
}

class Shares {
  @Percent({ optional: true }) share!: number | null
  @Decimal({ percent: 'percentage', max: 100, optional: true }) lost!: number | null
  @Decimal({ percent: 'share', min: 0.001, max: 0.2, optional: true }) alpha!: number | null
  @DecimalOrPercent({ min: -5, optional: true }) effect!: number | TypedNumber | null
}

class Answers {
  @Text({ max: 20 }) title!: string
  @Text({ max: 20, optional: true }) note!: string | null
  @Email({ optional: true }) email!: string | null
  @WholeNumber({ min: 1, max: 9, optional: true }) count!: number | null
  @Decimal({ optional: true }) effect!: number | null
  @Percent({ optional: true }) share!: number | null
  @Money({ optional: true }) budget!: number | null
  @Day({ optional: true }) startsOn!: string | null
  @Choice(['yes', 'no'], { optional: true }) answer!: string | null
  @Choices(['a', 'b']) several!: string[]
  @Flag() agreed!: boolean
  @Uuids() people!: string[]
  @Rows(() => Line) lines!: Line[]
}

const HALF = 'This text holds half a character, such as a cut emoji. Remove it.'

const FIELDS = ['title', 'note', 'email', 'count', 'effect', 'share', 'budget', 'startsOn', 'answer', 'several', 'agreed', 'people', 'lines']

const read = (body: unknown): Answers => readInput(Answers, body)

const faults = (body: unknown, shape: new () => object = Answers) => faultsOf(() => readInput(shape, body))

describe('reading a share', () => {
  it('takes its sign, and a comma', () => {
    expect(readInput(Shares, { share: '3 %', lost: '3,5 %', alpha: '5 %', effect: '3.5%' })).toEqual({ share: 0.03, lost: 3.5, alpha: 0.05, effect: new TypedNumber(3.5, '3.5%') })
    expect(readInput(Shares, { share: '80', lost: '3', alpha: '0.05', effect: '3' })).toEqual({ share: 0.8, lost: 3, alpha: 0.05, effect: new TypedNumber(3, '3') })
    expect(readInput(Shares, { share: '0.7 %', lost: '0.7 %' })).toMatchObject({ share: 0.007, lost: 0.7 })
  })

  it('asks what is meant by less than one', () => {
    const doubt = '0.7 is read as 0.7 %, less than one in a hundred. Type 70 for 70 %, or 0.7 % with the sign if you mean it.'
    expect(faults({ share: '0.7', lost: '0.7' }, Shares)).toEqual({ share: doubt, lost: doubt })
  })

  it('takes numbers of JSON as they are', () => {
    expect(readInput(Shares, { share: 0.7, lost: 0.7, alpha: 0.05, effect: 0.03 })).toEqual({ share: 0.007, lost: 0.7, alpha: 0.05, effect: 0.03 })
  })

  it.each([
    ['3 %%', '“3 %%” is not a number. Write a number of -5 or more.'],
    [-6, 'Write a number of -5 or more.'],
    ['-6 %', 'Write a number of -5 or more.'],
    [1e200, 'This number is too large to be meant.'],
    [{ value: 3, text: '3' }, 'Write a number of -5 or more.'],
  ])('refuses %p, whatever it may measure', (effect, sentence) => {
    expect(faults({ effect }, Shares)).toEqual({ effect: sentence })
  })
})

describe('reading a form', () => {
  it('gives every field a typed value', () => {
    const form = {
      title: '  Call first ',
      count: '3',
      effect: '-0.5',
      share: '80',
      budget: '1200.50',
      startsOn: '2026-11-04',
      answer: 'yes',
      several: 'a',
      agreed: 'on',
      lines: [{ name: 'Training', amount: '' }],
    }
    expect(read(form)).toEqual({
      title: 'Call first',
      note: null,
      email: null,
      count: 3,
      effect: -0.5,
      share: 0.8,
      budget: 120050,
      startsOn: '2026-11-04',
      answer: 'yes',
      several: ['a'],
      agreed: true,
      people: [],
      lines: [{ name: 'Training', amount: null }],
    })
  })

  it.each([
    ['a form', [{ share: '50', lines: [{ name: 'a', amount: '1200.50' }] }, { share: '100' }, { share: '' }]],
    ['JSON', [{ share: 50, lines: [{ name: 'a', amount: 1200.5 }] }, { share: 100 }, { share: null }]],
  ])('reads what stands in the rows of %s once, however deep', (_where, years) => {
    expect(readInput(Years, { years })).toEqual({
      years: [{ share: 0.5, lines: [{ name: 'a', amount: 120050 }] }, { share: 1, lines: [] }, { share: null, lines: [] }],
    })
    expect(faults({ years: [{ share: '5000' }] }, Years)).toEqual({ 'years.0.share': 'Write a percentage from 0 to 100.' })
  })

  it('reads the same from JSON', () => {
    expect(read({ title: 'Call first', count: 3, share: 80, agreed: true, several: ['b'] })).toMatchObject({
      count: 3,
      share: 0.8,
      agreed: true,
      several: ['b'],
    })
  })

  it.each([
    ['nothing at all', {}, 'title', 'Write something here.'],
    ['a number where text is expected', { title: 5 }, 'title', 'Write something here.'],
    ['too much text', { title: 'x'.repeat(21) }, 'title', 'Write at most 20 characters.'],
    ['an invisible character', { title: 'a\u0000b' }, 'title', 'Remove the invisible NUL character from this text.'],
    ['half of a character', { title: 'Dep \ud83d' }, 'title', HALF],
    ['half a number', { title: 'x', count: '3x' }, 'count', '“3x” is not a number. Write a whole number from 1 to 9.'],
    ['a comma that may mean two things', { title: 'x', effect: '1,234' }, 'effect', '“1,234” can be read in two ways. Write 1234 or 1.234.'],
    ['a fraction where a whole number is expected', { title: 'x', count: 1.5 }, 'count', 'Write a whole number from 1 to 9.'],
    ['an endless number', { title: 'x', effect: '1e999' }, 'effect', '“1e999” is not a number. Write a number.'],
    ['more than all', { title: 'x', share: '101' }, 'share', 'Write a percentage from 0 to 100.'],
    ['tenths of a cent', { title: 'x', budget: '1.005' }, 'budget', 'Write an amount of 0 or more with at most two decimals.'],
    ['a day that never was', { title: 'x', startsOn: '2026-02-30' }, 'startsOn', 'Write a date that exists, as year-month-day such as 2026-11-04.'],
    ['an answer not offered', { title: 'x', answer: 'maybe' }, 'answer', 'Choose one of the answers offered.'],
    ['an id that is none', { title: 'x', people: ['1'] }, 'people', 'Choose among the entries offered.'],
    ['a fault in a row', { title: 'x', lines: [{ name: 'a' }, { name: '' }] }, 'lines.1.name', 'Write something here.'],
    ['a row that is none', { title: 'x', lines: [4] }, 'lines.0', 'Fill in the rows of the form.'],
    ['a field nobody asked for', { title: 'x', isAdmin: true }, 'isAdmin', 'There is no field called "isAdmin" here; leave it out.'],
  ])('refuses %s', (_what, body, field, sentence) => {
    expect(faults(body)).toMatchObject({ [field]: sentence })
  })

  it.each([
    [0, 'Write a whole number of 1 or more.'],
    [3_000_000_000, 'This number is too large to be meant.'],
  ])('does not tell people what a column of the database holds when they write %p', (many, sentence) => {
    expect(faults({ many }, Counts)).toEqual({ many: sentence })
  })

  it.each([
    ['a number beyond the integers of the database', { version: 3_000_000_000 }, 'version', 'This number is too large to be meant.'],
    ['a measurement whose square is endless', { mean: 1e200 }, 'mean', 'This number is too large to be meant.'],
    ['the same below zero', { mean: -1e200 }, 'mean', 'This number is too large to be meant.'],
    ['a spread whose square is endless', { spread: '1e200' }, 'spread', 'This number is too large to be meant.'],
    ['a NUL in one of several texts', { anchors: ['fine', 'a\u0000b'] }, 'anchors', 'Remove the invisible NUL character from this text.'],
    ['half of a character in one of several texts', { anchors: ['fine', '\udc00'] }, 'anchors', HALF],
    ['a NUL in a line', { needed: 'fine\na\u0000b' }, 'needed', 'Remove the invisible NUL character from this text.'],
    ['half of a character in a line', { needed: ['fine', 'x\ud800'] }, 'needed', HALF],
  ])('refuses %s where no bound of its own is said', (_what, body, field, sentence) => {
    expect(faults(body, Loose)).toEqual({ [field]: sentence })
  })

  it('keeps characters of two halves', () => {
    expect(readInput(Loose, { anchors: ['👍🏽'], needed: '𝒳' })).toMatchObject({ anchors: ['👍🏽'], needed: ['𝒳'] })
  })

  it.each([[null], ['text'], [[]], [5]])('refuses a body that is no form: %p', body => {
    expect(() => read(body)).toThrow(Invalid)
  })

  it('answers whatever is sent with values or with sentences', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...FIELDS), (value, field) => {
        const sentences = Object.values(faults({ title: 'x', [field]: value }))
        expect(sentences.every(sentence => typeof sentence === 'string' && sentence.endsWith('.'))).toBe(true)
      }),
      PROPERTY,
    )
  })

  it.each([
    ['de-DE', { effect: '1.234', share: '12,5 %', budget: '1.200,50', count: '3' }, { effect: 1234, share: 0.125, budget: 120_050, count: 3 }],
    ['en-GB', { effect: '1.234', share: '12,5', budget: '1,200.50', count: '3' }, { effect: 1.234, share: 0.125, budget: 120_050, count: 3 }],
  ])('reads numbers as they are typed where the program writes %s', (locale, typed, expected) => {
    expect(readAsIn({ locale, currency: 'EUR' }, () => read({ title: 'x', ...typed }))).toMatchObject(expected)
  })

  const BUDGET = 'Write an amount of 0 or more with at most two decimals.'
  const amount = (locale: string, currency: string, budget: string): unknown =>
    readAsIn({ locale, currency }, () => faults({ title: 'x', budget }).budget ?? read({ title: 'x', budget }).budget)

  it.each<[string, string, string, number | string]>([
    ['en-GB', 'EUR', '€12,000', 1_200_000],
    ['en-GB', 'EUR', '12,000', 1_200_000],
    ['en-GB', 'EUR', 'EUR 12,000.50', 1_200_050],
    ['en-GB', 'EUR', '12.000,50 eur', 1_200_050],
    ['en-GB', 'EUR', '12 000', 1_200_000],
    ['en-GB', 'EUR', '12.000', '“12.000” can be read in two ways. Write 12000 or 12.00.'],
    ['de-DE', 'EUR', '12.000 €', 1_200_000],
    ['de-DE', 'EUR', '€ 12\u00a0000,5', 1_200_050],
    ['de-DE', 'EUR', '€12,000', '“€12,000” can be read in two ways. Write 12000 or 12,00.'],
    ['de-CH', 'CHF', "CHF 12'000.50", 1_200_050],
    ['en-GB', 'USD', 'US$5', 500],
    ['en-US', 'USD', '$5', 500],
    ['sv-SE', 'SEK', '5 kr', 500],
    ['ar-EG', 'EGP', 'ج.م. 5', 500],
    ['en-GB', 'GBP', '€5', `“€5” is not a number. ${BUDGET}`],
    ['en-GB', 'EUR', '€5 €', `“€5 €” is not a number. ${BUDGET}`],
    ['en-GB', 'EUR', '€', `“€” is not a number. ${BUDGET}`],
    ['en-GB', 'EUR', '-€5', BUDGET],
    ['en-GB', 'EUR', '€1.234,5678', BUDGET],
    ['en-GB', 'EUR', '€10,000,000,000,001', 'This amount is too large to be meant.'],
  ])('reads an amount where %s and %s are used: %s', (locale, currency, typed, expected) => {
    expect(amount(locale, currency, typed)).toBe(expected)
  })

  it('takes no sign of a currency where nobody knows which', () => {
    expect(faults({ title: 'x', budget: '€5' })).toEqual({ budget: `“€5” is not a number. ${BUDGET}` })
  })

  it('keeps cents exact', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000_000_000 }), cents => {
        expect(read({ title: 'x', budget: (cents / 100).toFixed(2) }).budget).toBe(cents)
      }),
      PROPERTY,
    )
  })
})
