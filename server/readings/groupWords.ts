import type { PlanDesign } from '../plans/plan.entity'
import type { Arm, Period } from './reading.entity'

/** The group in the words of its design: before and after, or with and without the change. */
export function groupWords({ arm, period }: { readonly arm: Arm; readonly period: Period }, design: PlanDesign | null): string {
  if (design === 'beforeAfter') return period === 'baseline' ? 'Before' : 'After'
  const group = arm === 'control' ? 'Control' : 'Treatment'
  return period === 'baseline' ? `${group}, baseline` : group
}
