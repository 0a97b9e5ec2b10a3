/** Longer than this in one state, and somebody should ask why. */
export const STUCK_DAYS = 30

/** Values a query compares with; computed once here, in the query it would be once a row. */
export interface StuckSince {
  /** In its state since before this moment is too long. */
  readonly before: Date
  /** YYYY-MM-DD, in UTC. */
  readonly today: string
}

export const stuckSince = (now: Date): StuckSince => ({
  before: new Date(now.getTime() - STUCK_DAYS * 86_400_000),
  today: now.toISOString().slice(0, 10),
})
