import { unitAfter } from '../platform/plural'
import { evidenceInWords, VERDICT_WORDS, type DecisionRow } from './decisionRule.rules'
import type { PlanDesign, PlanPairing } from './plan.entity'
import { usesAllocation } from './plan.rules'
import { FIELD_WORDS, type AmendableField, type PlanContent, type PlannedMetric } from './planContent.rules'

/*
 * The terms of a plan as its pages print them: the plan that holds, what the design can show.
 */

export const DESIGN_WORDS: Readonly<Record<PlanDesign, string>> = {
  randomised: 'Randomised: chance decides which unit gets the change',
  clusterRandomised: 'Randomised by site: chance decides which site gets the change',
  comparison: 'Comparison of chosen sites',
  beforeAfter: 'Before and after: the outcome is compared with a baseline',
  timeSeries: 'Time series',
  syntheticControl: 'Synthetic control',
  benchmark: 'Benchmark: one group against a fixed value',
}

export const PAIRING_WORDS: Readonly<Record<PlanPairing, string>> = {
  independent: 'Different units in each group',
  paired: 'The same units in both periods',
}

export const ROLE_WORDS = { primary: 'primary', secondary: 'secondary', guardrail: 'guardrail' } as const

/** A value and how it is to be written; the partial plans/value prints it in the program's locale. */
export interface Printed {
  readonly as: 'text' | 'number' | 'percent' | 'points' | 'day'
  readonly value: unknown
  readonly unit?: string
  readonly digits?: number
}

/** The fields of one value; metrics and rule are tables of their own. */
export type PrintedField = Exclude<AmendableField, 'metrics' | 'decisionRule'>

type Kind = Pick<PlannedMetric, 'kind' | 'unit'>

/** Terms in the order in which a plan is read; those that this design or metric has no use for are left out. */
export function printedTerms(fields: readonly PrintedField[], content: PlanContent, metric: PlannedMetric | undefined): { term: string; value: Printed }[] {
  const idle: readonly PrintedField[] = [
    ...(metric?.kind === 'mean' ? [] : (['baselineSd'] as const)),
    ...(usesAllocation(content.design) ? [] : (['allocationTreatment'] as const)),
  ]
  return fields.filter(field => !idle.includes(field)).map(field => ({ term: FIELD_WORDS[field], value: printed(field, content, metric) }))
}

export function printed(field: PrintedField, content: PlanContent, metric: Kind | undefined): Printed {
  switch (field) {
    case 'design':
      return { as: 'text', value: DESIGN_WORDS[content.design] }
    case 'pairing':
      return { as: 'text', value: PAIRING_WORDS[content.pairing] }
    case 'smallestEffect':
      return effect(content.smallestEffect, metric)
    case 'baselineValue':
      return metric?.kind === 'proportion' ? percent(content.baselineValue) : measured(content.baselineValue, metric)
    case 'baselineSd':
      return measured(content.baselineSd, metric)
    case 'plannedPerArm':
      return { as: 'number', value: content.plannedPerArm }
    case 'alpha':
      return { as: 'number', value: content.alpha }
    case 'allocationTreatment':
    case 'minimumDelivered':
      return percent(content[field])
    case 'startsOn':
    case 'endsOn':
      return { as: 'day', value: content[field] }
  }
}

export const ruleRow = ({ verdict, evidenceAtLeast, action }: DecisionRow, at: number) => ({
  number: at + 1,
  verdict,
  verdictWords: VERDICT_WORDS[verdict],
  evidence: evidenceInWords(evidenceAtLeast),
  action,
})

/** The page prints a number with three decimals at most, so 1.0001 is one minute to its reader. */
const measured = (value: number | null, metric: Kind | undefined): Printed => ({
  as: 'number',
  value,
  unit: unitAfter(Number((value ?? 0).toFixed(3)), metric?.unit ?? ''),
})

const percent = (share: number | null): Printed => ({ as: 'percent', value: share, digits: digitsOf(share === null ? 0 : share * 100) })

/** A difference: percentage points for shares, else the unit of the metric. */
export const effect = (value: number, metric: Kind | undefined): Printed =>
  metric?.kind === 'proportion' ? { as: 'points', value, digits: digitsOf(value * 100) } : measured(value, metric)

/** As many decimals as the number has, at most three. */
function digitsOf(value: number): number {
  return [0, 1, 2].find(digits => Math.abs(value - Number(value.toFixed(digits))) < 1e-9) ?? 3
}
