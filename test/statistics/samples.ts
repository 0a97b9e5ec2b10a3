import fc from 'fast-check'

/** Levels of a test. */
export const LEVELS = fc.double({ min: 0.001, max: 0.5, noNaN: true })

/** Two to thirty values that are not all the same. */
export const SPREAD_VALUES = fc
  .array(fc.integer({ min: -50_000, max: 50_000 }).map(v => v / 1000), { minLength: 2, maxLength: 30 })
  .filter(values => values.some(value => Math.abs(value - (values[0] ?? 0)) > 0.01))

/** A binary arm of up to 5,000, all or none successes included. */
export const BINARY_ARM = fc
  .integer({ min: 1, max: 5000 })
  .chain(n => fc.record({ successes: fc.integer({ min: 0, max: n }), n: fc.constant(n) }))
