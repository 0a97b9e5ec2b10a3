import { plural } from '../platform/plural'
import { written } from '../platform/views/formats'
import { NotEstimable } from '../statistics/notEstimable'
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
  const count = (units: number): string => written(units, locale, { maximumFractionDigits: 0 })
  const size = measureOf(metric.kind, metric.unit, locale, [plan.smallestEffect]).size(plan.smallestEffect)
  const fewest = Math.min(reference.n, changed.n)
  const wanted = WANTED_POWERS.map(power => ({ power, n: unitsFor(finding, power) })).find(({ n }) => n !== null && n > fewest)
  if (!wanted || wanted.n === null) {
    return [`The groups are large enough to find an effect of ${size}, so the answer lies close to a border: a few more readings would show on which side.`]
  }
  const { n } = wanted
  const isBeforeAfter = plan.design === 'beforeAfter'
  const chance = written(wanted.power, locale, { style: 'percent' })
  const now = reference.n === changed.n ? count(fewest) : `${count(fewest)} to ${count(Math.max(reference.n, changed.n))}`
  const sizeNeeded = `${count(n)} units in each ${isBeforeAfter ? 'period' : 'group'} find an effect of ${size}, if there is one, with a chance of ${chance}; there are ${now} now.`
  const missing = Math.max(0, n - changed.n) + (isBeforeAfter ? 0 : Math.max(0, n - reference.n))
  if (missing === 0) return [sizeNeeded]
  const more = `That is ${count(missing)} more${isBeforeAfter ? ' after the change' : ''}`
  if (arrivalsPerWeek === null || arrivalsPerWeek <= 0) {
    return [sizeNeeded, `${more}. How many weeks that takes is not known, because the proposal states no arrivals a week.`]
  }
  const weeks = Math.max(1, Math.ceil(missing / arrivalsPerWeek))
  return [sizeNeeded, `${more}: about ${count(weeks)} ${plural(weeks, 'week')} at ${count(arrivalsPerWeek)} arrivals a week.`]
}

/** Units of each group, from what was measured without the change; null where no number answers. */
function unitsFor({ inputs: { plan }, result: { reference, changed }, metricId }: Unsettled, power: number): number | null {
  const metric = plan.metrics.find(({ id }) => id === metricId)
  if (!metric || !reference || !changed) return null
  const asked = { solveFor: 'n', power, alpha: plan.alpha } as const
  try {
    if (metric.kind === 'proportion') {
      const moved = metric.direction === 'higher' ? plan.smallestEffect : -plan.smallestEffect
      return powerTwoProportions({ ...asked, p1: reference.value, p2: reference.value + moved }).nCeil
    }
    const [a, b] = [reference.standardDeviation ?? 0, changed.standardDeviation ?? 0]
    return powerTTwoSample({ ...asked, delta: plan.smallestEffect, sd: Math.sqrt((a ** 2 + b ** 2) / 2) }).nCeil
  } catch (fault) {
    if (fault instanceof NotEstimable) return null
    throw fault
  }
}
