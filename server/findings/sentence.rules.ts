import type { MetricKind } from '../metrics/metric.entity'
import type { Verdict } from '../plans/decisionRule.rules'
import type { PlanDesign } from '../plans/plan.entity'
import type { PlannedMetric } from '../plans/planContent.rules'
import { unitAfter } from '../platform/plural'
import { NO_BREAK, written } from '../platform/views/formats'
import { pInWords } from '../platform/views/writtenP'
import { isEstimate, turned, type Estimate, type NotEstimated } from './analysis.rules'
import type { GuardrailState } from './verdict.rules'

export interface SentenceFacts {
  readonly verdict: Verdict
  readonly metric: Pick<PlannedMetric, 'name' | 'kind' | 'unit' | 'direction' | 'role' | 'margin'>
  readonly design: PlanDesign
  readonly answer: Estimate | NotEstimated
  readonly alpha: number
  readonly smallestEffect: number | null
  /** Of a guardrail. */
  readonly guardrail: GuardrailState | null
  /** Of a secondary metric: within its family. */
  readonly adjustedP: number | null
  /** Names of guardrails that are broken, and of those that are not shown to have held. */
  readonly brokenGuardrails: readonly string[]
  readonly openGuardrails: readonly string[]
  readonly shareDelivered: number | null
  readonly locale: string
}

const LEADS: Readonly<Record<Verdict, string>> = {
  works: 'It works.',
  harms: 'It does harm.',
  noMeaningfulEffect: 'It makes no difference that matters.',
  dontKnow: 'We do not know yet.',
  notDelivered: 'It was not delivered.',
}

/** "It works" is said of a pilot, by its primary metric alone; the others say what they stand there for. */
const SECONDARY_LEADS: Readonly<Record<Exclude<Verdict, 'notDelivered'>, string>> = {
  works: 'Better.',
  harms: 'Worse.',
  noMeaningfulEffect: 'No clear difference.',
  dontKnow: 'No clear difference.',
}

const GUARDRAIL_LEADS: Readonly<Record<GuardrailState, string>> = {
  held: 'The guardrail held.',
  broken: 'The guardrail is broken.',
  open: 'The guardrail is not shown to hold.',
}

/** The finding in plain words, in the order: verdict, what moved, how sure, what it means. */
export function sentenceOf(facts: SentenceFacts): string {
  return [leadOf(facts), ...whatMoved(facts), ...becauseOf(facts)].join(' ')
}

function leadOf({ verdict, metric: { role }, guardrail, answer }: SentenceFacts): string {
  if (role === 'primary' || verdict === 'notDelivered') return LEADS[verdict]
  if (guardrail !== null) return GUARDRAIL_LEADS[guardrail]
  return isEstimate(answer) ? SECONDARY_LEADS[verdict] : LEADS.dontKnow
}

/** How a difference of the metric is written without its sign: "6.7 points", "0.4 minutes". */
export interface Measure {
  readonly size: (difference: number) => string
  readonly value: (level: number) => string
  /** The number alone, for the ends of an interval. */
  readonly bare: (difference: number) => string
}

/**
 * How values and differences of one metric are written, with as many decimals as keep every difference named from
 * being rounded to zero: a word such as "lower" never stands beside a 0.0.
 *
 * @param levels  that stand beside their difference: with digits enough that a reader who subtracts them finds it
 */
export function measureOf(kind: MetricKind, unit: string, locale: string, differences: readonly number[], levels: Levels | null = null): Measure {
  const isShare = kind === 'proportion'
  const scale = isShare ? 100 : 1
  const usual = digitsFor(differences.map(difference => difference * scale), isShare ? 1 : 2)
  const digits = levels ? digitsThatAgree(usual, levels, scale) : usual
  const fewest = !isShare ? 0 : digits > usual ? digits : 1
  const bare = (difference: number): string =>
    written(Math.abs(difference) * scale, locale, { minimumFractionDigits: fewest, maximumFractionDigits: digits })
  const named = (number: string, name: string): string => (name === '' ? number : `${number}${NO_BREAK}${name}`)
  return {
    bare,
    size: difference => named(bare(difference), isShare ? (/^1[.,]0+$/.test(bare(difference)) ? 'point' : 'points') : unitAfter(bare(difference) === '1' ? 1 : 2, unit)),
    value: level =>
      isShare
        ? written(level, locale, { style: 'percent', minimumFractionDigits: fewest, maximumFractionDigits: digits })
        : named(written(level, locale, { maximumFractionDigits: digits }), unitAfter(Number(level.toFixed(digits)), unit)),
  }
}

/** "3.8 to 9.6", or "1.2 lower to 0.4 higher" where the ends lie on both sides of zero. */
export function intervalWords({ lower, upper }: { lower: number; upper: number }, measure: Measure): string {
  if (lower >= 0) return `${measure.bare(lower)} to ${measure.bare(upper)}`
  if (upper <= 0) return `${measure.bare(upper)} to ${measure.bare(lower)}`
  return `${measure.bare(lower)} lower to ${measure.bare(upper)} higher`
}

function whatMoved({ answer, design, metric, smallestEffect, locale }: SentenceFacts): string[] {
  if (!isEstimate(answer)) return [answer.because]
  const { difference, lower, upper } = answer
  const measure = measureOf(metric.kind, metric.unit, locale, [difference, lower, upper, smallestEffect ?? 0], { from: answer.reference.value, to: answer.changed.value, difference })
  const from = measure.value(answer.reference.value)
  const to = measure.value(answer.changed.value)
  const interval = `(${intervalWords({ lower, upper }, measure)})`
  const moved = difference === 0 ? 'no difference' : `${measure.size(difference)} ${difference > 0 ? 'higher' : 'lower'}`
  if (design !== 'beforeAfter') return [`${metric.name}: ${to} with the change, ${from} without it. That is ${moved} ${interval}.`]
  const verb = difference === 0 ? 'stayed at' : difference > 0 ? 'rose from' : 'fell from'
  return [difference === 0 ? `${metric.name} ${verb} ${to}: ${moved} ${interval}.` : `${metric.name} ${verb} ${from} to ${to}: ${moved} ${interval}.`]
}

function becauseOf(facts: SentenceFacts): string[] {
  const { answer, verdict, alpha, metric, smallestEffect, locale, shareDelivered } = facts
  if (verdict === 'notDelivered') {
    const share = shareDelivered === null ? '' : ` of ${written(shareDelivered, locale, { style: 'percent', maximumFractionDigits: 1 })}`
    return [`So little of the change arrived (a share${share}) that these numbers say nothing about it.`]
  }
  const guardrails = [
    ...(facts.brokenGuardrails.length > 0 ? [`Worse than its margin allows: ${facts.brokenGuardrails.join(', ')}.`] : []),
    ...(facts.openGuardrails.length > 0 && verdict === 'dontKnow' ? [`Not shown to be unharmed: ${facts.openGuardrails.join(', ')}.`] : []),
  ]
  if (!isEstimate(answer)) return guardrails
  const { lower, upper, p } = answer
  if (facts.guardrail !== null) return [marginWords(facts, facts.guardrail)]
  const pWords = (value: number): string => pInWords(value, locale, alpha)
  const isBeyondChance = lower > 0 || upper < 0
  const level = `against a level of ${written(alpha, locale, { maximumSignificantDigits: 3 })}`
  const { adjustedP } = facts
  if (isBeyondChance && adjustedP !== null && adjustedP > alpha) {
    return [`Seen alone, chance would hardly bring this about (${pWords(p)}); among all secondary metrics it could (adjusted ${pWords(adjustedP)} ${level}).`]
  }
  const chance = isBeyondChance
    ? `Chance alone would hardly bring this about (${pWords(p)}).`
    : `Chance alone could bring this about (${pWords(p)} ${level}).`
  return [chance, ...mattering(turned(answer, metric.direction), facts, smallestEffect), ...guardrails]
}

/** How the interval of a guardrail lies to its margin. */
function marginWords({ metric, locale, answer }: SentenceFacts, state: GuardrailState): string {
  const margin = metric.margin ?? 0
  const differences = isEstimate(answer) ? [answer.difference, answer.lower, answer.upper, margin] : [margin]
  const size = measureOf(metric.kind, metric.unit, locale, differences).size(margin)
  switch (state) {
    case 'held':
      return `Even the bad end is within the margin of ${size}.`
    case 'broken':
      return `Even the good end is beyond the margin of ${size}.`
    case 'open':
      return `The bad end reaches the margin of ${size}, or lies beyond it.`
  }
}

/** How the interval lies to the smallest effect that matters, where that adds something to the verdict. */
function mattering({ lower, upper }: { lower: number; upper: number }, { verdict, metric, locale, answer }: SentenceFacts, smallest: number | null): string[] {
  if (smallest === null || !isEstimate(answer)) return []
  const size = measureOf(metric.kind, metric.unit, locale, [answer.difference, answer.lower, answer.upper, smallest]).size(smallest)
  switch (verdict) {
    case 'works':
      return lower >= smallest
        ? [`Even the low end is as large as the smallest effect that matters, ${size}.`]
        : [`The low end is below the smallest effect that matters, ${size}.`]
    case 'noMeaningfulEffect':
      return [`The whole interval is smaller than the smallest effect that matters, ${size}.`]
    case 'dontKnow':
      if (lower > 0) return []
      return upper >= smallest ? [`An effect that matters, ${size} or more, is still possible.`] : [`An improvement that matters, ${size} or more, is ruled out.`]
    case 'harms':
    case 'notDelivered':
      return []
  }
}

/** Two values, and the difference that is told of them. */
interface Levels {
  readonly from: number
  readonly to: number
  readonly difference: number
}

/** As many digits as are added for the parts to agree; where three do not help, nobody subtracts by heart any more. */
const MOST_MORE_DIGITS = 3

/** 33.0 less 22.4 is not 10.5, so both parts get a digit more; an adjusted difference is none of the two, and stays. */
function digitsThatAgree(usual: number, { from, to, difference }: Levels, scale: number): number {
  if (Math.abs(to - from - difference) > 1e-9 * Math.max(Math.abs(from), Math.abs(to), Math.abs(difference))) return usual
  const rounded = (value: number, digits: number): number => Math.round(value * scale * 10 ** digits)
  for (let digits = usual; digits <= usual + MOST_MORE_DIGITS; digits += 1) {
    if (Math.abs(rounded(to, digits) - rounded(from, digits)) === Math.abs(rounded(difference, digits))) return digits
  }
  return usual
}

/** Decimals enough that no number but zero itself is written as zero. */
function digitsFor(numbers: readonly number[], usual: number): number {
  const smallest = Math.min(...numbers.map(Math.abs).filter(size => size > 0))
  return smallest === Infinity ? usual : Math.min(15, Math.max(usual, Math.ceil(-Math.log10(smallest))))
}
