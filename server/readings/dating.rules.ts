import { calendarDay } from '../platform/calendarDay'
import type { Period } from './reading.entity'

/** The day of the lock, where the pilot is; null for a plan that is not locked. */
export function dayOfLock({ lockedAt }: { readonly lockedAt: Date | null }, { timeZone }: { readonly timeZone: string }): string | null {
  return lockedAt === null ? null : calendarDay(lockedAt, timeZone)
}

/**
 * An outcome that is dated before the day of the lock: somebody could have seen it while the plan was written. It counts,
 * and is a caution beside the evidence.
 */
export const isBeforeLock = ({ period, day }: { readonly period: Period; readonly day: string | null }, lockDay: string | null): boolean =>
  period === 'outcome' && day !== null && lockDay !== null && day < lockDay
