import { may } from '../access/permissions'
import { overspendInWords, STOPPED_AT_LAUNCH } from '../pilots/gateCriteria.rules'
import { hypothesis } from '../pilots/hypothesis'
import { pilotHead } from '../pilots/pilotHead'
import { isOpen } from '../pilots/openParts.rules'
import type { PilotMetric } from '../pilots/pilotInProgram.store'
import { wordingOf } from '../pilots/wording'
import { ACTIONS, VERDICT_WORDS, VERDICTS, type Action, type DecisionRow } from './decisionRule.rules'
import { EVIDENCE_LEVELS } from '../programs/evidenceLevel'
import { feasibilityOf, type Feasibility, type FeasibilityWord } from './feasibility.rules'
import { excessesOf, excessInWords } from './planAgainstProposal.rules'
import type { PlanDesign, PlanPairing } from './plan.entity'
import {
  ANALYSABLE_DESIGNS,
  lockCriteria,
  mayMoveEnd,
  planInForce,
  startingTerms,
  whyNotAmendable,
  whyNotEditable,
} from './plan.rules'
import type { PlanToWrite, SeenPlan } from './plan.service'
import {
  changedFields,
  contentOf,
  FIELD_WORDS,
  primaryMetric,
  sealed,
  unsealed,
  type AmendableField,
  type PlanContent,
  type PlannedMetric,
  type PlanTerms,
} from './planContent.rules'

const DESIGN_WORDS: Readonly<Record<PlanDesign, string>> = {
  randomised: 'Randomised: chance decides which unit gets the change',
  clusterRandomised: 'Randomised by site: chance decides which site gets the change',
  comparison: 'Comparison of chosen sites',
  beforeAfter: 'Before and after: the outcome is compared with a baseline',
  timeSeries: 'Time series',
  syntheticControl: 'Synthetic control',
  benchmark: 'Benchmark: one group against a fixed value',
}

const DESIGN_HELP: Readonly<Record<(typeof ANALYSABLE_DESIGNS)[number], string>> = {
  randomised: 'The strongest design: evidence 5 of 5. Customers, contacts or weeks are drawn into two groups.',
  beforeAfter: 'One group, measured before and after the change. Evidence 2 of 5: whatever else changed meanwhile is in the difference too.',
}

const PAIRING_WORDS: Readonly<Record<PlanPairing, string>> = {
  independent: 'Different units in each group',
  paired: 'The same units in both periods',
}

const ROLE_WORDS = { primary: 'primary', secondary: 'secondary', guardrail: 'guardrail' } as const

/** A value and how it is to be written; the partial plans/value prints it in the program's locale. */
interface Printed {
  readonly as: 'text' | 'number' | 'percent' | 'points' | 'day' | 'rule'
  readonly value: unknown
  readonly unit?: string
  readonly digits?: number
}

type Kind = Pick<PlannedMetric, 'kind' | 'unit'>

/** What views/plans/show.hbs prints, ready to print. */
export function planPage({ pilot, plan, lockedBy, otherMetrics, amendments, standing }: SeenPlan) {
  const mayEdit = may(standing, 'plan.edit')
  const here = `/pilots/${pilot.id}/plan`
  const written = plan && !plan.lockedAt ? contentOf(pilot, plan, [...primaryOf(pilot.metric), ...otherMetrics]) : null
  const content = plan?.lockedAt ? planInForce(plan, amendments) : written
  const criteria = lockCriteria({ state: pilot.state, terms: plan, metric: pilot.metric, endsOn: pilot.endsOn })
  const isReady = criteria.every(({ met }) => met)
  return {
    head: pilotHead(pilot, 'plan'),
    content: content && documentOf(content),
    feasibility: content && feasibilityCard(content, pilot),
    empty:
      content === null
        ? {
            text: pilot.metric
              ? 'The plan will stand here: what is measured, what counts as an effect, and what follows from each answer.'
              : 'The plan is written in the unit of the primary metric. Choose that metric in the proposal first.',
            actionTo: !mayEdit ? null : pilot.metric ? `${here}/edit` : `/pilots/${pilot.id}/edit#field-metricId`,
            actionLabel: pilot.metric ? 'Write the plan' : 'Choose the metric',
          }
        : null,
    seal: plan?.lockedAt
      ? {
          hash: amendments.at(-1)?.hash ?? plan.hash,
          lockedAt: plan.lockedAt,
          lockedBy,
          lockedHash: plan.hash,
          isAmended: amendments.length > 0,
          downloadTo: amendments.length > 0 ? `${here}/amendments/${amendments.length}/canonical.json` : `${here}/canonical.json`,
          lockedTo: `${here}/canonical.json`,
        }
      : null,
    editTo: mayEdit && content && whyNotEditable(plan, pilot.state) === null ? `${here}/edit` : null,
    amendTo: mayEdit && whyNotAmendable(plan, pilot.state) === null ? `${here}/amend` : null,
    whyNotAmend: mayEdit && plan?.lockedAt ? whyNotAmendable(plan, pilot.state) : null,
    lock:
      plan && !plan.lockedAt
        ? {
            criteria: criteria.map(({ criterion, met, mendIn }) => ({
              label: criterion,
              status: met ? 'met' : 'unmet',
              href: met || !mayEdit ? null : mendIn === 'plan' ? `${here}/edit` : `/pilots/${pilot.id}`,
              action: 'Mend',
            })),
            to: mayEdit && isReady ? `${here}/lock` : null,
            version: plan.version,
          }
        : null,
    amendments: amendments
      .map(({ number, reason, hash, at, actorName, afterFirstOutcome, canonical }, position) => {
        const after = unsealed(canonical)
        const before = unsealed((position === 0 ? plan?.canonical : amendments[position - 1]?.canonical) ?? canonical)
        return {
          number,
          reason,
          hash,
          at,
          actorName,
          afterFirstOutcome,
          changes: changesBetween(before, after),
          downloadTo: `${here}/amendments/${number}/canonical.json`,
        }
      })
      .reverse(),
    isLocked: Boolean(plan?.lockedAt),
  }
}

/** A plan as its readers meet it. */
function documentOf(content: PlanContent) {
  const [metric] = content.metrics
  const others = content.metrics.filter(({ role }) => role !== 'primary')
  return {
    hypothesis: hypothesis(content.hypothesis),
    metric: metric ? { name: metric.name, better: metric.direction === 'higher' ? 'higher is better' : 'lower is better' } : null,
    design: factsOf(DESIGN_FIELDS, content, metric),
    measure: factsOf(MEASURE_FIELDS, content, metric),
    others: others.map(({ name, role, margin, ...kind }) => ({
      name,
      role: ROLE_WORDS[role],
      margin: margin === null ? null : effect(margin, kind),
    })),
    rule: content.decisionRule.map(ruleRow),
  }
}

const DESIGN_FIELDS: readonly AmendableField[] = ['design', 'pairing', 'allocationTreatment', 'plannedPerArm', 'minimumDelivered', 'startsOn', 'endsOn']
const MEASURE_FIELDS: readonly AmendableField[] = ['baselineValue', 'baselineSd', 'smallestEffect', 'alpha']

/** Terms in the order in which a plan is read; those that this design or metric has no use for are left out. */
function factsOf(fields: readonly AmendableField[], content: PlanContent, metric: PlannedMetric | undefined): { term: string; value: Printed }[] {
  const idle: readonly AmendableField[] = [
    ...(metric?.kind === 'mean' ? [] : (['baselineSd'] as const)),
    ...(content.design === 'randomised' ? [] : (['allocationTreatment'] as const)),
  ]
  return fields.filter(field => !idle.includes(field)).map(field => ({ term: FIELD_WORDS[field], value: printed(field, content, metric) }))
}

function printed(field: AmendableField, content: PlanContent, metric: Kind | undefined): Printed {
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
    case 'metrics':
      return { as: 'text', value: content.metrics.map(({ name, role }) => `${name} (${ROLE_WORDS[role]})`).join(', ') }
    case 'decisionRule':
      return { as: 'rule', value: content.decisionRule.map(ruleRow) }
  }
}

function changesBetween(before: PlanContent, after: PlanContent) {
  return changedFields(before, after).map(field => ({
    term: FIELD_WORDS[field],
    from: printed(field, before, before.metrics[0]),
    to: printed(field, after, after.metrics[0]),
  }))
}

/** The power itself stands in the first line under the sentence. */
const FEASIBILITY_WORDS: Readonly<Record<FeasibilityWord, { word: string; shape: string; tone: string; sentence: string }>> = {
  fine: {
    word: 'fine',
    shape: 'tick',
    tone: 'good',
    sentence: 'If the change has the smallest effect that matters, this design will probably show it.',
  },
  weak: {
    word: 'weak',
    shape: 'half',
    tone: 'caution',
    sentence: 'This design may well miss the smallest effect that matters. More units, or a larger effect to look for, would help.',
  },
  unlikely: {
    word: 'likely to miss',
    shape: 'half',
    tone: 'bad',
    sentence: `This design is more likely to miss the smallest effect that matters than to see it. ${STOPPED_AT_LAUNCH}`,
  },
  unreachable: {
    word: 'cannot reach significance',
    shape: 'x',
    tone: 'bad',
    sentence: `With so few units no result can be significant, whatever it shows. ${STOPPED_AT_LAUNCH}`,
  },
}

/** What the design can show, as the plan page says it. */
function feasibilityCard(content: PlanContent, pilot: SeenPlan['pilot']) {
  const [metric] = content.metrics
  if (!metric) return null
  const { arrivalsPerWeek: arrivals } = pilot
  const wording = wordingOf(pilot)
  const shown: Feasibility = feasibilityOf(content, metric, arrivals)
  const words = shown.word && FEASIBILITY_WORDS[shown.word]
  return {
    ...shown,
    verdict: words,
    smallestEffect: effect(content.smallestEffect, metric),
    detectable: shown.detectableEffect === null ? null : rounded(effect(shown.detectableEffect, metric)),
    arrivals,
    arrivalsTo: `/pilots/${pilot.id}/${isOpen(pilot.state, 'proposal') ? 'edit' : 'timebox'}#field-arrivalsPerWeek`,
    isBeforeAfter: content.design === 'beforeAfter',
    cautions: [
      ...excessesOf(content, pilot).map(excess => excessInWords(excess, wording)),
      ...overspendInWords(pilot, wording),
    ],
  }
}

/** A computed number has no natural end; two decimals are enough to plan by. */
const rounded = (value: Printed): Printed => ({ ...value, digits: value.as === 'points' ? 2 : 3 })

const ruleRow = ({ verdict, evidenceAtLeast, action }: DecisionRow, at: number) => ({
  number: at + 1,
  verdict,
  verdictWords: VERDICT_WORDS[verdict],
  evidence: evidenceAtLeast === 1 ? 'any evidence' : evidenceAtLeast === 5 ? 'evidence 5' : `evidence ${evidenceAtLeast} or more`,
  action,
})

const measured = (value: number | null, metric: Kind | undefined): Printed => ({ as: 'number', value, unit: metric?.unit ?? '' })

const percent = (share: number | null): Printed => ({ as: 'percent', value: share, digits: digitsOf(share === null ? 0 : share * 100) })

/** A difference: percentage points for shares, else the unit of the metric. */
const effect = (value: number, metric: Kind | undefined): Printed =>
  metric?.kind === 'proportion' ? { as: 'points', value, digits: digitsOf(value * 100) } : measured(value, metric)

/** As many decimals as the number has, at most three. */
function digitsOf(value: number): number {
  return [0, 1, 2].find(digits => Math.abs(value - Number(value.toFixed(digits))) < 1e-9) ?? 3
}

/**
 * What views/plans/edit.hbs and amend.hbs print; `typed` decides how many rows the form needs. Whoever opens the page
 * that no longer fits is told so; what was typed before somebody else locked the plan is kept, as an amendment.
 */
export function planForm({ pilot, plan, otherMetrics, amendments, offered }: PlanToWrite, purpose: 'revise' | 'amend', typed?: unknown) {
  const inForce = plan?.lockedAt ? planInForce(plan, amendments) : null
  const terms: Omit<PlanTerms, 'smallestEffect'> & { readonly smallestEffect: number | null } = inForce ?? plan ?? startingTerms(pilot)
  const metric = inForce ? primaryMetric(inForce) : pilot.metric
  const isShare = metric?.kind === 'proportion'
  const watched = inForce ? inForce.metrics.filter(({ role }) => role !== 'primary') : otherMetrics
  const number = (value: number | null) => (value !== null && isShare ? hundredfold(value) : value)
  const here = `/pilots/${pilot.id}/plan`
  return {
    head: pilotHead(pilot, 'plan'),
    to: inForce ? `${here}/amend` : `${here}/edit`,
    backTo: here,
    version: plan?.version ?? 0,
    replaces: inForce ? sealed(inForce).hash : null,
    number: (inForce?.amendment?.number ?? 0) + 1,
    endsOn: inForce?.endsOn ?? null,
    mayMoveEnd: mayMoveEnd(pilot.state),
    refusal: (typed === undefined ? purpose === 'amend' : inForce) ? whyNotAmendable(plan, pilot.state) : whyNotEditable(plan, pilot.state),
    metric: metric && {
      name: metric.name,
      isShare,
      isMean: metric.kind === 'mean',
      better: metric.direction === 'higher' ? 'higher is better' : 'lower is better',
      effectUnit: isShare ? 'points' : metric.unit,
      valueUnit: isShare ? '%' : metric.unit,
      typedIn: isShare ? 'points' : 'unit',
    },
    metricTo: `/pilots/${pilot.id}/edit#field-metricId`,
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
    watched: numbered(rowsTyped(typed, 'otherMetrics') ?? watched, offered.length > 1 ? 1 : 0).map(({ row, at }) => ({
      at,
      number: at + 1,
      id: row?.id ?? '',
      role: row?.role ?? '',
      margin: row && typeof row.margin === 'number' && row.kind === 'proportion' ? hundredfold(row.margin) : (row?.margin ?? ''),
    })),
    offered: offered
      .filter(({ id }) => id !== metric?.id)
      .map(({ id, name, kind, unit }) => ({ value: id, label: `${name} (margin in ${kind === 'proportion' ? 'percentage points' : unit || 'its unit'})` })),
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

/** The rows and a few empty ones, each with its place. */
function numbered(rows: readonly AnyRow[], spare: number): { row: AnyRow | null; at: number }[] {
  return [...rows, ...Array.from({ length: spare }, () => null)].map((row, at) => ({ row, at }))
}

const hundredfold = (share: number): number => Number((share * 100).toPrecision(12))

function primaryOf(metric: PilotMetric | null): PlannedMetric[] {
  return metric ? [{ ...metric, role: 'primary', margin: null }] : []
}
