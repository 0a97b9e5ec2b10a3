const asked = process.env['PROPERTY_RUNS']

/** How many random data sets a property is tried with; `npm run -s properties` asks for ten times as many. */
export const PROPERTY_RUNS = Number(asked ?? 1000)

/**
 * What every property is tried with. Everyday runs draw the same data each time, for they must not depend on luck;
 * `npm run -s properties` draws new ones.
 */
export const PROPERTY = { numRuns: PROPERTY_RUNS, ...(asked === undefined && { seed: 20_261_121 }) }
