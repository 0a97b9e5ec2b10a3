import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { PilotState } from '../pilots/pilot.entity'
import { firedRule, type EvidenceLevel, type FiredRow, type Verdict } from '../plans/decisionRule.rules'
import type { PlanContent, PlannedMetric } from '../plans/planContent.rules'
import { NotEstimable } from '../statistics/notEstimable'
import { sampleRatioMismatch } from '../statistics/quality/sampleRatioMismatch'
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
  readonly execution: Omit<EvidenceFacts, 'design' | 'fewestClusters' | 'sampleRatioP' | 'attrition' | 'minimumDelivered'>
  /** Values left empty and rows whose unit came twice. */
  readonly quality: { readonly missing: readonly MissingValues[]; readonly duplicates: number }
}

export interface MetricMoments extends ArmMoments {
  readonly metricId: string
}

export interface MissingValues {
  readonly metricId: string
  readonly arm: ArmMoments['arm']
  readonly period: ArmMoments['period']
  readonly missing: number
}

/** One check of the data, as a word and a sentence. */
export interface DataCheck {
  readonly name: string
  readonly status: 'ok' | 'caution' | 'bad'
  readonly text: string
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
 * Why no result may be seen now, as a sentence; null once the pilot has been concluded. A plan with a fixed horizon is
 * read once: whoever looks earlier stops at a lucky moment.
 */
export function resultsHidden(state: PilotState): string | null {
  switch (state) {
    case 'concluded':
    case 'scaling':
    case 'sustained':
    case 'stopped':
      return null
    case 'running':
      return 'Results appear when the pilot has been concluded. While it runs, nobody sees an estimate: looking early makes chance look like success.'
    case 'withdrawn':
      return 'This pilot was withdrawn before it was concluded, so it has no result.'
    default:
      return 'Results appear when the pilot has run and been concluded.'
  }
}

/** The whole analysis: pure, and the same from the same inputs. The primary metric comes first. */
export function analysed(inputs: FindingInputs): AnalysedPilot {
  const { plan, execution } = inputs
  const sampleRatioP = sampleRatioOf(inputs)
  const evidence = evidenceOf({
    ...execution,
    design: plan.design,
    fewestClusters: null,
    sampleRatioP,
    attrition: attritionOf(inputs),
    minimumDelivered: plan.minimumDelivered,
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
  return { findings, evidence, checks: checksOf(inputs, sampleRatioP) }
}

/** What the next action of a sponsor may rest on, in words, measured against the program's bar. */
export function goodFor(level: EvidenceLevel, bar: EvidenceLevel): { readonly enough: string; readonly notYet: string | null } {
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
    if (!(fault instanceof NotAnalysable)) throw fault
    return { method: null, answer: { because: fault.message, reference: null, changed: null } }
  }
}

function adjustedPs(answers: readonly { metric: PlannedMetric; answer: Estimate | NotEstimated }[]): Map<string, number> {
  const family = answers.flatMap(({ metric, answer }) => (metric.role === 'secondary' && isEstimate(answer) ? [{ id: metric.id, p: answer.p }] : []))
  const adjusted = holmAdjusted(family.map(({ p }) => p))
  return new Map(family.map(({ id }, index) => [id, adjusted[index] ?? 1]))
}

/** Units of the primary metric in one arm: those with a value, and those whose value is missing. */
function unitsOf({ plan, moments, quality }: FindingInputs, arm: ArmMoments['arm']): { readonly seen: number; readonly missing: number } {
  const primary = plan.metrics.find(({ role }) => role === 'primary')
  const isHere = (cell: { readonly metricId: string; readonly arm: string; readonly period: string }): boolean =>
    cell.metricId === primary?.id && cell.arm === arm && cell.period === 'outcome'
  return {
    seen: moments.filter(isHere).reduce((sum, { n }) => sum + n, 0),
    missing: quality.missing.filter(isHere).reduce((sum, { missing }) => sum + missing, 0),
  }
}

/** The sizes of the arms against the planned shares. */
function sampleRatioOf(inputs: FindingInputs): number | null {
  const { design, allocationTreatment } = inputs.plan
  if (design !== 'randomised') return null
  const [treatment, control] = [unitsOf(inputs, 'treatment'), unitsOf(inputs, 'control')]
  try {
    return sampleRatioMismatch({
      counts: [treatment.seen + treatment.missing, control.seen + control.missing],
      expectedRatios: [allocationTreatment, 1 - allocationTreatment],
    }).p
  } catch (fault) {
    if (fault instanceof NotEstimable) return null
    throw fault
  }
}

function attritionOf(inputs: FindingInputs): { readonly treatment: number; readonly control: number } | null {
  if (inputs.plan.design !== 'randomised') return null
  const share = (arm: ArmMoments['arm']): number => {
    const { seen, missing } = unitsOf(inputs, arm)
    return missing / Math.max(1, seen + missing)
  }
  return { treatment: share('treatment'), control: share('control') }
}

function checksOf({ plan, moments, quality, execution }: FindingInputs, sampleRatioP: number | null): DataCheck[] {
  const checks: DataCheck[] = []
  if (sampleRatioP !== null) {
    const p = Number(sampleRatioP.toPrecision(2))
    checks.push(
      sampleRatioP < 0.001
        ? { name: 'Sizes of the arms', status: 'bad', text: `Off the planned ratio (p = ${p}): units got lost or were assigned otherwise.` }
        : sampleRatioP < 0.01
          ? { name: 'Sizes of the arms', status: 'caution', text: `Off the planned ratio (p = ${p}): find out why.` }
          : { name: 'Sizes of the arms', status: 'ok', text: `As planned (p = ${p}).` },
    )
  }
  const total = moments.reduce((sum, { n }) => sum + n, 0)
  const missing = quality.missing.reduce((sum, cell) => sum + cell.missing, 0)
  const share = missing / Math.max(1, missing + total)
  checks.push(
    missing === 0
      ? { name: 'Missing values', status: 'ok', text: 'None in the files that were read.' }
      : { name: 'Missing values', status: share > 0.05 ? 'caution' : 'ok', text: `${missing} of ${missing + total} (${Number((share * 100).toFixed(1))}%).` },
    quality.duplicates === 0
      ? { name: 'Units that come twice', status: 'ok', text: 'None in the files that were read.' }
      : { name: 'Units that come twice', status: 'caution', text: `${quality.duplicates} rows repeat a unit of the same arm and period, and count as units of their own.` },
  )
  const { shareDelivered } = execution
  checks.push(
    shareDelivered === null
      ? { name: 'Delivery', status: 'caution', text: 'The share delivered is not recorded.' }
      : {
          name: 'Delivery',
          status: shareDelivered < plan.minimumDelivered ? 'bad' : 'ok',
          text: `${Number((shareDelivered * 100).toFixed(1))}% delivered; the plan asks for ${Number((plan.minimumDelivered * 100).toFixed(1))}%.`,
        },
  )
  return checks
}
