import { effectAsTyped, isAnalysable, NOT_ANALYSED } from '../metrics/metric.rules'
import { readPartly } from '../platform/http/readInput'
import { asTyped } from '../platform/numberIn'
import { pilotHead } from '../pilots/pilotHead'
import { EVIDENCE_LEVELS } from '../programs/evidenceLevel'
import { ACTIONS, ruleCautions, VERDICT_WORDS, VERDICTS, type Action, type DecisionRow } from './decisionRule.rules'
import type { PlanDesign } from './plan.entity'
import { PlanFields } from './plan.input'
import type { PlanToWrite } from './plan.service'
import type { PlannedMetric } from './planContent.rules'
import { ANALYSABLE_DESIGNS } from './planFaults.rules'
import { planStanding } from './planStanding'
import { DESIGN_WORDS } from './printedTerms'

const DESIGN_HELP: Readonly<Record<(typeof ANALYSABLE_DESIGNS)[number], string>> = {
  randomised: 'The strongest design: evidence 5 of 5. Customers, contacts or weeks are drawn into two groups.',
  beforeAfter: 'One group, measured before and after the change. Evidence 2 of 5: whatever else changed meanwhile is in the difference too.',
}

/**
 * What views/plans/fields.hbs prints, for the form that writes a plan and the one that amends it.
 *
 * @param typed  decides how many rows the form needs
 */
export function planQuestions(toWrite: PlanToWrite, typed?: unknown) {
  const { pilot, offered } = toWrite
  const { terms, metric, watched } = planStanding(toWrite)
  const isShare = metric?.kind === 'proportion'
  const number = (value: number | null) => (value !== null && isShare ? hundredfold(value) : value)
  const here = `/pilots/${pilot.id}/plan`
  return {
    head: pilotHead(pilot, 'plan'),
    backTo: here,
    metric: metric && {
      id: metric.id,
      name: metric.name,
      isShare,
      isMean: metric.kind === 'mean',
      notAnalysed: isAnalysable(metric.kind) ? null : NOT_ANALYSED,
      better: metric.direction === 'higher' ? 'higher is better' : 'lower is better',
      effectUnit: isShare ? 'points' : metric.unit,
      valueUnit: isShare ? '%' : metric.unit,
      typedIn: isShare ? 'points' : 'unit',
    },
    plan: {
      ...terms,
      smallestEffect: number(terms.smallestEffect),
      baselineValue: number(terms.baselineValue),
      allocationTreatment: hundredfold(terms.allocationTreatment),
      minimumDelivered: hundredfold(terms.minimumDelivered),
    },
    designs: ANALYSABLE_DESIGNS.map(value => ({ value, label: DESIGN_WORDS[value], help: DESIGN_HELP[value] })),
    verdicts: VERDICTS.map(value => ({ value, label: VERDICT_WORDS[value] })),
    levels: EVIDENCE_LEVELS.map(value => ({ value, label: value === 1 ? 'any evidence' : value === 5 ? '5' : `${value} or more` })),
    actions: ACTIONS.map((value: Action) => ({ value, label: value })),
    rule: numbered(rowsTyped(typed, 'decisionRule') ?? terms.decisionRule, 2).map(({ row, at }) => ({
      at,
      number: at + 1,
      verdict: row?.verdict ?? '',
      evidenceAtLeast: row?.evidenceAtLeast ?? 1,
      action: row?.action ?? '',
    })),
    ruleCautions: ruleCautions({ ...terms, ...ruleTyped(typed) }, pilot.evidenceBar).map(({ text, advice }) => `${text} ${advice}`),
    watched: numbered(rowsTyped(typed, 'otherMetrics') ?? watched, offered.length > 1 ? 1 : 0).map(({ row, at }) => ({
      at,
      number: at + 1,
      id: row?.id ?? '',
      role: row?.role ?? '',
      isShare: row?.kind === 'proportion',
      margin: row && typeof row.margin === 'number' && row.kind === 'proportion' ? hundredfold(row.margin) : (row?.margin ?? ''),
    })),
    offered: offered
      .filter(({ id }) => id !== metric?.id)
      .map(({ id, name, kind, unit, guardrailMargin }) => {
        const margin = effectAsTyped(kind, guardrailMargin)
        const usual = margin === null ? '' : `; ${asTyped(margin, pilot.locale)} if left empty`
        return { value: id, label: `${name} (margin in ${kind === 'proportion' ? 'percentage points' : unit || 'its unit'}${usual})` }
      }),
    roles: [
      { value: 'secondary', label: 'secondary' },
      { value: 'guardrail', label: 'guardrail' },
    ],
  }
}

type AnyRow = Partial<DecisionRow> & Partial<Omit<PlannedMetric, 'margin'>> & { readonly margin?: number | string | null }

/** The rows that were typed, so that the form shown again has a place for each. */
function rowsTyped(typed: unknown, name: string): AnyRow[] | null {
  const rows = typeof typed === 'object' && typed !== null ? (typed as Record<string, unknown>)[name] : undefined
  return Array.isArray(rows) ? rows.map(() => ({})) : null
}

/** The rule and the design that were typed, as far as they can be read. */
function ruleTyped(typed: unknown): { readonly decisionRule?: readonly DecisionRow[]; readonly design?: PlanDesign } {
  if (rowsTyped(typed, 'decisionRule') === null) return {}
  const { decisionRule = [], design } = readPartly(PlanFields, typed).read
  return { decisionRule, ...(design && { design }) }
}

/** The rows and a few empty ones, each with its place. */
function numbered(rows: readonly AnyRow[], spare: number): { row: AnyRow | null; at: number }[] {
  return [...rows, ...Array.from({ length: spare }, () => null)].map((row, at) => ({ row, at }))
}

const hundredfold = (share: number): number => Number((share * 100).toPrecision(12))
