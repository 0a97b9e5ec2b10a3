import type { Clock } from '../platform/clock'
import type { On } from './story'

const DAY_MS = 24 * 60 * 60_000
const HOUR_MS = 60 * 60_000
const USUAL_HOUR = 9

/** Something that somebody did, written down before it is done. */
interface Entry {
  readonly at: Date
  readonly act: () => Promise<void>
}

/**
 * What happened in the sample, to be gone through in the order of time; its clock tells the time of the entry. An entry
 * may write later ones.
 */
export class Diary implements Clock {
  private readonly entries: Entry[] = []
  private time: Date

  constructor(private readonly today: Date) {
    this.time = today
  }

  now(): Date {
    return this.time
  }

  /** The calendar day so many days before today; a negative number is in the future. */
  day(daysAgo: number): string {
    return new Date(this.today.getTime() - daysAgo * DAY_MS).toISOString().slice(0, 10)
  }

  write(on: On, act: () => Promise<void>): void {
    this.entries.push({ at: this.moment(on), act })
  }

  /** @param signal  stops between two entries */
  async relive(signal?: AbortSignal): Promise<void> {
    for (let next = this.first(); next; next = this.first()) {
      signal?.throwIfAborted()
      this.time = next.at
      await next.act()
    }
  }

  /** Takes out the earliest entry; what is written for the same moment keeps its order. */
  private first(): Entry | undefined {
    let earliest = 0
    this.entries.forEach(({ at }, place) => {
      if (at < (this.entries[earliest]?.at ?? at)) earliest = place
    })
    return this.entries.splice(earliest, 1)[0]
  }

  private moment({ daysAgo, hour = USUAL_HOUR }: On): Date {
    return new Date(Date.parse(`${this.day(daysAgo)}T00:00:00Z`) + hour * HOUR_MS)
  }
}
