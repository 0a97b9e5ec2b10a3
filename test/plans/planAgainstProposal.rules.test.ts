import fc from 'fast-check'
import { wordingOf } from '../../server/pilots/wording'
import { excessesOf, excessInWords, otherEffectInWords, proposedEffect, type Promised } from '../../server/plans/planAgainstProposal.rules'
import type { FeasibilityTerms } from '../../server/plans/feasibility.rules'
import { aPlan } from '../support/given/plans'
import { PROPERTY } from '../support/propertyRuns'

const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })
const terms = (changes: Partial<FeasibilityTerms> = {}): FeasibilityTerms => ({ ...aPlan(), plannedPerArm: 750, ...changes })
/** Six weeks of 250 arrivals: room for 1,500 units. */
const promised = (changes: Partial<Promised> = {}): Promised => ({
  startsOn: '2026-10-01',
  endsOn: '2026-11-11',
  arrivalsPerWeek: 250,
  mostCustomers: 750,
  ...changes,
})
const said = (plan: Partial<FeasibilityTerms>, proposal: Partial<Promised> = {}): string[] =>
  excessesOf(terms(plan), promised(proposal)).map(excess => excessInWords(excess, words))

describe('a plan held against its proposal', () => {
  it.each<[string, Partial<FeasibilityTerms>, Partial<Promised>, string[]]>([
    ['exactly full', {}, {}, []],
    [
      'one unit more in each group',
      { plannedPerArm: 751 },
      { mostCustomers: 751 },
      ['1,502 units need 6.1 weeks at 250 arrivals a week; the timebox of the pilot has 6. Plan at most 750 units for each group, or set a later last day.'],
    ],
    ['before and after, the outcome period alone', { design: 'beforeAfter', plannedPerArm: 1500 }, { mostCustomers: null }, []],
    [
      'before and after, too many in the outcome period',
      { design: 'beforeAfter', plannedPerArm: 1600 },
      { mostCustomers: 1500 },
      [
        '1,600 units need 6.4 weeks at 250 arrivals a week; the timebox of the pilot has 6. Plan at most 1,500 units for each group, or set a later last day.',
        'The plan gives the change to 1,600 units; the proposal allows at most 1,500 customers to be touched. Plan at most 1,500 units with the change.',
      ],
    ],
    [
      'a day, at one arrival a week',
      {},
      { endsOn: '2026-10-01', arrivalsPerWeek: 1, mostCustomers: null },
      ['1,500 units need 1,500 weeks at 1 arrival a week; the timebox of the pilot has 0.1. Set a later last day.'],
    ],
    [
      'more customers than the risk envelope allows',
      {},
      { mostCustomers: 749 },
      ['The plan gives the change to 750 units; the proposal allows at most 749 customers to be touched. Plan at most 749 units with the change.'],
    ],
    ['a small treatment group', { plannedPerArm: 300, allocationTreatment: 0.2 }, { mostCustomers: 300 }, []],
    [
      'a large treatment group',
      { plannedPerArm: 300, allocationTreatment: 0.8 },
      { mostCustomers: 300 },
      ['The plan gives the change to 1,200 units; the proposal allows at most 300 customers to be touched. Plan at most 300 units with the change.'],
    ],
    ['nothing planned yet', { plannedPerArm: null }, {}, []],
    ['nothing promised', { plannedPerArm: 9000 }, { arrivalsPerWeek: null, mostCustomers: null }, []],
    ['no dates', { plannedPerArm: 9000 }, { endsOn: null, mostCustomers: null }, []],
    ['nobody arrives', { plannedPerArm: 9000 }, { arrivalsPerWeek: 0, mostCustomers: null }, []],
  ])('%s', (_, plan, proposal, sentences) => {
    expect(said(plan, proposal)).toEqual(sentences)
  })

  it('names a number of units that fits: no more fit, and so many do', () => {
    const allocations = fc.constantFrom(0.1, 0.25, 0.5, 0.8)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 2_000 }), allocations, (planned, arrivals, share) => {
        const bounds = promised({ arrivalsPerWeek: arrivals, mostCustomers: null })
        const plan = (plannedPerArm: number) => excessesOf(terms({ plannedPerArm, allocationTreatment: share }), bounds)
        const [excess] = plan(planned)
        if (excess?.kind !== 'weeks') return
        expect(excess.unitsThatFit).toBeLessThan(planned)
        if (excess.unitsThatFit > 0) expect(plan(excess.unitsThatFit)).toEqual([])
      }),
      PROPERTY,
    )
  })
})

describe('the smallest effect that matters', () => {
  const metric = { id: 'm', name: 'Second visit needed', kind: 'proportion', unit: '', direction: 'lower', perspective: 'internal', guardrailMargin: null, moneyPerUnitCents: null } as const

  it('is told with both numbers where the plan says another than the proposal', () => {
    expect(otherEffectInWords(0.06, { proposedEffect: 0.03, metric }, words, false)).toBe(
      'The proposal calls 3 percentage points the smallest effect that matters, the plan 6 percentage points; once the plan is locked, its number is the one that counts.',
    )
    expect(otherEffectInWords(0.06, { proposedEffect: 0.03, metric }, words, true)).toBe(
      'The proposal called 3 percentage points the smallest effect that matters; the plan in force says 6 percentage points, which is the one that counts.',
    )
  })

  it.each([
    ['says the same', 0.03, 0.03],
    ['says the same but for the last digit', 0.1 + 0.2, 0.3],
    ['has nothing to part from', 0.03, null],
  ])('is not told twice where the plan %s', (_, planned, proposed) => {
    expect(proposedEffect(planned, proposed)).toBeNull()
    expect(otherEffectInWords(planned, { proposedEffect: proposed, metric }, words, true)).toBeNull()
  })
})
