import { datedCells, dayBounds, dayOfLock, isAfterEnd, isBeforeLock, isInFuture } from '../../server/readings/dating.rules'

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

const BOUNDS = { lock: '2026-09-25', end: '2026-10-10', today: '2026-10-20' }

describe('the days that readings are held against', () => {
  it('are those of the pilot, wherever it is', () => {
    const plan = { lockedAt: new Date('2026-09-24T23:30:00Z') }
    const now = new Date('2026-10-19T22:30:00Z')
    expect(dayBounds(plan, { endsOn: '2026-10-10', timeZone: 'Europe/Berlin' }, now)).toEqual(BOUNDS)
    expect(dayBounds(plan, { endsOn: null, timeZone: 'America/New_York' }, now)).toEqual({ lock: '2026-09-24', end: null, today: '2026-10-19' })
    for (const unlocked of [null, { lockedAt: null }]) expect(dayBounds(unlocked, { endsOn: null, timeZone: 'UTC' }, now).lock).toBeNull()
  })
})

describe('a day that nobody expects', () => {
  it.each([
    ['outcome', '2026-10-10', false, false],
    ['outcome', '2026-10-11', true, false],
    ['outcome', '2026-10-20', true, false],
    ['outcome', '2026-10-21', false, true],
    ['baseline', '2026-10-11', false, false],
    ['baseline', '2026-10-21', false, true],
    ['outcome', null, false, false],
  ] as const)('%s of %s: after the end %s, to come %s', (period, day, late, early) => {
    expect([isAfterEnd({ period, day }, BOUNDS), isInFuture({ day }, BOUNDS)]).toEqual([late, early])
    expect(isAfterEnd({ period, day }, { ...BOUNDS, end: null })).toBe(false)
  })
})

describe('readings of all days together', () => {
  it('are counted by metric, arm and period, with how many bear which date', () => {
    const cell = (day: string | null, n: number, arm: 'control' | 'treatment' = 'control') => ({ metricId: 'visits', arm, period: 'outcome' as const, day, n })
    const cells = [cell('2026-09-24', 1), cell('2026-09-25', 2), cell('2026-10-11', 4), cell('2026-10-21', 8), cell(null, 16), cell(null, 32, 'treatment')]
    expect(datedCells(cells, BOUNDS)).toEqual([
      { metricId: 'visits', arm: 'control', period: 'outcome', n: 31, undated: 16, beforeLock: 1, afterEnd: 4, inFuture: 8 },
      { metricId: 'visits', arm: 'treatment', period: 'outcome', n: 32, undated: 32, beforeLock: 0, afterEnd: 0, inFuture: 0 },
    ])
  })
})
