import { dayIn, numberIn, type DateFormat, type Decimal } from '../../server/readings/cellText'

describe('a number in a cell', () => {
  it.each<[string, Decimal, number | null]>([
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
  ])('%j with the decimal sign %s is %p', (cell, decimal, expected) => {
    expect(numberIn(cell, decimal)).toBe(expected)
  })
})

describe('a day in a cell', () => {
  it.each<[string, DateFormat, string | null]>([
    ['2026-11-04', 'year-month-day', '2026-11-04'],
    ['2026-11-04 10:12:33', 'year-month-day', '2026-11-04'],
    ['2026-11-04T10:12:33Z', 'year-month-day', '2026-11-04'],
    ['4/11/2026', 'day/month/year', '2026-11-04'],
    ['11/4/2026', 'month/day/year', '2026-11-04'],
    ['04.11.2026', 'day.month.year', '2026-11-04'],
    ['31/11/2026', 'day/month/year', null],
    ['11/31/2026', 'day/month/year', null],
    ['2026-02-29', 'year-month-day', null],
    ['4/11/26', 'day/month/year', null],
    ['04.11.2026', 'day/month/year', null],
    ['yesterday', 'year-month-day', null],
  ])('%j written as %s is %p', (cell, format, expected) => {
    expect(dayIn(cell, format)).toBe(expected)
  })
})
