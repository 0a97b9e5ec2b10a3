/** How many random data sets a property is tried on; `npm run -s properties` asks for more through PROPERTY_RUNS. */
export const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 1000) }
