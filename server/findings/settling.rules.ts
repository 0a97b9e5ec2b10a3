import { plural } from '../platform/plural'
import { written } from '../platform/views/formats'
import { standardNormal } from '../statistics/distributions/normal'
import { NotEstimable } from '../statistics/notEstimable'
import { firstWhere } from '../statistics/numerics/firstWhere'
import { powerTTwoSample } from '../statistics/power/powerTTwoSample'
import { powerTwoProportions } from '../statistics/power/powerTwoProportions'
import type { Finding } from './finding.entity'
import { measureOf } from './sentence.rules'

type Unsettled = Pick<Finding, 'intervalLower' | 'intervalUpper' | 'notEstimable' | 'result' | 'inputs' | 'metricId'>

/** The chances of finding an effect that are worth asking for, one after the other. */
const WANTED_POWERS = [0.8, 0.9, 0.95] as const

/**
 * What would settle a *don't know* and what that costs, a sentence each: the units that show the smallest effect that
 * matters with a good chance, from the level and the spread that were measured, and the weeks until they have arrived.
 *
 * @param arrivalsPerWeek  as the proposal states; null where it does not
 */
export function settling(finding: Unsettled, arrivalsPerWeek: number | null, locale: string): string[] {
  const { plan } = finding.inputs
  if (finding.notEstimable !== null) return ['Readings of both groups, so that there is something to compare.']
  const { reference, changed } = finding.result
  if (finding.intervalLower === null || finding.intervalUpper === null || !reference || !changed) return []
  const crossesZero = finding.intervalLower <= 0 && finding.intervalUpper >= 0
  if (!crossesZero) {
    const guardrails = plan.metrics.filter(({ role }) => role === 'guardrail').map(({ name }) => name)
    return guardrails.length > 0 ? [`More readings of the guardrails that are not shown to have held, of: ${guardrails.join(', ')}.`] : []
  }
  const metric = plan.metrics.find(({ id }) => id === finding.metricId)
  if (!metric) return []
  const counted = (value: number, one: string): string => `${written(value, locale, { maximumFractionDigits: 4 })} ${plural(value, one)}`
  const count = (units: number): string => written(units, locale, { maximumFractionDigits: 0 })
  const { size, value: level } = measureOf(metric.kind, metric.unit, locale, [plan.smallestEffect])
  const effect = size(plan.smallestEffect)
  const fewest = Math.min(reference.n, changed.n)
  const wanted = wantedAbove(fewest, finding)
  switch (wanted) {
    case 'reached':
      return [`The groups are large enough to find an effect of ${effect}, so the answer lies close to a border: a few more readings would show on which side.`]
    case 'tooMany':
      return [`An effect of ${effect} is so small beside what else moves the readings that more units are needed than anyone could collect.`]
    case 'outOfRange':
      return [
        `No number of units settles this: from ${level(reference.value)}, a share cannot ${metric.direction === 'higher' ? 'rise' : 'fall'} by ${effect}. ` +
          'The smallest effect that matters is out of its reach.',
      ]
    case 'unvaried':
      return ['How many units settle this cannot be told: the values of neither group vary, so there is no spread to work it out from.']
    case 'unknown':
      return ['How many units settle this cannot be told from what was measured.']
  }
  const { n, after } = wanted
  const isBeforeAfter = plan.design === 'beforeAfter'
  const chance = written(wanted.power, locale, { style: 'percent' })
  const found = `an effect of ${effect}, if there is one, with a chance of ${chance}`
  const baseline = `With the baseline of ${count(reference.n)}`
  if (after === null) {
    return [
      `${baseline} no number of units after the change finds ${found}: that takes ${count(n)} in each period.`,
      'Another pilot of that size would settle it, best with a group beside it that keeps the present journey.',
    ]
  }
  const sizeNeeded = (): string => {
    if (isBeforeAfter) {
      return `${baseline} it takes about ${counted(after, 'unit')} after the change to find ${found}; there ${plural(changed.n, 'is', 'are')} ${count(changed.n)} now.`
    }
    const most = Math.max(reference.n, changed.n)
    const now = fewest === most ? count(fewest) : `${count(fewest)} to ${count(most)}`
    return `${counted(n, 'unit')} in each group find ${found}; there ${plural(most, 'is', 'are')} ${now} now.`
  }
  // in before and after everybody who arrives now is measured with the change; the baseline is recorded already
  const shareTreated = isBeforeAfter ? 1 : plan.allocationTreatment
  const missing = {
    treatment: { units: Math.max(0, after - changed.n), share: shareTreated },
    control: { units: isBeforeAfter ? 0 : Math.max(0, n - reference.n), share: 1 - shareTreated },
  }
  const units = missing.treatment.units + missing.control.units
  if (units === 0) return [sizeNeeded()]
  const more = `That is ${count(units)} more${isBeforeAfter ? ' after the change' : ''}`
  if (arrivalsPerWeek === null || arrivalsPerWeek <= 0) {
    return [sizeNeeded(), `${more}. How many weeks that takes is not known, because the proposal states no arrivals a week.`]
  }
  const weeksOf = ({ units: lacking, share }: { units: number; share: number }): number => (lacking === 0 ? 0 : lacking / (arrivalsPerWeek * share))
  const [forTreatment, forControl] = [weeksOf(missing.treatment), weeksOf(missing.control)]
  // shares such as 0.1 are not exact: what is a whole number of weeks must not become one more
  const weeks = Math.max(1, Math.ceil(Math.max(forTreatment, forControl) - 1e-9))
  const slower = forTreatment > forControl ? { share: shareTreated, name: 'with' } : { share: 1 - shareTreated, name: 'without' }
  const split =
    isBeforeAfter || shareTreated === 0.5
      ? ''
      : `, of which ${written(slower.share, locale, { style: 'percent', maximumFractionDigits: 1 })} come to the group ${slower.name} the change`
  return [sizeNeeded(), `${more}: about ${counted(weeks, 'week')} at ${counted(arrivalsPerWeek, 'arrival')} a week${split}.`]
}

/**
 * The least of the wanted powers for which there are too few units, with what it takes; else why there is none. `n` is of
 * each group, were both of one size; `after` is of the changed group beside the reference as it is, if that cannot grow;
 * null where no number is enough.
 */
type Wanted = { readonly power: number; readonly n: number; readonly after: number | null } | 'reached' | 'tooMany' | 'outOfRange' | 'unvaried' | 'unknown'

function wantedAbove(fewest: number, finding: Unsettled): Wanted {
  const { reference, changed } = finding.result
  const asked = questionOf(finding)
  if (asked === null || !reference || !changed) return 'unknown'
  try {
    for (const power of WANTED_POWERS) {
      const n = unitsFor(asked, power)
      if (finding.inputs.plan.design !== 'beforeAfter') {
        if (n > fewest) return { power, n: Math.ceil(n), after: Math.ceil(n) }
        continue
      }
      // the baseline is recorded already: what it lacks, the outcome has to make up for
      const after = unitsAfter(asked, power, n, reference.n)
      if (after === null || after > changed.n) return { power, n: Math.ceil(n), after }
    }
    return 'reached'
  } catch (fault) {
    if (!(fault instanceof NotEstimable)) throw fault
    if (fault.reason === 'tooLarge') return 'tooMany'
    if (fault.reason === 'invalidProbability') return 'outOfRange'
    return fault.reason === 'zeroVariance' ? 'unvaried' : 'unknown'
  }
}

/** What has to be found, and beside what. */
type Question = { readonly alpha: number } & (
  | { readonly kind: 'proportion'; readonly p1: number; readonly p2: number }
  | { readonly kind: 'mean'; readonly delta: number; readonly sd: number }
)

/** From what was measured without the change. */
function questionOf({ inputs: { plan }, result: { reference, changed }, metricId }: Unsettled): Question | null {
  const metric = plan.metrics.find(({ id }) => id === metricId)
  if (!metric || !reference || !changed) return null
  const { alpha, smallestEffect } = plan
  if (metric.kind === 'proportion') {
    const p1 = reference.value
    return { alpha, kind: 'proportion', p1, p2: p1 + (metric.direction === 'higher' ? smallestEffect : -smallestEffect) }
  }
  const [a, b] = [reference.standardDeviation ?? 0, changed.standardDeviation ?? 0]
  return { alpha, kind: 'mean', delta: smallestEffect, sd: Math.sqrt((a ** 2 + b ** 2) / 2) }
}

/**
 * Units of each group, were both of one size; with a fraction.
 *
 * @throws NotEstimable where no number answers, or none that anyone could collect
 */
function unitsFor(question: Question, power: number): number {
  const asked = { solveFor: 'n', power, alpha: question.alpha } as const
  return question.kind === 'proportion'
    ? powerTwoProportions({ ...asked, p1: question.p1, p2: question.p2 }).n
    : powerTTwoSample({ ...asked, delta: question.delta, sd: question.sd }).n
}

/** More than anyone could collect. */
const MOST_UNITS = 1e12

/**
 * Units after the change beside a baseline of so many; null where no number is enough. Of shares as the test has it: the
 * variance of the null hypothesis is that of both periods pooled, and so moves with their sizes. Of means by the harmonic
 * mean of the sizes, which has the same precision.
 */
function unitsAfter(question: Question, power: number, each: number, baseline: number): number | null {
  const isEnough = question.kind === 'proportion' ? sharesToldApart(question, power, baseline) : (after: number) => 2 / (1 / baseline + 1 / after) >= each
  const after = firstWhere(isEnough, 1, MOST_UNITS)
  return after === MOST_UNITS ? null : after
}

/** More units never spoil it: the pooled variance is concave in the share of the second period. */
function sharesToldApart({ p1, p2, alpha }: Extract<Question, { kind: 'proportion' }>, power: number, baseline: number) {
  const [critical, chance] = [standardNormal.upperQuantile(alpha / 2), standardNormal.upperQuantile(1 - power)]
  return (after: number): boolean => {
    const pooled = (p1 * baseline + p2 * after) / (baseline + after)
    const underNull = pooled * (1 - pooled) * (1 / baseline + 1 / after)
    const underEffect = (p1 * (1 - p1)) / baseline + (p2 * (1 - p2)) / after
    return critical * Math.sqrt(underNull) + chance * Math.sqrt(underEffect) <= Math.abs(p2 - p1)
  }
}
