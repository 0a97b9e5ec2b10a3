import { may } from '../access/permissions'
import { hypothesis } from '../pilots/hypothesis'
import { pilotHead } from '../pilots/pilotHead'
import type { PilotMetric } from '../pilots/pilotInProgram.store'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import { ruleCautions } from './decisionRule.rules'
import { feasibilityCard } from './feasibility.view'
import { lockCriteria, planInForce, whyNotAmendable, whyNotEditable } from './plan.rules'
import type { SeenPlan } from './plan.service'
import { contentOf, unsealed, type PlanContent, type PlannedMetric } from './planContent.rules'
import { toldChanges } from './planDifferences'
import { effect, printedTerms, ROLE_WORDS, ruleRow, type PrintedField } from './printedTerms'

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
    content: content && documentOf(content, pilot.evidenceBar),
    feasibility: content && feasibilityCard(content, pilot, Boolean(plan?.lockedAt)),
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
          changes: toldChanges(before, after, pilot),
          downloadTo: `${here}/amendments/${number}/canonical.json`,
        }
      })
      .reverse(),
    isLocked: Boolean(plan?.lockedAt),
  }
}

/** A plan as its readers meet it. */
function documentOf(content: PlanContent, evidenceBar: EvidenceLevel) {
  const [metric] = content.metrics
  const others = content.metrics.filter(({ role }) => role !== 'primary')
  return {
    hypothesis: hypothesis(content.hypothesis),
    metric: metric ? { name: metric.name, better: metric.direction === 'higher' ? 'higher is better' : 'lower is better' } : null,
    design: printedTerms(DESIGN_FIELDS, content, metric),
    measure: printedTerms(MEASURE_FIELDS, content, metric),
    others: others.map(({ name, role, margin, ...kind }) => ({
      name,
      role: ROLE_WORDS[role],
      margin: margin === null ? null : effect(margin, kind),
    })),
    rule: content.decisionRule.map(ruleRow),
    ruleCautions: ruleCautions(content, evidenceBar).map(({ text }) => text),
  }
}

const DESIGN_FIELDS: readonly PrintedField[] = ['design', 'pairing', 'allocationTreatment', 'plannedPerArm', 'minimumDelivered', 'startsOn', 'endsOn']
const MEASURE_FIELDS: readonly PrintedField[] = ['baselineValue', 'baselineSd', 'smallestEffect', 'alpha']

function primaryOf(metric: PilotMetric | null): PlannedMetric[] {
  return metric ? [{ ...metric, role: 'primary', margin: null }] : []
}
