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

/** SQL on `pilot p`; a rollout takes the time it takes. `before` is a parameter's name, such as $2. */
export const waitsLong = (before: string): string =>
  `p.state_since < ${before}::timestamptz AND p.state IN ('draft', 'proposed', 'approved', 'concluded')`

/** SQL on `pilot p`; a running pilot is where it belongs until its planned end. */
export const runsOver = (before: string, today: string): string =>
  `p.state = 'running' AND p.state_since < ${before}::timestamptz AND p.ends_on < ${today}::date`

/** SQL on `pilot p`: either of the two. */
export const isStuck = (before: string, today: string): string => `(${waitsLong(before)} OR ${runsOver(before, today)})`
