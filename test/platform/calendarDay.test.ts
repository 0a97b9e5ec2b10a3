import { calendarDay } from '../../server/platform/calendarDay'

it.each([
  ['2026-11-20T23:30:00Z', 'Europe/Berlin', '2026-11-21'],
  ['2026-11-20T23:30:00Z', 'America/New_York', '2026-11-20'],
  ['2026-10-15T23:30:00Z', 'UTC', '2026-10-15'],
])('%s is a day where the program lives: in %s %s', (moment, timeZone, day) => {
  expect(calendarDay(new Date(moment), timeZone)).toBe(day)
})
