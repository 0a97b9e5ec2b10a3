import { type Alternative, requireAlpha, requireAlternative, requireFinite } from '../inputChecks'

/**
 * What every question about power is asked first: are the given quantities numbers, is the level one, and in how many
 * tails does it lie?
 */
export function tailsOf(
  { alpha, alternative = 'two-sided' }: { readonly alpha: number; readonly alternative?: Alternative },
  ...given: readonly number[]
): 1 | 2 {
  requireFinite(...given)
  requireAlpha(alpha)
  requireAlternative(alternative)
  return alternative === 'two-sided' ? 2 : 1
}
