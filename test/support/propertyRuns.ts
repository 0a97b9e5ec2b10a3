/** How many random data sets a property is tried with; `npm run -s properties` asks for ten times as many. */
export const PROPERTY_RUNS = Number(process.env['PROPERTY_RUNS'] ?? 1000)
