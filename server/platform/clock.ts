/** The only source of "now", so that tests and the sample program can say when something happened. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
