import fc from 'fast-check'
import {
  concludeCriteria,
  confirmCriteria,
  decideCriteria,
  effectInWords,
  launchCriteria,
  listed,
  needsBaseline,
  selectCriteria,
  submitCriteria,
  type ConcludeFacts,
  type DecideFacts,
  type LaunchFacts,
  type SelectFacts,
  type SubmitFacts,
} from '../../server/pilots/gateCriteria.rules'
import { DECISIONS, passes, withOverrides, type Criterion } from '../../server/pilots/pilotLife.rules'
import { wordingOf } from '../../server/pilots/wording'
import { aPilot } from '../support/given/pilots'

const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })
const unmetKeys = (criteria: readonly Criterion[]): string[] => criteria.filter(({ met }) => !met).map(({ key }) => key)
const evidenceOf = (criteria: readonly Criterion[], key: string): string =>
  criteria.find(criterion => criterion.key === key)?.evidence ?? ''

const aPerson = (id: string, department: string | null = null, isActive = true) => ({
  id,
  name: `Person ${id}`,
  department,
  isActive,
})

const submitFacts = (changes: Partial<SubmitFacts> = {}): SubmitFacts => ({
  pilot: aPilot(),
  segment: ['Order → Install'],
  journey: { name: 'Onboarding', version: 7 },
  proposerId: 'proposer',
  owner: aPerson('owner', 'Field service'),
  team: [aPerson('team', 'Sales')],
  sponsor: { ...aPerson('sponsor'), hasRole: true },
  metric: { name: 'Second visit needed', kind: 'proportion', unit: '' },
  words,
  ...changes,
})

describe('the submit gate', () => {
  it('lets a complete proposal through and shows why', () => {
    const criteria = submitCriteria(submitFacts())
    expect(unmetKeys(criteria)).toEqual([])
    expect(criteria).toHaveLength(10)
    expect(evidenceOf(criteria, 'metric')).toBe('Second visit needed, at least 3 percentage points')
    expect(evidenceOf(criteria, 'segment')).toBe('Order → Install (Onboarding, version 7)')
    expect(evidenceOf(criteria, 'budget')).toBe('€12,000 from the field service budget')
    expect(evidenceOf(criteria, 'timebox')).toBe('1 Oct 2026 to 12 Nov 2026')
    expect(evidenceOf(criteria, 'team')).toBe('2 people from Field service and Sales')
  })

  it.each<[string, Partial<SubmitFacts>, string]>([
    ['hypothesis', { pilot: aPilot({ because: ' ' }) }, 'Missing: why.'],
    ['segment', { segment: [] }, 'No stage or handoff'],
    ['team', { team: [aPerson('team', 'Field service')] }, '2 people, all from Field service'],
    ['team', { team: [aPerson('team', 'Sales', false)] }, '1 person, all from Field service'],
    ['team', { owner: null, team: [], sponsor: null }, 'There is nobody on the team.'],
    ['team', { owner: aPerson('owner'), team: [aPerson('team')] }, 'none of them with a department'],
    ['owner', { owner: null }, 'Nobody is named'],
    ['owner', { owner: aPerson('owner', 'Field service', false) }, 'the lead can hand the pilot over'],
    ['sponsor', { sponsor: null }, 'Nobody is named'],
    ['sponsor', { sponsor: { ...aPerson('team'), hasRole: true } }, 'works on this pilot'],
    ['sponsor', { sponsor: { ...aPerson('owner'), hasRole: true } }, 'works on this pilot'],
    ['sponsor', { sponsor: { ...aPerson('sponsor'), hasRole: false } }, 'not a sponsor of this program any more'],
    ['sponsor', { proposerId: 'sponsor' }, 'could not decide on it'],
    ['metric', { metric: null }, 'No metric is chosen.'],
    ['metric', { pilot: aPilot({ smallestEffect: null }) }, 'without the smallest effect'],
    ['timebox', { pilot: aPilot({ endsOn: null }) }, 'Missing: the last day.'],
    ['budget', { pilot: aPilot({ budgetSource: '' }) }, 'Missing: its source.'],
    ['risk', { pilot: aPilot({ mostSpendCents: null, stopRule: '' }) }, 'Missing: the most spend and the stop rule.'],
    ['vision', { pilot: aPilot({ visionSentence: '' }) }, 'No sentence'],
  ])('stops at %s', (key, changes, evidence) => {
    const criteria = submitCriteria(submitFacts(changes))
    expect(unmetKeys(criteria)).toContain(key)
    expect(evidenceOf(criteria, key)).toContain(evidence)
  })

  it('takes a budget of nothing for a budget', () => {
    expect(unmetKeys(submitCriteria(submitFacts({ pilot: aPilot({ budgetCents: 0, mostSpendCents: 0 }) })))).toEqual([])
  })

  it('has an answer and a place to mend for every proposal, and allows no override', () => {
    const text = fc.constantFrom('', ' ', 'Something')
    const pilots = fc.record({ change: text, forWhom: text, because: text, stopRule: text, budgetSource: text })
    const people = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null })
    fc.assert(
      fc.property(pilots, people, people, fc.array(fc.constantFrom('a', 'b', 'c')), (changes, owner, sponsor, team) => {
        const criteria = submitCriteria(
          submitFacts({
            pilot: aPilot(changes),
            owner: owner && aPerson(owner, 'Sales'),
            sponsor: sponsor && { ...aPerson(sponsor), hasRole: true },
            team: team.map(id => aPerson(id, id === 'a' ? 'Sales' : null)),
          }),
        )
        expect(criteria.map(({ key }) => key)).toEqual(submitCriteria(submitFacts()).map(({ key }) => key))
        expect(criteria.every(({ evidence, mendTo, overridable }) => evidence !== '' && mendTo && !overridable)).toBe(
          true,
        )
        if (criteria.every(passes)) expect(team).not.toContain(sponsor)
      }),
    )
  })
})

const selectFacts = (changes: Partial<SelectFacts> = {}): SelectFacts => ({
  scoring: { closedAt: new Date('2026-10-02T10:00:00Z'), raters: 3, ratersNeeded: 3 },
  feasibility: { smallestP: 1e-9, detectableEffect: '2.8 percentage points', expectedWeeks: 5.2 },
  conflicts: [],
  words,
  ...changes,
})

describe('the select gate', () => {
  it('lets a scored pilot through', () => {
    const criteria = selectCriteria(selectFacts())
    expect(unmetKeys(criteria)).toEqual([])
    expect(evidenceOf(criteria, 'feasibility')).toBe(
      'Smallest p-value below 0.0001; detectable effect 2.8 percentage points; about 6 weeks.',
    )
  })

  it.each<[string, Partial<SelectFacts>, string]>([
    ['scored', { scoring: { closedAt: null, raters: 2, ratersNeeded: 3 } }, '2 of 3 raters'],
    ['scoringClosed', { scoring: { closedAt: null, raters: 5, ratersNeeded: 3 } }, 'still open'],
    ['feasibility', { feasibility: null }, 'no plan yet'],
    [
      'feasibility',
      { feasibility: { smallestP: 0.01, detectableEffect: null, expectedWeeks: null } },
      'Missing: the detectable effect',
    ],
    [
      'noConflict',
      { conflicts: [{ title: 'Other', state: 'running', shared: ['Install'] }] },
      '“Other” (running) shares Install.',
    ],
  ])('stops at %s', (key, changes, evidence) => {
    const criteria = selectCriteria(selectFacts(changes))
    expect(unmetKeys(criteria)).toContain(key)
    expect(evidenceOf(criteria, key)).toContain(evidence)
  })

  it('lets only the conflict be overridden, by the sponsor', () => {
    const overridable = selectCriteria(selectFacts()).filter(criterion => criterion.overridable)
    expect(overridable.map(({ key, overrideBy }) => [key, overrideBy])).toEqual([['noConflict', 'pilot.select']])
  })
})

const launchFacts = (changes: Partial<LaunchFacts> = {}): LaunchFacts => ({
  plan: { design: 'beforeAfter', lockedAt: new Date('2026-10-05T10:00:00Z'), hash: '7c1e09a4b2d3f4e5' },
  baseline: { isRecorded: true, inWords: '1,630 contacts.' },
  mandate: [{ department: 'Field service', isCovered: true }],
  feasibility: { smallestP: 1e-6, alpha: 0.05, powerAtSmallestEffect: 0.8 },
  words,
  ...changes,
})

describe('the launch gate', () => {
  it('lets a locked plan with its baseline through', () => {
    const criteria = launchCriteria(launchFacts())
    expect(unmetKeys(criteria)).toEqual([])
    expect(evidenceOf(criteria, 'planLocked')).toBe('Locked on 5 Oct 2026, 7c1e09a4b2d3.')
  })

  it.each<[string, Partial<LaunchFacts>, string]>([
    ['planLocked', { plan: null }, 'no plan yet'],
    ['planLocked', { plan: { design: 'randomised', lockedAt: null, hash: null } }, 'not locked yet'],
    ['baseline', { baseline: { isRecorded: false, inWords: '' } }, 'No baseline reading'],
    ['mandate', { mandate: [{ department: 'Billing', isCovered: false }] }, 'No mandate in Billing.'],
    ['feasible', { feasibility: null }, 'before there is a plan'],
    ['feasible', { feasibility: { smallestP: 0.1, alpha: 0.05, powerAtSmallestEffect: 0.9 } }, 'Impossible'],
    ['feasible', { feasibility: { smallestP: 0.05, alpha: 0.05, powerAtSmallestEffect: 0.49 } }, '49%'],
    ['feasible', { feasibility: { smallestP: null, alpha: 0.05, powerAtSmallestEffect: null } }, 'not known'],
  ])('stops at %s', (key, changes, evidence) => {
    const criteria = launchCriteria(launchFacts(changes))
    expect(unmetKeys(criteria)).toContain(key)
    expect(evidenceOf(criteria, key)).toContain(evidence)
  })

  it('is feasible exactly at the border: p equal to alpha, power of one half', () => {
    const feasibility = { smallestP: 0.05, alpha: 0.05, powerAtSmallestEffect: 0.5 }
    expect(unmetKeys(launchCriteria(launchFacts({ feasibility })))).toEqual([])
  })

  it.each([
    ['randomised', false],
    ['clusterRandomised', false],
    ['benchmark', false],
    ['comparison', true],
    ['beforeAfter', true],
    ['timeSeries', true],
    ['syntheticControl', true],
  ])('asks of the design %s for a baseline: %s', (design, needs) => {
    expect(needsBaseline(design)).toBe(needs)
  })

  it('lets the mandate be overridden by the sponsor and feasibility by the owner, nothing else', () => {
    const criteria = launchCriteria(
      launchFacts({ plan: null, mandate: [{ department: 'Billing', isCovered: false }], feasibility: null }),
    )
    const overrides = criteria.map(({ key }) => ({ criterion: key, reason: 'Agreed.' }))
    const left = withOverrides(criteria, overrides).filter(criterion => !passes(criterion))
    expect(left.map(({ key }) => key)).toEqual(['planLocked', 'baseline'])
    expect(criteria.filter(({ overridable }) => overridable).map(({ overrideBy }) => overrideBy)).toEqual([
      'mandate.override',
      'pilot.launch',
    ])
  })
})

const concludeFacts = (changes: Partial<ConcludeFacts> = {}): ConcludeFacts => ({
  today: '2026-11-12',
  endsOn: '2026-11-12',
  boundaryCrossed: false,
  earlyReason: '',
  checks: { areSeen: true, inWords: '2 checks, none of them worrying' },
  shareDelivered: 0.92,
  shareDeliveredSource: 'call log',
  words,
  ...changes,
})

describe('the conclude gate', () => {
  it.each<[string, Partial<ConcludeFacts>, string[]]>([
    ['on the planned end', {}, []],
    ['a day before it', { today: '2026-11-11' }, ['end']],
    ['early with a reason', { today: '2026-11-01', earlyReason: 'The stop rule fired' }, []],
    ['early with an empty reason', { today: '2026-11-01', earlyReason: ' ' }, ['end']],
    ['at a boundary', { today: '2026-11-01', boundaryCrossed: true }, []],
    ['without an end', { endsOn: null }, ['end']],
    ['before the checks are seen', { checks: { areSeen: false, inWords: '2 checks' } }, ['checksSeen']],
    ['without delivery', { shareDelivered: null }, ['delivered']],
    ['with nothing delivered, which is recorded', { shareDelivered: 0 }, []],
  ])('%s', (_, changes, keys) => {
    expect(unmetKeys(concludeCriteria(concludeFacts(changes)))).toEqual(keys)
  })
})

const decideFacts = (changes: Partial<DecideFacts> = {}): DecideFacts => ({
  findings: { areFinal: true, outstanding: [] },
  openObjections: 0,
  objections: 2,
  firedAction: 'scale',
  rollout: { benefitLines: 2, costLines: 1, withoutFinance: [] },
  evidenceLevel: 3,
  evidenceBar: 3,
  otherSponsors: ['Tomas Berg'],
  ...changes,
})

describe('the decide gate', () => {
  it.each<[string, Partial<DecideFacts>, Parameters<typeof decideCriteria>[1], string[]]>([
    ['everything there', {}, 'scale', []],
    ['no final finding', { findings: { areFinal: false, outstanding: [] } }, 'stop', ['findings']],
    ['data still to come', { findings: { areFinal: true, outstanding: ['day 30'] } }, 'stop', ['findings']],
    ['an open objection', { openObjections: 1 }, 'stop', ['objections']],
    [
      'no benefit line',
      { rollout: { benefitLines: 0, costLines: 1, withoutFinance: [] } },
      'scale',
      ['case', 'finance'],
    ],
    ['no cost line', { rollout: { benefitLines: 1, costLines: 0, withoutFinance: [] } }, 'scale', ['case']],
    ['evidence below the bar', { evidenceLevel: 2 }, 'scale', ['evidence']],
    [
      'finance silent on a line',
      { rollout: { benefitLines: 1, costLines: 1, withoutFinance: ['Fewer visits'] } },
      'scale',
      ['finance'],
    ],
    [
      'none of it for a stop that follows the rule',
      { firedAction: 'stop', evidenceLevel: null, rollout: { benefitLines: 0, costLines: 0, withoutFinance: [] } },
      'stop',
      [],
    ],
    ['nobody who could agree against the rule', { otherSponsors: [] }, 'stop', ['secondSponsor']],
    ['nobody needed along the rule', { otherSponsors: [] }, 'scale', []],
  ])('%s', (_, changes, choice, keys) => {
    expect(unmetKeys(decideCriteria(decideFacts(changes), choice))).toEqual(keys)
  })

  it('asks for a second sponsor exactly where the choice opposes the rule', () => {
    for (const fired of DECISIONS) {
      for (const choice of DECISIONS) {
        const keys = decideCriteria(decideFacts({ firedAction: fired }), choice).map(({ key }) => key)
        expect([fired, choice, keys.includes('secondSponsor')]).toEqual([fired, choice, fired !== choice])
      }
    }
  })

  it('shows what every choice shares before one is made', () => {
    expect(decideCriteria(decideFacts(), null).map(({ key }) => key)).toEqual(['findings', 'objections'])
  })
})

describe('the confirm gate', () => {
  it.each([
    ['every benefit read', { benefitLines: 2, withoutReading: [] }, true],
    ['one not read', { benefitLines: 2, withoutReading: ['Fewer visits'] }, false],
    ['no benefit at all', { benefitLines: 0, withoutReading: [] }, false],
  ])('%s', (_, facts, met) => {
    expect(confirmCriteria(facts).every(passes)).toBe(met)
  })
})

describe('words', () => {
  it.each([
    [0.03, 'proportion', '', '3 percentage points'],
    [0.01, 'proportion', '', '1 percentage point'],
    [0.07, 'proportion', '', '7 percentage points'],
    [2.5, 'duration', 'minutes', '2.5 minutes'],
    [0.3, 'mean', '', '0.3'],
  ] as const)('an effect of %d of a %s', (effect, kind, unit, said) => {
    expect(effectInWords(effect, { kind, unit }, words)).toBe(said)
  })

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j listed', (items, said) => {
    expect(listed(items)).toBe(said)
  })
})
