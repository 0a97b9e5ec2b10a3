import { asTyped, decimalSignOf, numberIn, numberTyped, type DecimalSign, type TwoReadings } from '../../server/platform/numberIn'

describe('a number in a text', () => {
  it.each<[string, DecimalSign, number | null]>([
    ['12', '.', 12],
    [' -0.5 ', '.', -0.5],
    ['.5', '.', 0.5],
    ['1e3', '.', 1000],
    ['1,234.5', '.', 1234.5],
    ['1,234', '.', 1234],
    ['12,5', '.', null],
    ['1,5', '.', null],
    ['12,5', ',', 12.5],
    ['1.234,5', ',', 1234.5],
    ['1.234', ',', 1234],
    ['1.5', ',', null],
    ['1 234,5', ',', 1234.5],
    ['1e999', '.', null],
    ['Infinity', '.', null],
    ['0x10', '.', null],
    ['', '.', null],
    ['12 %', '.', null],
    ['0.253', ',', null],
    ['0,253', '.', null],
    ['1.234.567', ',', 1_234_567],
  ])('%j with the decimal sign %s is %p', (cell, decimal, expected) => {
    expect(numberIn(cell, decimal)).toBe(expected)
  })
})

describe('a number that a person typed', () => {
  it.each<[string, DecimalSign | null, number | TwoReadings | null]>([
    ['12.5', ',', 12.5],
    ['12,5', '.', 12.5],
    ['12,5', null, 12.5],
    [' 12,50 ', null, 12.5],
    ['0.253', ',', 0.253],
    ['0,253', '.', 0.253],
    [',5', '.', 0.5],
    ['-0,5', '.', -0.5],
    ['−6.7', '.', -6.7],
    ['1.234', '.', 1.234],
    ['1.234', ',', 1234],
    ['1.234', null, 1.234],
    ['1,234', '.', 1234],
    ['1,234', ',', 1.234],
    ['1,234', null, { grouped: 1234, fraction: 1.234 }],
    ['1,234.5', ',', 1234.5],
    ['1.234,5', '.', 1234.5],
    ['1.234.567', '.', 1_234_567],
    ['1,234,567', null, 1_234_567],
    ['1 234,5', '.', 1234.5],
    ["1'234.50", ',', 1234.5],
    ['1,23,4', ',', null],
    ['1.2.3', '.', null],
    ['12 apples', '.', null],
    ['', '.', null],
  ])('%j where %p stands before decimals is %p', (typed, decimal, expected) => {
    expect(numberTyped(typed, decimal)).toEqual(expected)
  })
})

it.each([['en-GB', '.'], ['de-DE', ','], ['fr-FR', ','], ['de-CH', '.'], ['nb-NO', ',']])('%s writes decimals after %s', (locale, sign) => {
  expect(decimalSignOf(locale)).toBe(sign)
})

it.each(['en-GB', 'de-DE', 'de-CH'])('a number in a box is read back as it was: %s', locale => {
  for (const value of [0, 12.5, 1.234, 1234, 1234.5, -0.001, 3.141592653589793, 1e-9, 1e21]) {
    expect(numberTyped(asTyped(value, locale), decimalSignOf(locale))).toBe(value)
  }
})
