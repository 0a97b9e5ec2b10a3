import { areReadingsIn, askForEarlyReason, assertNews, assertSeen, mandateOf, overridable, planCautions, reviewCounts, spokenData } from '../../server/governance/gate.rules'
import { moneyAtStake } from '../../server/governance/money.rules'
import { ROUTE_TABLE } from '../../server/access/routeTable'
import { OVERRIDES } from '../../server/governance/gate.rules'
import type { Criterion } from '../../server/pilots/criterion.rules'
import type { PilotInProgram } from '../../server/pilots/pilotInProgram.store'
import { wordingOf } from '../../server/pilots/wording'
import type { PlanContent } from '../../server/plans/planContent.rules'
import { aPlanContent, aPlannedMetric } from '../support/given/plans'
import { Conflict, Forbidden, Invalid, Missing } from '../../server/platform/errors'

const aCriterion = (changes: Partial<Criterion> = {}): Criterion => ({
  key: 'mandate',
  label: 'Mandate',
  met: false,
  evidence: 'No mandate in Sales.',
  mendTo: 'team',
  overridable: true,
  overrideBy: 'mandate.override',
  ...changes,
})

describe('the mandate', () => {
  const person = (department: string, isActive = true) => ({ id: department, name: department, department, isActive })
  const segment = [{ key: 'k', kind: 'handoff' as const, label: 'Order → Install', departments: ['Sales', 'Service'] }]

  it('covers the departments that owner and team come from', () => {
    expect(mandateOf({ segment, owner: person('Service'), team: [person('Sales')] })).toEqual([
      { department: 'Sales', isCovered: true },
      { department: 'Service', isCovered: true },
    ])
  })

  it('has a gap where nobody active belongs to a department', () => {
    const [sales] = mandateOf({ segment, owner: person('Service'), team: [person('Sales', false)] })
    expect(sales).toEqual({ department: 'Sales', isCovered: false })
  })
})

describe('the readings that a gate counts', () => {
  const data = { imports: 2, summaries: 1, units: 120, missing: 0, duplicates: 0, changedAt: null, review: null }
  const spoken = (summaries: number) => spokenData({ ...data, summaries }, wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'UTC' }), new Date(0))

  it('are without gaps only where rows show it', () => {
    expect(spoken(1)).toBe('120 readings in 2 entries, 0 values missing, 0 duplicates')
    expect(spoken(2)).toBe('120 readings in 2 entries, missing values and duplicates not known of a summary')
  })
})

describe('a benefit read after the rollout', () => {
  const reading = { actorId: 'f', amountCents: 310_000, source: 'billing', at: new Date('2026-11-20T22:30:00Z') }
  const isNews = (changes: Partial<typeof reading>): boolean => {
    try {
      assertNews({ ...reading, ...changes }, reading, 'Europe/Berlin')
      return true
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      return false
    }
  }

  it('is not recorded twice in the same words on the same day of the program', () => {
    expect(isNews({ at: new Date('2026-11-20T22:59:00Z') })).toBe(false)
    expect(isNews({ at: new Date('2026-11-20T23:01:00Z') })).toBe(true)
  })

  it('stands beside one of another figure, source or person, and beside none', () => {
    expect([isNews({ amountCents: 310_001 }), isNews({ source: 'ledger' }), isNews({ actorId: 'g' })]).toEqual([true, true, true])
    expect(() => assertNews(reading, null, 'UTC')).not.toThrow()
  })
})

describe('a budget beyond the risk envelope', () => {
  it('says at the gates after the proposal who can change it, and no more once the pilot runs', () => {
    const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })
    const planned = { state: 'proposed', budgetCents: 1_000_100, mostSpendCents: 1_000_000 } as PilotInProgram
    const fact = 'The budget of €10,001 is above the most spend of €10,000 that the risk envelope allows.'
    const advice =
      'Both stand as they were submitted, and whoever decides does so knowing it. To change one, the owner or the lead withdraws the pilot, and it is proposed anew.'
    expect(planCautions(null, planned, words, false)).toEqual([{ text: `${fact} ${advice}`, to: null }])
    expect(planCautions(null, { ...planned, state: 'running' }, words, true)).toEqual([{ text: fact, to: null }])
  })
})

describe('a rule with a row that the design cannot reach', () => {
  it('is said at the gates before the launch', () => {
    const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })
    const planned: Partial<PilotInProgram> = { state: 'proposed', evidenceBar: 3, budgetCents: null, startsOn: null, mostCustomers: null, proposedEffect: null }
    const said = (content: PlanContent) => planCautions(content, planned as PilotInProgram, words, true).map(({ text, to }) => [text.split(':')[0], to])
    expect(said(aPlanContent({ design: 'beforeAfter' }))).toEqual([['Row 3 asks for evidence 3 or more, and this design reaches 2 at most', 'plan']])
    expect(said(aPlanContent())).toEqual([])
  })
})

describe('a look at the checks', () => {
  const day = (number: number) => new Date(Date.UTC(2026, 10, number))
  const review = { by: 'Jo', at: day(10), remark: '' }

  it.each([
    ['before anybody has looked', null, day(1), false],
    ['while the readings stay', review, day(9), true],
    ['without any reading', review, null, true],
    ['once the readings have changed', review, day(11), false],
  ])('counts or not %s', (_when, look, changedAt, counts) => {
    expect(reviewCounts({ review: look, changedAt }, day(2))).toBe(counts)
  })

  it('belongs to one run of the pilot', () => {
    expect(reviewCounts({ review, changedAt: day(9) }, day(12))).toBe(false)
  })
})

describe('an override', () => {
  const sponsor = new Set(['sponsor', 'namedSponsor'] as const)

  it('is for whom the gate names', () => {
    expect(overridable([aCriterion()], 'mandate', sponsor).key).toBe('mandate')
    expect(() => overridable([aCriterion()], 'mandate', new Set(['owner']))).toThrow(Forbidden)
  })

  it('is not for a criterion without one, a met one or one already overridden', () => {
    expect(() => overridable([aCriterion({ overridable: false, overrideBy: null })], 'mandate', sponsor)).toThrow(Missing)
    expect(() => overridable([aCriterion({ met: true })], 'mandate', sponsor)).toThrow(Conflict)
    expect(() => overridable([aCriterion({ overriddenBecause: 'Agreed.' })], 'mandate', sponsor)).toThrow(Conflict)
  })

  it('has a route that asks the same of a person', () => {
    const routes: Readonly<Record<string, string>> = ROUTE_TABLE
    for (const [gate, criteria] of Object.entries(OVERRIDES)) {
      for (const [criterion, deed] of Object.entries(criteria)) {
        expect(routes[`POST /pilots/:pilot/gates/${gate}/overrides/${criterion}`]).toBe(deed)
      }
    }
  })
})

describe('passing a gate', () => {
  it('needs the page of today', () => {
    expect(() => assertSeen({ version: 3 }, { version: 4 })).toThrow('changed while you were looking')
  })

  it('asks for the reason of an early stop beside its field, unless more is missing', () => {
    const early = aCriterion({ key: 'end' })
    expect(() => askForEarlyReason([early])).toThrow(Invalid)
    expect(() => askForEarlyReason([early, aCriterion({ key: 'delivered' })])).not.toThrow()
  })
})

describe('money at stake', () => {
  const appraisal = (histogram: { from: number; to: number; count: number }[]) => ({
    range: { worst: -100, likely: 50, best: 200 },
    probabilityPositive: 0.75,
    histogram,
  })

  it('is the average loss either way', () => {
    const stake = moneyAtStake(appraisal([{ from: -100, to: 0, count: 25 }, { from: 0, to: 200, count: 75 }]))
    expect(stake).toMatchObject({ probabilityOfLoss: 0.25, lossOfApproving: 12.5, lossOfRefusing: 75 })
  })

  it('splits the draws around zero, and the two differ by the mean', () => {
    const stake = moneyAtStake(appraisal([{ from: -100, to: 300, count: 10 }]))
    expect(stake.lossOfApproving).toBeCloseTo(12.5, 10)
    expect(stake.lossOfRefusing - stake.lossOfApproving).toBeCloseTo(100, 10)
  })
})

describe('the planned readings', () => {
  const plan = aPlanContent({ design: 'randomised', plannedPerArm: 100, metrics: [aPlannedMetric({ id: 'm', role: 'primary' })] })
  const cell = (arm: 'control' | 'treatment', n: number, period: 'baseline' | 'outcome' = 'outcome') => ({ metricId: 'm', arm, period, n })

  it.each([
    ['both groups full', plan, [cell('control', 100), cell('treatment', 60), cell('treatment', 40)], true],
    ['one group short', plan, [cell('control', 200), cell('treatment', 99)], false],
    ['the baseline alone', plan, [cell('control', 100, 'baseline'), cell('treatment', 100, 'baseline')], false],
    ['the other metric alone', plan, [{ ...cell('control', 100), metricId: 'x' }, { ...cell('treatment', 100), metricId: 'x' }], false],
    ['one group before and after', { ...plan, design: 'beforeAfter' as const }, [cell('treatment', 100)], true],
    ['no planned number', { ...plan, plannedPerArm: null }, [cell('control', 100), cell('treatment', 100)], false],
  ])('with %s', (_, content, counts, expected) => {
    expect(areReadingsIn(content, counts)).toBe(expected)
  })
})
