import { dayOfLock, isBeforeLock } from '../../server/readings/dating.rules'

describe('an outcome before the lock', () => {
  it('is measured in days of the pilot', () => {
    const lockedAt = new Date('2026-09-24T23:30:00Z')
    expect(dayOfLock({ lockedAt }, { timeZone: 'Europe/Berlin' })).toBe('2026-09-25')
    expect(dayOfLock({ lockedAt }, { timeZone: 'America/New_York' })).toBe('2026-09-24')
    expect(dayOfLock({ lockedAt: null }, { timeZone: 'Europe/Berlin' })).toBeNull()
  })

  it.each([
    ['outcome', '2026-09-24', true],
    ['outcome', '2026-09-25', false],
    ['outcome', null, false],
    ['baseline', '2026-09-24', false],
  ] as const)('%s of %s: %s', (period, day, isBefore) => {
    expect(isBeforeLock({ period, day }, '2026-09-25')).toBe(isBefore)
    expect(isBeforeLock({ period, day }, null)).toBe(false)
  })
})
