import type { Finding } from './finding.entity'

/**
 * What would settle a *don't know*, a sentence each. The number of units follows from the width of the interval: it
 * shrinks with the root of their number.
 */
export function settling(finding: Pick<Finding, 'estimate' | 'intervalLower' | 'intervalUpper' | 'notEstimable' | 'result' | 'inputs'>): string[] {
  const { plan } = finding.inputs
  if (finding.notEstimable !== null) return ['Readings of both groups, so that there is something to compare.']
  const { reference, changed } = finding.result
  if (finding.intervalLower === null || finding.intervalUpper === null || !reference || !changed) return []
  const sentences: string[] = []
  const crossesZero = finding.intervalLower <= 0 && finding.intervalUpper >= 0
  if (crossesZero) {
    const half = (finding.intervalUpper - finding.intervalLower) / 2
    const factor = (half / plan.smallestEffect) ** 2
    const needed = Math.ceil(Math.max(reference.n, changed.n) * factor)
    const group = plan.design === 'beforeAfter' ? 'in each period' : 'in each group'
    sentences.push(
      factor > 1
        ? `About ${needed.toLocaleString('en-GB')} units ${group} would make the interval narrow enough to tell an effect that matters from none; there are ${Math.min(reference.n, changed.n).toLocaleString('en-GB')} to ${Math.max(reference.n, changed.n).toLocaleString('en-GB')} now.`
        : 'The interval is narrow already; a few more readings will show on which side of the smallest effect that matters it lies.',
    )
  }
  if (plan.metrics.some(({ role }) => role === 'guardrail') && !crossesZero) {
    sentences.push('More readings of the guardrails that are not shown to have held.')
  }
  return sentences
}
