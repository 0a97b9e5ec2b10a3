export const DATE_FORMATS = ['year-month-day', 'day/month/year', 'month/day/year', 'day.month.year'] as const
export type DateFormat = (typeof DATE_FORMATS)[number]

const DATE = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?:[T ]\d{1,2}:\d{2}.*)?$/

/** The day that a cell holds as YYYY-MM-DD, or null when it holds none that exists. A time of day after it is passed over. */
export function dayIn(cell: string, format: DateFormat): string | null {
  const [, first = '', sign = '', second = '', third = ''] = DATE.exec(cell.trim()) ?? []
  const expected = { 'year-month-day': '-', 'day/month/year': '/', 'month/day/year': '/', 'day.month.year': '.' }[format]
  if (sign !== expected) return null
  const [year, month, day] =
    format === 'year-month-day' ? [first, second, third] : format === 'month/day/year' ? [third, first, second] : [third, second, first]
  if (year.length !== 4 || day.length > 2) return null
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const exists = at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(day) && Number(year) >= 1900
  return exists ? at.toISOString().slice(0, 10) : null
}
