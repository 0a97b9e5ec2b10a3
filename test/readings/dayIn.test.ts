import { dayIn, type DateFormat } from '../../server/readings/dayIn'

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
