import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import type { PilotState } from '../pilots/pilot.entity'
import { firedRule, type FiredRow, type Verdict } from '../plans/decisionRule.rules'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import type { PlanContent, PlannedMetric } from '../plans/planContent.rules'
import { written } from '../platform/views/formats'
import { dataChecks, sampleRatioP, unitsOf, type DataCheck, type DataFacts } from '../readings/dataCheck.rules'
import type { MissingCell, ReadingImportKind } from '../readings/readingImport.entity'
import { NotEstimable } from '../statistics/notEstimable'
import {
  contrastOf, estimated, isEstimate, methodOf, momentsIn, NotAnalysable, turned,
  type ArmMoments, type Estimate, type Group, type Method, type NotEstimated,
} from './analysis.rules'
import { evidenceOf, type Evidence, type EvidenceFacts } from './evidence.rules'
import { holmAdjusted } from './family.rules'
import { sentenceOf } from './sentence.rules'
import { guardrailState, verdictBeside, verdictOf, type GuardedInterval, type GuardrailState } from './verdict.rules'
import { workingOf, type Working } from './working.rules'

/** Everything a result depends on. Its canonical JSON is what the digest of a finding stands for. */
export interface FindingInputs {
  readonly engine: string
  readonly planHash: string
  readonly locale: string
  readonly plan: PlanContent
  /** What all readings of a metric come down to, in the order of metric, arm and period. */
  readonly moments: readonly MetricMoments[]
  readonly imports: readonly { readonly id: string; readonly checksum: string }[]
  readonly execution: Omit<EvidenceFacts, 'design' | 'fewestClusters' | 'sampleRatioP' | 'attrition' | 'minimumDelivered' | 'locale'>
  /** Values left empty and rows whose unit came twice. */
  readonly quality: {
    readonly missing: readonly MissingCell[]
    readonly duplicates: number
    /** How the readings came, each kind once; absent from findings of earlier versions. */
    readonly kinds?: readonly ReadingImportKind[]
    /** Outcome readings without a date; absent from findings of earlier versions. */
    readonly outcomesUndated?: number
  }
}

export interface MetricMoments extends ArmMoments {
  readonly metricId: string
}

/** What is worked out for one metric; stored as it is. */
export interface WorkedOut {
  readonly metric: PlannedMetric
  readonly method: Method | null
  readonly answer: Estimate | NotEstimated
  /** Holm's, within the family of secondary metrics; null for the others. */
  readonly adjustedP: number | null
  /** Of a guardrail. */
  readonly guardrail: GuardrailState | null
  readonly verdict: Verdict
  readonly sentence: string
  readonly working: Working | null
  /** Of the primary metric alone. */
  readonly fired: FiredRow | null
}

/** The numbers of a finding beside those that have a column. */
export interface FindingResult {
  readonly reference: Group | null
  readonly changed: Group | null
  readonly statistic: number | null
  readonly df: number | null
  readonly adjustedP: number | null
  readonly guardrail: GuardrailState | null
}

export interface AnalysedPilot {
  readonly findings: readonly WorkedOut[]
  readonly evidence: Evidence
  readonly checks: readonly DataCheck[]
}

/** SHA-256 of the canonical JSON (RFC 8785) of the inputs, in hexadecimal. */
export function digestOf(inputs: FindingInputs): string {
  const text = canonicalize(inputs)
  if (text === undefined) throw new TypeError('The inputs of a finding must be expressible as JSON.')
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/**
 * Why no result may be seen now, as a sentence; null where it may. A plan with a fixed horizon is read once.
 */
export function resultsHidden(state: PilotState): string | null {
  if (isOutcomeOpen(state)) return null
  switch (state) {
    case 'running':
      return 'Results appear when the pilot has been concluded. While it runs, nobody sees an estimate: looking early makes chance look like success.'
    case 'withdrawn':
      return 'This pilot was withdrawn while it was not concluded, so no result of it is shown.'
    default:
      return 'Results appear when the pilot has run and been concluded.'
  }
}

/** The whole analysis: pure, and the same from the same inputs. The primary metric comes first. */
export function analysed(inputs: FindingInputs): AnalysedPilot {
  const { plan, execution } = inputs
  const data = dataOf(inputs)
  const evidence = evidenceOf({
    ...execution,
    design: plan.design,
    fewestClusters: null,
    sampleRatioP: sampleRatioP(data),
    attrition: attritionOf(inputs),
    minimumDelivered: plan.minimumDelivered,
    locale: inputs.locale,
  })
  const answers = plan.metrics.map(metric => ({ metric, ...answerFor(metric, inputs) }))
  const guardrails = answers
    .filter(({ metric }) => metric.role === 'guardrail')
    .map(({ metric, answer }): GuardedInterval => ({
      name: metric.name,
      interval: isEstimate(answer) ? turned(answer, metric.direction) : null,
      margin: metric.margin ?? 0,
    }))
  const adjusted = adjustedPs(answers)
  const findings = answers.map(({ metric, method, answer }): WorkedOut => {
    const isPrimary = metric.role === 'primary'
    const adjustedP = adjusted.get(metric.id) ?? null
    const facts = {
      shareDelivered: execution.shareDelivered,
      minimumDelivered: plan.minimumDelivered,
      interval: isEstimate(answer) ? turned(answer, metric.direction) : null,
      smallestEffect: isPrimary ? plan.smallestEffect : null,
      guardrails: isPrimary ? guardrails : [],
    }
    const guardrail = metric.role === 'guardrail' ? guardrailState({ interval: facts.interval, margin: metric.margin ?? 0 }) : null
    const verdict = isPrimary ? verdictOf(facts) : verdictBeside(facts, { margin: metric.margin, adjustedP, alpha: plan.alpha })
    const named = (state: GuardrailState): string[] => facts.guardrails.filter(guardrail => guardrailState(guardrail) === state).map(({ name }) => name)
    return {
      metric,
      method,
      answer,
      adjustedP,
      guardrail,
      verdict,
      sentence: sentenceOf({
        verdict,
        metric,
        design: plan.design,
        answer,
        alpha: plan.alpha,
        smallestEffect: facts.smallestEffect,
        guardrail,
        adjustedP,
        brokenGuardrails: named('broken'),
        openGuardrails: named('open'),
        shareDelivered: execution.shareDelivered,
        locale: inputs.locale,
      }),
      working: isEstimate(answer) ? workingOf(answer, plan.alpha) : null,
      fired: isPrimary ? firedRule(plan.decisionRule, verdict, evidence.level) : null,
    }
  })
  return { findings, evidence, checks: [...dataChecks(data), deliveryCheck(inputs)] }
}

/** What the next action of a sponsor may rest on, in words, measured against the program's bar. */
export function goodFor(level: EvidenceLevel, bar: EvidenceLevel, verdict: Verdict): { readonly enough: string; readonly notYet: string | null } {
  if (verdict === 'dontKnow' || verdict === 'notDelivered') return { enough: 'planning what comes next', notYet: 'any conclusion about the change' }
  if (verdict === 'harms' || verdict === 'noMeaningfulEffect') {
    // not to roll out asks for no bar; what is weakly shown may still be worth another try
    return { enough: 'a decision against rollout', notYet: level >= bar ? null : 'giving the idea up for good' }
  }
  if (level >= bar) return { enough: 'a decision about rollout', notYet: null }
  return { enough: 'another, stronger pilot', notYet: `rollout (the program asks for ${bar})` }
}

function answerFor(metric: PlannedMetric, { plan, moments }: FindingInputs): { method: Method | null; answer: Estimate | NotEstimated } {
  const own = moments.filter(({ metricId }) => metricId === metric.id)
  const { changed, reference } = contrastOf(plan.design)
  try {
    const method = methodOf(plan.design, plan.pairing, metric.kind)
    return { method, answer: estimated(method, momentsIn(own, changed), momentsIn(own, reference), plan.alpha) }
  } catch (fault) {
    // NotEstimable before there are groups to show: readings too large to be summed
    if (!(fault instanceof NotAnalysable || fault instanceof NotEstimable)) throw fault
    return { method: null, answer: { because: fault.message, reference: null, changed: null } }
  }
}

function adjustedPs(answers: readonly { metric: PlannedMetric; answer: Estimate | NotEstimated }[]): Map<string, number> {
  const family = answers.flatMap(({ metric, answer }) => (metric.role === 'secondary' && isEstimate(answer) ? [{ id: metric.id, p: answer.p }] : []))
  const adjusted = holmAdjusted(family.map(({ p }) => p))
  return new Map(family.map(({ id }, index) => [id, adjusted[index] ?? 1]))
}

const dataOf = ({ plan, moments, quality, execution: { outcomesBeforeLock }, locale }: FindingInputs): DataFacts => ({
  plan,
  counts: moments,
  outcomesUndated: 0,
  ...quality,
  outcomesBeforeLock,
  locale,
})

function attritionOf(inputs: FindingInputs): { readonly treatment: number; readonly control: number } | null {
  if (inputs.plan.design !== 'randomised') return null
  const share = (arm: ArmMoments['arm']): number => {
    const { seen, missing } = unitsOf(dataOf(inputs), arm)
    return missing / Math.max(1, seen + missing)
  }
  return { treatment: share('treatment'), control: share('control') }
}

function deliveryCheck({ plan, execution: { shareDelivered }, locale }: FindingInputs): DataCheck {
  const name = 'Delivery'
  if (shareDelivered === null) return { name, status: 'caution', text: 'The share delivered is not recorded.' }
  const percent = (share: number): string => written(share, locale, { style: 'percent', maximumFractionDigits: 1 })
  return {
    name,
    status: shareDelivered < plan.minimumDelivered ? 'bad' : 'ok',
    text: `${percent(shareDelivered)} delivered; the plan asks for ${percent(plan.minimumDelivered)}.`,
  }
}
