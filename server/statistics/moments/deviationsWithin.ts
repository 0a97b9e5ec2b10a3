import { type Moments } from './moments'

/** Values minus the mean of their own group, with the digits that the mean had to round off. */
export function deviationsWithin(values: readonly number[], { mean, meanRest = 0 }: Moments): number[] {
  return values.map(value => value - mean - meanRest)
}
