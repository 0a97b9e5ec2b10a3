import fc from 'fast-check'

/** Clusters of one to six rows, each wholly in one arm, with at least two clusters per arm. */
export const CLUSTERED = fc
  .array(
    fc.record({
      treated: fc.constantFrom(0, 1),
      values: fc.array(fc.integer({ min: -900, max: 900 }).map(v => v / 16), { minLength: 1, maxLength: 6 }),
    }),
    { minLength: 4, maxLength: 9 },
  )
  .filter(clusters => [0, 1].every(arm => clusters.filter(({ treated }) => treated === arm).length >= 2))
  .map(clusters => ({
    y: clusters.flatMap(({ values }) => values),
    treatment: clusters.flatMap(({ treated, values }) => values.map(() => treated)),
    cluster: clusters.flatMap(({ values }, g) => values.map(() => `site ${g}`)),
    alpha: 0.05,
  }))
