import 'reflect-metadata'
import type { PilotMetric } from '../../server/pilots/pilotInProgram.store'
import { locked } from '../../server/plans/plan.rules'
import { readAmendment, readRevision } from '../../server/plans/planForm'
import { faultsOf } from '../support/faultsOf'
import { aPlan, aPlanContent, aPlannedMetric } from '../support/given/plans'

const { margin: _, role: __, ...share } = aPlannedMetric({ id: '7f0c2a52-6a0e-4b6e-9d0b-0f6f9c7f1a03' })
const metric: PilotMetric = { ...share, perspective: 'customer', guardrailMargin: null, moneyPerUnitCents: null }
const effort: PilotMetric = { ...metric, id: '7f0c2a52-6a0e-4b6e-9d0b-0f6f9c7f1a09', name: 'Effort', kind: 'mean', unit: 'points of 7' }
const pilot = { state: 'proposed', metric, smallestEffect: 0.02, evidenceBar: 3 } as const
const before = { pilot, plan: aPlan({ allocationTreatment: 0.6 }), otherMetrics: [], amendments: [], offered: [metric, effort] }

const RULE = aPlan().decisionRule.map(row => ({ ...row, evidenceAtLeast: `${row.evidenceAtLeast}` }))
const form = (changes: object = {}) => ({
  version: '1',
  primaryMetricId: metric.id,
  typedIn: 'points',
  design: 'randomised',
  pairing: 'independent',
  smallestEffect: '3',
  alpha: '0.05',
  plannedPerArm: '1600',
  baselineValue: '25.3',
  baselineSd: '',
  allocationTreatment: '50',
  minimumDelivered: '80',
  decisionRule: RULE,
  otherMetrics: [],
  ...changes,
})

const told = (changes: object): string[] => Object.keys(faultsOf(() => readRevision(form(changes), before))).sort()

describe('the form of a plan', () => {
  it('is kept in shares', () => {
    const { plan, fields } = readRevision(form({ smallestEffect: '2.3', baselineValue: '3,5 %', alpha: '5%' }), before)
    expect(plan).toMatchObject({ smallestEffect: 0.023, baselineValue: 0.035, alpha: 0.05, allocationTreatment: 0.5, minimumDelivered: 0.8 })
    expect(fields.version).toBe(1)
  })

  it.each<[string, object, string[]]>([
    ['a word for a number', { alpha: 'small', decisionRule: [], baselineSd: '4' }, ['alpha', 'baselineSd', 'decisionRule']],
    ['a doubtful share', { minimumDelivered: '0.8', smallestEffect: '0.03', decisionRule: [] }, ['decisionRule', 'minimumDelivered', 'smallestEffect']],
    ['a share out of bounds', { minimumDelivered: '101', baselineValue: '99', smallestEffect: '2' }, ['minimumDelivered', 'smallestEffect']],
    [
      'a metric that stands twice',
      { alpha: '7', otherMetrics: [1, 2].map(margin => ({ metricId: effort.id, role: 'guardrail', margin: `${margin}` })) },
      ['alpha', 'otherMetrics.1.metricId'],
    ],
  ])('names what fits together badly beside %s', (_what, changes, fields) => {
    expect(told(changes)).toEqual(fields)
  })

  it.each<[string, object, string[]]>([
    ['a share that cannot be read', { baselineValue: 'high', smallestEffect: '90' }, ['baselineValue']],
    ['a share that may be another', { baselineValue: '0.3', smallestEffect: '3' }, ['baselineValue']],
    ['a row that cannot be read', { decisionRule: [{ verdict: 'harms', evidenceAtLeast: '9', action: 'stop' }] }, ['decisionRule.0.evidenceAtLeast']],
    ['a metric that was another when the page was printed', { primaryMetricId: effort.id, alpha: '7', baselineSd: '4' }, ['alpha']],
  ])('says nothing of what rests on %s', (_what, changes, fields) => {
    expect(told(changes)).toEqual(fields)
  })

  it('lets the share of treatment be empty where the design has none, and leaves what stands', () => {
    const { plan } = readRevision(form({ design: 'beforeAfter', allocationTreatment: '' }), before)
    expect(plan).toMatchObject({ design: 'beforeAfter', allocationTreatment: 0.6 })
    expect(readRevision(form({ design: 'beforeAfter', allocationTreatment: '' }), { ...before, plan: null }).plan.allocationTreatment).toBe(0.5)
    expect(told({ allocationTreatment: ' ' })).toEqual(['allocationTreatment'])
  })

  it('amends with all faults at once too, the end among them', () => {
    const content = aPlanContent()
    const plan = locked(aPlan(), content, { state: 'proposed', now: new Date('2026-10-01T12:00:00Z'), outcomeArrived: false })
    const faults = (state: 'proposed' | 'running') =>
      faultsOf(() => readAmendment(form({ reason: 'short', replaces: plan.hash, endsOn: '2026-10-01', decisionRule: [] }), { ...before, plan, pilot: { ...pilot, state } }))
    expect(Object.keys(faults('proposed')).sort()).toEqual(['decisionRule', 'endsOn', 'reason', 'version'])
    expect(faults('proposed').endsOn).toBe('The pilot cannot end before it starts.')
    expect(faults('running').endsOn).toContain('The end stays 2026-11-15')
  })
})
