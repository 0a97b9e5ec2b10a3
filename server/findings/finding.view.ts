import { may, type Standing } from '../access/permissions'
import { pilotHead } from '../pilots/pilotHead'
import { intervalPlot, type IntervalPanel, type IntervalRow } from '../platform/charts/intervalPlot'
import { written } from '../platform/views/formats'
import type { PlanDesign } from '../plans/plan.entity'
import type { PlannedMetric } from '../plans/planContent.rules'
import { CHECK_CHIPS } from '../readings/checkChips'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { wordingOf } from '../pilots/wording'
import { deviationsInWords, keptInWords } from './course.rules'
import { METHOD_WORDS, METHODS, type Estimate, type Method } from './analysis.rules'
import type { Finding } from './finding.entity'
import { goodFor } from './finding.rules'
import type { SeenResults } from './finding.service'
import { rScript } from './rScript'
import { measureOf, type Measure } from './sentence.rules'
import { settling } from './settling.rules'

/** What views/findings/results.hbs prints: the sentence, the picture, the table, the method. */
export function resultsPage({ pilot, standing, hidden, findings, isCurrent, amendments, course, sources }: SeenResults) {
  const head = pilotHead(pilot, 'results')
  const mayRun = pilot.state === 'concluded' && may(standing, 'finding.run')
  const runTo = mayRun ? `/pilots/${pilot.id}/findings` : null
  const [primary] = findings
  if (hidden !== null || !primary) {
    return { head, hidden, runTo: hidden === null ? runTo : null, dataTo: `/pilots/${pilot.id}/data`, finding: null }
  }
  const { plan } = primary.inputs
  const [lead = '', ...rest] = splitLead(primary.sentence)
  return {
    head,
    hidden: null,
    runTo,
    dataTo: `/pilots/${pilot.id}/data`,
    stale: !isCurrent && pilot.state === 'concluded',
    finding: {
      number: primary.number,
      computedAt: primary.computedAt,
      lead,
      rest: rest.join(''),
      verdict: primary.verdict,
      level: primary.evidenceLevel,
      reasons: primary.evidenceReasons.map(({ kind, text, cost }) => ({ text, chip: reasonChip(kind, cost) })),
      good: goodFor(primary.evidenceLevel, pilot.evidenceBar, primary.verdict),
      action: primary.firedAction,
      row: primary.firedRule?.row ?? null,
      settling: primary.verdict === 'dontKnow' ? settling(primary, pilot.arrivalsPerWeek, pilot.locale) : [],
      chart: chartOf(findings, pilot.locale),
      groups: groupNames(plan.design),
      rows: findings.map(finding => tableRow(finding, pilot)),
      sources,
      hasFamily: findings.some(({ result }) => result.adjustedP !== null),
      checks: primary.checks.map(({ name, status, text }) => ({ name, text, chip: CHECK_CHIPS[status] })),
      earlyStop: course?.earlyStop ?? null,
      differences: course ? deviationsInWords(course, wordingOf(pilot)) : [],
      kept: course && keptInWords(course),
      deviations: amendments.map(({ number, reason, at, afterFirstOutcome }) => ({ number, reason, at, afterFirstOutcome })),
      working: primary.working,
      workingTo: `/pilots/${pilot.id}/findings/${primary.id}/working`,
      scriptTo: primary.working ? `/pilots/${pilot.id}/findings/${primary.id}/finding.R` : null,
      inputsTo: `/pilots/${pilot.id}/findings/${primary.id}/working#inputs`,
      alpha: plan.alpha,
      confidence: written(1 - plan.alpha, pilot.locale, { style: 'percent', maximumFractionDigits: 2 }),
      digest: primary.inputsDigest,
      planHash: primary.planHash,
      engine: primary.engineVersion,
    },
  }
}

/** What views/findings/working.hbs prints: the calculation of one metric, with everything that went in. */
export function workingPage({ finding, pilot }: { finding: Finding; pilot: PilotInProgram; standing: Standing }) {
  const { plan } = finding.inputs
  const metric = metricOf(finding)
  return {
    head: pilotHead(pilot, 'results'),
    resultsTo: `/pilots/${pilot.id}/results`,
    metric: metric.name,
    findingNumber: finding.number,
    sentence: finding.sentence,
    method: methodWords(finding.method),
    working: finding.working,
    notEstimable: finding.notEstimable,
    scriptTo: finding.working ? `/pilots/${pilot.id}/findings/${finding.id}/finding.R` : null,
    moments: finding.inputs.moments
      .filter(({ metricId }) => metricId === finding.metricId)
      .map(({ arm, period, n, mean, m2 }) => ({ arm, period, n, mean: String(mean), m2: String(m2) })),
    imports: finding.inputs.imports,
    digest: finding.inputsDigest,
    planHash: finding.planHash,
    engine: finding.engineVersion,
    alpha: plan.alpha,
    computedAt: finding.computedAt,
  }
}

/** The script that works the finding out again; null where there is no number. */
export function scriptOf(finding: Finding, pilot: string): string | null {
  const estimate = estimateOf(finding)
  if (estimate === null) return null
  return rScript({ metric: metricOf(finding).name, pilot, number: finding.number, inputsDigest: finding.inputsDigest, alpha: finding.inputs.plan.alpha, estimate })
}

function estimateOf({ method, result, estimate, intervalLower, intervalUpper, pValue, standardError }: Finding): Estimate | null {
  const { reference, changed, statistic, df } = result
  if (!isMethod(method) || !reference || !changed || statistic === null) return null
  if (estimate === null || intervalLower === null || intervalUpper === null || pValue === null || standardError === null) return null
  return { method, reference, changed, difference: estimate, lower: intervalLower, upper: intervalUpper, p: pValue, statistic, df, standardError }
}

const isMethod = (method: string): method is Method => METHODS.some(known => known === method)
const methodWords = (method: string): string => (isMethod(method) ? METHOD_WORDS[method] : 'No method is available')

function metricOf(finding: Finding): PlannedMetric {
  const metric = finding.inputs.plan.metrics.find(({ id }) => id === finding.metricId)
  if (!metric) throw new Error('A finding names a metric that its plan does not have.')
  return metric
}

/** "It works." apart from the rest, so that the page can print it strong. */
function splitLead(sentence: string): string[] {
  const end = sentence.indexOf('. ')
  return end === -1 ? [sentence] : [sentence.slice(0, end + 1), sentence.slice(end + 1)]
}

function groupNames(design: PlanDesign): { reference: string; changed: string } {
  return design === 'beforeAfter' ? { reference: 'Before', changed: 'After' } : { reference: 'Control', changed: 'Treatment' }
}

function tableRow(finding: Finding, pilot: PilotInProgram) {
  const metric = metricOf(finding)
  const { reference, changed, adjustedP, guardrail } = finding.result
  const measure = measureFor(finding, metric, pilot.locale)
  const group = (given: typeof reference) => (given ? { value: measure.value(given.value), of: given.successes === null ? `n ${count(given.n, pilot)}` : `${count(given.successes, pilot)} of ${count(given.n, pilot)}` } : null)
  const estimate = estimateOf(finding)
  return {
    name: metric.name,
    role: ROLE_WORDS[finding.role],
    better: metric.direction === 'higher' ? 'higher is better' : 'lower is better',
    reference: group(reference),
    changed: group(changed),
    difference: estimate ? signed(estimate.difference, measure) : null,
    interval: estimate ? `${signedBare(estimate.lower, measure)} to ${signedBare(estimate.upper, measure)}` : null,
    p: finding.pValue,
    adjustedP,
    guardrail: guardrail ? { ...GUARDRAIL_CHIPS[guardrail] } : null,
    verdict: finding.role === 'primary' ? finding.verdict : null,
    because: finding.notEstimable,
    workingTo: `/pilots/${pilot.id}/findings/${finding.id}/working`,
  }
}

const ROLE_WORDS = { primary: 'primary', secondary: 'secondary', guardrail: 'guardrail' } as const
const GUARDRAIL_CHIPS = {
  held: { word: 'held', shape: 'tick', tone: 'good' },
  broken: { word: 'broken', shape: 'down', tone: 'bad' },
  open: { word: 'not shown', shape: 'question', tone: 'caution' },
} as const
function reasonChip(kind: Finding['evidenceReasons'][number]['kind'], cost: number) {
  switch (kind) {
    case 'start':
      return { word: 'design', shape: 'ready', tone: 'info' }
    case 'cost':
      return { word: `minus ${cost}`, shape: 'down', tone: 'bad' }
    case 'limit':
      return { word: 'at most 1', shape: 'down', tone: 'bad' }
    case 'caution':
      return { word: 'caution', shape: 'question', tone: 'caution' }
  }
}

const count = (number: number, { locale }: PilotInProgram): string => written(number, locale, {})
const sign = (number: number): string => (number > 0 ? '+' : number < 0 ? '−' : '')
const signed = (difference: number, measure: Measure): string => `${sign(difference)}${measure.size(difference)}`
const signedBare = (difference: number, measure: Measure): string => `${sign(difference)}${measure.bare(difference)}`

function measureFor(finding: Finding, metric: PlannedMetric, locale: string): Measure {
  const numbers = [finding.estimate, finding.intervalLower, finding.intervalUpper].filter(number => number !== null)
  const { estimate, result: { reference, changed } } = finding
  const levels = reference && changed && estimate !== null ? { from: reference.value, to: changed.value, difference: estimate } : null
  return measureOf(metric.kind, metric.unit, locale, numbers, levels)
}

/** One panel for each unit; the primary metric first. Null when no metric has a number. */
function chartOf(findings: readonly Finding[], locale: string) {
  const [primary] = findings
  const drawable = findings.filter(finding => estimateOf(finding) !== null)
  if (!primary || drawable.length === 0) return null
  const { plan } = primary.inputs
  const against = plan.design === 'beforeAfter' ? 'after minus before' : 'treatment minus control'
  const unitOf = (finding: Finding): string => {
    const { kind, unit } = metricOf(finding)
    return kind === 'proportion' ? 'points' : unit
  }
  const panels = [...new Set(drawable.map(unitOf))].map((unit): IntervalPanel => {
    const rows = drawable.filter(finding => unitOf(finding) === unit)
    const isShare = rows.some(finding => metricOf(finding).kind === 'proportion')
    const holdsPrimary = rows.some(({ role }) => role === 'primary')
    return {
      rows: rows.map(finding => chartRow(finding, locale, isShare)),
      caption: `Difference${unit === '' ? '' : ` in ${unit}`}, ${against}`,
      tick: value => written(value, locale, { maximumFractionDigits: 2, signDisplay: 'exceptZero' }),
      ...(holdsPrimary && { smallestEffect: plan.smallestEffect * (isShare ? 100 : 1) }),
      below: 'lower',
      above: 'higher',
    }
  })
  return intervalPlot({
    id: 'results',
    title: 'Differences with their intervals',
    description: `${primary.sentence} The band shows what is too small to matter.`,
    panels,
  })
}

function chartRow(finding: Finding, locale: string, isShare: boolean): IntervalRow {
  const metric = metricOf(finding)
  const scale = isShare ? 100 : 1
  const measure = measureFor(finding, metric, locale)
  const [estimate, low, high] = [finding.estimate ?? 0, finding.intervalLower ?? 0, finding.intervalUpper ?? 0]
  const harm = metric.margin === null ? null : metric.direction === 'higher' ? -metric.margin : metric.margin
  return {
    label: metric.name,
    estimate: estimate * scale,
    low: low * scale,
    high: high * scale,
    role: finding.role === 'secondary' ? 'other' : finding.role,
    said: `${signed(estimate, measure)} (${signedBare(low, measure)} to ${signedBare(high, measure)})`,
    ...(harm !== null && { margin: harm * scale, marginSaid: signed(harm, measure) }),
  }
}

