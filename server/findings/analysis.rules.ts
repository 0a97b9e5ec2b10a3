import type { MetricDirection, MetricKind } from '../metrics/metric.entity'
import type { PlanDesign, PlanPairing } from '../plans/plan.entity'
import type { Arm, Period } from '../readings/reading.entity'
import { standardNormal } from '../statistics/distributions/normal'
import { welchT } from '../statistics/means/welchT'
import { mergeMoments } from '../statistics/moments/mergeMoments'
import { NO_MOMENTS, varianceOf, type Moments } from '../statistics/moments/moments'
import { NotEstimable } from '../statistics/notEstimable'
import { miettinenNurminenDifference } from '../statistics/proportions/miettinenNurminenDifference'

/**
 * Grows with every change that can change a number, or what a finding records of what went in; stored with each finding.
 * 1.2.0: the inputs count the outcome readings without a date.
 * 1.3.0: the inputs tell of which kinds the readings are, and a summary is not said to be without gaps.
 */
export const ENGINE_VERSION = '1.3.0'

export const METHODS = ['welchT', 'miettinenNurminenDifference'] as const
export type Method = (typeof METHODS)[number]

export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  welchT: 'Welch’s t test and interval',
  miettinenNurminenDifference: 'Miettinen–Nurminen score test and interval',
}

/** The moments of one metric in one arm and period. */
export interface ArmMoments extends Moments {
  readonly arm: Arm
  readonly period: Period
}

/** The two groups that a design sets against each other; the difference is `changed` minus `reference`. */
export interface Contrast {
  readonly changed: { readonly arm: Arm; readonly period: Period }
  readonly reference: { readonly arm: Arm; readonly period: Period }
}

/** One group, as a finding states it. */
export interface Group {
  readonly n: number
  /** Mean, or share of successes. */
  readonly value: number
  /** Of a proportion only. */
  readonly successes: number | null
  /** Sample standard deviation; null for a proportion, and below two values. */
  readonly standardDeviation: number | null
}

/** What one method says of one metric. Differences are in the unit of the metric; of a proportion, shares. */
export interface Estimate {
  readonly method: Method
  readonly reference: Group
  readonly changed: Group
  readonly difference: number
  readonly lower: number
  readonly upper: number
  readonly p: number
  /** t or z. */
  readonly statistic: number
  /** Null where the statistic is a z. */
  readonly df: number | null
  /** Of a proportion, the one that the width of the interval stands for. */
  readonly standardError: number
}

/** Why there is no number, as a sentence; the groups are kept as far as they exist. */
export interface NotEstimated {
  readonly because: string
  readonly reference: Group | null
  readonly changed: Group | null
}

/** An estimate turned so that plus is good. */
export interface TurnedInterval {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/**
 * The primary method of a design for a kind of metric.
 *
 * @throws NotAnalysable in words, where the analysis is not there
 */
export function methodOf(design: PlanDesign, pairing: PlanPairing, kind: MetricKind): Method {
  if (design !== 'randomised' && design !== 'beforeAfter') {
    throw new NotAnalysable('The analysis of this design is not available yet.')
  }
  if (design === 'beforeAfter' && pairing === 'paired') {
    throw new NotAnalysable('The analysis of paired units is not available yet. Amend the plan to independent periods.')
  }
  if (kind === 'mean') return 'welchT'
  if (kind === 'proportion') return 'miettinenNurminenDifference'
  throw new NotAnalysable('The analysis of this kind of metric is not available yet.')
}

/** A design or a kind of metric that has no analysis; the message is for a person. */
export class NotAnalysable extends Error {}

export function contrastOf(design: PlanDesign): Contrast {
  return design === 'beforeAfter'
    ? { reference: { arm: 'treatment', period: 'baseline' }, changed: { arm: 'treatment', period: 'outcome' } }
    : { reference: { arm: 'control', period: 'outcome' }, changed: { arm: 'treatment', period: 'outcome' } }
}

/** All cells of one metric, arm and period together. */
export function momentsIn(cells: readonly ArmMoments[], { arm, period }: { arm: Arm; period: Period }): Moments {
  const { n, mean, m2 } = mergeMoments(NO_MOMENTS, ...cells.filter(cell => cell.arm === arm && cell.period === period))
  return { n, mean, m2 }
}

/** One analysis of one metric. What the data cannot answer comes back as a sentence, never as a number. */
export function estimated(method: Method, changed: Moments, reference: Moments, alpha: number): Estimate | NotEstimated {
  const groups = { reference: groupOf(method, reference), changed: groupOf(method, changed) }
  try {
    return method === 'welchT' ? welch(changed, reference, alpha, groups) : score(groups, alpha)
  } catch (fault) {
    if (!(fault instanceof NotEstimable)) throw fault
    const seen = (group: Group): Group | null => (group.n > 0 ? group : null)
    return { because: sentenceOf(fault, groups), reference: seen(groups.reference), changed: seen(groups.changed) }
  }
}

export function isEstimate(answer: Estimate | NotEstimated): answer is Estimate {
  return 'difference' in answer
}

/** Turns a difference so that plus is good. */
export function turned({ difference, lower, upper }: Pick<Estimate, 'difference' | 'lower' | 'upper'>, direction: MetricDirection): TurnedInterval {
  return direction === 'higher'
    ? { estimate: difference, lower, upper }
    : { estimate: 0 - difference, lower: 0 - upper, upper: 0 - lower }
}

/** Successes behind the moments of ones and zeros; exact, since mean times n was a whole number. */
const successesOf = ({ n, mean }: Moments): number => Math.round(n * mean)

function groupOf(method: Method, moments: Moments): Group {
  const isProportion = method === 'miettinenNurminenDifference'
  const successes = isProportion ? successesOf(moments) : null
  return {
    n: moments.n,
    value: successes === null ? moments.mean : moments.n === 0 ? 0 : successes / moments.n,
    successes,
    standardDeviation: isProportion || moments.n < 2 ? null : Math.sqrt(varianceOf(moments)),
  }
}

function welch(changed: Moments, reference: Moments, alpha: number, groups: Pick<Estimate, 'reference' | 'changed'>): Estimate {
  const { meanDifference, ciLower, ciUpper, p, t, df, standardError } = welchT({ treatment: changed, control: reference, alpha })
  return { method: 'welchT', ...groups, difference: meanDifference, lower: ciLower, upper: ciUpper, p, statistic: t, df, standardError }
}

function score(groups: Pick<Estimate, 'reference' | 'changed'>, alpha: number): Estimate {
  const arm = ({ n, successes }: Group) => ({ n, successes: successes ?? 0 })
  const { difference, ciLower, ciUpper, p, z } = miettinenNurminenDifference({ treatment: arm(groups.changed), control: arm(groups.reference), alpha })
  const standardError = (ciUpper - ciLower) / (2 * standardNormal.upperQuantile(alpha / 2))
  return { method: 'miettinenNurminenDifference', ...groups, difference, lower: ciLower, upper: ciUpper, p, statistic: z, df: null, standardError }
}

function sentenceOf({ reason, message }: NotEstimable, { reference, changed }: Pick<Estimate, 'reference' | 'changed'>): string {
  if (reason !== 'emptyArm') return message
  if (reference.n === 0 && changed.n === 0) return 'There are no readings yet.'
  return reference.n === 0 ? 'There are no readings to compare with.' : 'There are no readings of the change.'
}
