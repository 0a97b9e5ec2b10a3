import type { Caution } from '../criterion.rules'
import type { Wording } from '../wording'

/** The power that a plan is measured by. */
export const WANTED_POWER = 0.8

/** Under this power at the smallest effect that matters, launching is not worth it. */
export const LEAST_POWER = 0.5

/** What the launch gate does with a design that cannot show the smallest effect that matters; said wherever that is said. */
export const STOPPED_AT_LAUNCH = 'The launch gate stops it, unless the owner overrides that with a reason.'

/** Rounded down, or a power just under a bar would read as the bar itself. */
export const powerInWords = (power: number, words: Wording): string => words.percent(Math.floor(power * 1000) / 1000)

/** Whether no result at all could be significant. */
export const isUnreachable = (smallestP: number | null, alpha: number): smallestP is number => smallestP !== null && smallestP > alpha

/** A power between the two bars passes, and whoever passes it knows: at the selection and at the launch. */
export function weakness(
  feasibility: { readonly smallestP: number | null; readonly alpha: number; readonly powerAtSmallestEffect: number | null } | null,
  words: Wording,
): Caution[] {
  if (!feasibility || isUnreachable(feasibility.smallestP, feasibility.alpha)) return []
  const power = feasibility.powerAtSmallestEffect
  if (power === null || power < LEAST_POWER || power >= WANTED_POWER) return []
  return [{ text: `A power of ${powerInWords(power, words)} is weak: the pilot may well miss the smallest effect that matters.`, to: 'plan' }]
}
