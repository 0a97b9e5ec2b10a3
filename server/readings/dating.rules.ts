import { calendarDay } from '../platform/calendarDay'
import type { Arm, Period } from './reading.entity'

/** The days that the dates of readings are held against, where the pilot is; null for one that is not known yet. */
export interface DayBounds {
  /** Of the lock of the plan. */
  readonly lock: string | null
  /** The last day that is planned. */
  readonly end: string | null
  readonly today: string
}

export function dayBounds(
  plan: { readonly lockedAt: Date | null } | null,
  { endsOn, timeZone }: { readonly endsOn: string | null; readonly timeZone: string },
  now: Date,
): DayBounds {
  return { lock: plan && dayOfLock(plan, { timeZone }), end: endsOn, today: calendarDay(now, timeZone) }
}

/** The day of the lock, where the pilot is; null for a plan that is not locked. */
export function dayOfLock({ lockedAt }: { readonly lockedAt: Date | null }, { timeZone }: { readonly timeZone: string }): string | null {
  return lockedAt === null ? null : calendarDay(lockedAt, timeZone)
}

interface Dated {
  readonly period: Period
  readonly day: string | null
}

/**
 * An outcome that is dated before the day of the lock: somebody could have seen it while the plan was written. It counts,
 * and is a caution beside the evidence.
 */
export const isBeforeLock = ({ period, day }: Dated, lockDay: string | null): boolean =>
  period === 'outcome' && day !== null && lockDay !== null && day < lockDay

/** What cannot have happened yet. */
export const isInFuture = ({ day }: Pick<Dated, 'day'>, { today }: DayBounds): boolean => day !== null && day > today

/** An outcome of a day that is over, but was not planned. */
export const isAfterEnd = (dated: Dated, bounds: DayBounds): boolean =>
  dated.period === 'outcome' && dated.day !== null && bounds.end !== null && dated.day > bounds.end && !isInFuture(dated, bounds)

/** How many values of a metric have been counted; nothing about what they are. */
export interface CountedCell {
  readonly metricId: string
  readonly arm: Arm
  readonly period: Period
  readonly n: number
}

/** The same of one day, or of days that lie alike to every bound; null for those without a date. */
export interface DailyCell extends CountedCell {
  readonly day: string | null
}

/** The same of all days, with how many of them bear which date. */
export interface DatedCell extends CountedCell {
  readonly undated: number
  readonly beforeLock: number
  readonly afterEnd: number
  readonly inFuture: number
}

/** Of all days together, in the order in which the groups come. */
export function datedCells(cells: readonly DailyCell[], bounds: DayBounds): DatedCell[] {
  const groups = new Map<string, DatedCell>()
  for (const cell of cells) {
    const { metricId, arm, period, n } = cell
    const key = `${metricId} ${arm} ${period}`
    const known = groups.get(key) ?? { metricId, arm, period, n: 0, undated: 0, beforeLock: 0, afterEnd: 0, inFuture: 0 }
    groups.set(key, {
      ...known,
      n: known.n + n,
      undated: known.undated + (cell.day === null ? n : 0),
      beforeLock: known.beforeLock + (isBeforeLock(cell, bounds.lock) ? n : 0),
      afterEnd: known.afterEnd + (isAfterEnd(cell, bounds) ? n : 0),
      inFuture: known.inFuture + (isInFuture(cell, bounds) ? n : 0),
    })
  }
  return [...groups.values()]
}
