import fc from 'fast-check'
import { submitCriteria, type SubmitFacts } from '../../../server/pilots/gateCriteria/submit.rules'
import { passes } from '../../../server/pilots/criterion.rules'
import { aPilot } from '../../support/given/pilots'
import { aConflict } from './aConflict'
import { evidenceOf, unmetKeys, words } from './reading'
import { PROPERTY } from '../../support/propertyRuns'

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
  conflicts: [],
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

  it('names a conflicting pilot beside the segment, with its address, and lets the proposal pass', () => {
    const criteria = submitCriteria(submitFacts({ conflicts: [aConflict({ id: 'other' })] }))
    expect(unmetKeys(criteria)).toEqual([])
    expect(criteria.find(({ key }) => key === 'segment')?.cautions).toEqual([
      {
        text: 'In these dates “Other” (running, 5 Oct 2026 to 12 Nov 2026) shares Install. Move one of the two, or the sponsor will have to override it at the selection.',
        to: '/pilots/other',
      },
    ])
  })

  it.each([
    [1_000_000, 1_000_000, null],
    [1_000_001, 1_000_000, 'The budget of €10,000.01 is above the most spend of €10,000 that the risk envelope allows. Lower the one'],
    [1_000_000, 1_500_000, 'The risk envelope allows to spend €15,000, above the budget of €10,000: the rest has no source. Lower the one'],
    [null, 1_000_000, null],
    [1_000_001, null, null],
  ])('holds a budget of %s cents against a most spend of %s', (budgetCents, mostSpendCents, said) => {
    const criteria = submitCriteria(submitFacts({ pilot: aPilot({ budgetCents, mostSpendCents }) }))
    const cautions = criteria.find(({ key }) => key === 'budget')?.cautions
    if (said === null) expect(cautions).toBeUndefined()
    else expect(cautions?.[0]?.text).toContain(said)
  })

  it('cautions of a metric with which no plan can be locked, and lets the proposal pass', () => {
    const criteria = submitCriteria(submitFacts({ metric: { name: 'First reply', kind: 'duration', unit: 'minutes' } }))
    expect(unmetKeys(criteria)).toEqual([])
    expect(criteria.find(({ key }) => key === 'metric')?.cautions).toEqual([
      {
        text: 'First reply is a duration: this release analyses shares and means alone, so no plan with it can be locked yet. Choose a share or a mean while the proposal is a draft.',
        to: 'edit#field-metricId',
      },
    ])
    expect(submitCriteria(submitFacts()).find(({ key }) => key === 'metric')?.cautions).toBeUndefined()
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
      PROPERTY,
    )
  })
})
