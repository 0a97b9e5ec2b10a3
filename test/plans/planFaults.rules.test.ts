import { checkedTerms, planFaults, type OfferedMetric, type WatchedMetric } from '../../server/plans/planFaults.rules'
import type { PlanContent } from '../../server/plans/planContent.rules'
import { Invalid } from '../../server/platform/errors'
import { aPlanContent, aPlannedMetric } from '../support/given/plans'

const share = aPlannedMetric()
const mean = aPlannedMetric({ kind: 'mean', unit: 'minutes', direction: 'lower' })
const effort: OfferedMetric = { id: 'effort', name: 'Effort', kind: 'mean', unit: 'points of 7', direction: 'lower', guardrailMargin: null }

const faultsOf = (changes: Partial<PlanContent>, watched: readonly WatchedMetric[] = []) =>
  planFaults({ ...aPlanContent(changes), otherMetrics: watched }, share, [effort, { ...share, guardrailMargin: 0.02 }])

describe('the terms of a plan', () => {
  it.each<[string, Partial<PlanContent>, string[]]>([
    ['nothing that fits', {}, []],
    ['a design without its analysis', { design: 'clusterRandomised' }, ['design']],
    ['pairs', { pairing: 'paired' }, ['pairing']],
    ['an effect of nothing', { smallestEffect: 0 }, ['smallestEffect']],
    ['a change of a share by 100 points', { smallestEffect: 1 }, ['smallestEffect']],
    ['an expected share of 100 %', { baselineValue: 1 }, ['baselineValue']],
    ['an effect beyond 100 %', { baselineValue: 0.99, smallestEffect: 0.02 }, ['smallestEffect']],
    ['a spread beside a share', { baselineSd: 0.4 }, ['baselineSd']],
    ['a rule with a gap', { decisionRule: [] }, ['decisionRule']],
    [
      'all of it at once',
      { design: 'timeSeries', smallestEffect: -1, baselineValue: 2, baselineSd: -0.4, decisionRule: [] },
      ['baselineSd', 'baselineValue', 'decisionRule', 'design', 'smallestEffect'],
    ],
  ])('refuse %s', (_, changes, fields) => {
    expect(Object.keys(faultsOf(changes)).sort()).toEqual(fields)
  })

  it('are refused together with the metrics that are watched', () => {
    const faults = faultsOf({ baselineSd: 0.4 }, [
      { metricId: 'effort', role: 'guardrail', margin: null },
      { metricId: 'effort', role: 'secondary', margin: 3 },
      { metricId: share.id, role: 'guardrail', margin: null },
    ])
    expect(Object.keys(faults)).toEqual(['baselineSd', 'otherMetrics.0.margin', 'otherMetrics.1.metricId', 'otherMetrics.1.margin', 'otherMetrics.2.metricId'])
  })

  it('look for the effect on the good side of the expected share', () => {
    const terms = aPlanContent({ baselineValue: 0.01, smallestEffect: 0.02 })
    expect(() => checkedTerms(terms, { kind: 'proportion', direction: 'lower' })).toThrow(Invalid)
    expect(checkedTerms(terms, { kind: 'proportion', direction: 'higher' })).toBe(terms)
  })

  it('let a mean be anything', () => {
    const terms = aPlanContent({ baselineValue: -40, baselineSd: 12, smallestEffect: 250 })
    expect(checkedTerms(terms, mean)).toBe(terms)
  })
})
