import { selectCriteria, type SelectFacts } from '../../../server/pilots/gateCriteria/select.rules'
import { aConflict } from './aConflict'
import { evidenceOf, unmetKeys, words } from './reading'

const selectFacts = (changes: Partial<SelectFacts> = {}): SelectFacts => ({
  scoring: { closedAt: new Date('2026-10-02T10:00:00Z'), raters: 3, ratersNeeded: 3 },
  feasibility: { smallestP: 1e-9, alpha: 0.05, detectableEffect: '2.8 percentage points', expectedWeeks: 5.2 },
  conflicts: [],
  cautions: [],
  words,
  ...changes,
})

describe('the select gate', () => {
  it('lets a scored pilot through', () => {
    const criteria = selectCriteria(selectFacts())
    expect(unmetKeys(criteria)).toEqual([])
    expect(evidenceOf(criteria, 'feasibility')).toBe(
      'At best p\u00a0<\u00a00.001; detectable effect 2.8 percentage points; about 6 weeks.',
    )
  })

  it('rounds the p-value against the level of the plan', () => {
    const feasibility = { smallestP: 0.01004, alpha: 0.01, detectableEffect: '3 minutes', expectedWeeks: 1 }
    expect(evidenceOf(selectCriteria(selectFacts({ feasibility })), 'feasibility')).toBe(
      'At best p\u00a0=\u00a00.01004; detectable effect 3 minutes; about 1 week.',
    )
  })

  it.each<[string, Partial<SelectFacts>, string]>([
    ['scored', { scoring: { closedAt: null, raters: 2, ratersNeeded: 3 } }, '2 raters have scored, 3 needed; the proposer is not counted.'],
    ['scoringClosed', { scoring: { closedAt: null, raters: 5, ratersNeeded: 3 } }, 'still open'],
    ['feasibility', { feasibility: null }, 'no plan yet'],
    [
      'feasibility',
      { feasibility: { smallestP: 0.01, alpha: 0.05, detectableEffect: null, expectedWeeks: null } },
      'Missing: the detectable effect',
    ],
    [
      'noConflict',
      { conflicts: [aConflict()] },
      '“Other” (running, 5 Oct 2026 to 12 Nov 2026) shares Install.',
    ],
  ])('stops at %s', (key, changes, evidence) => {
    const criteria = selectCriteria(selectFacts(changes))
    expect(unmetKeys(criteria)).toContain(key)
    expect(evidenceOf(criteria, key)).toContain(evidence)
  })

  it.each([
    [1, '1 rater has scored, 3 needed; the proposer is not counted.'],
    [3, '3 raters have scored, 3 needed.'],
    [4, '4 raters have scored, 3 needed.'],
  ])('counts %d raters against those that it needs', (raters, said) => {
    const scoring = { closedAt: null, raters, ratersNeeded: 3 }
    expect(evidenceOf(selectCriteria(selectFacts({ scoring })), 'scored')).toBe(said)
  })

  it('says what the plan takes beyond the proposal, and lets it pass', () => {
    const cautions = [{ text: 'The sample needs more weeks than the timebox has.', to: 'plan' }]
    const criteria = selectCriteria(selectFacts({ cautions }))
    expect(unmetKeys(criteria)).toEqual([])
    expect(criteria.find(({ key }) => key === 'feasibility')?.cautions).toEqual(cautions)
  })

  it('lets only the conflict be overridden, by the sponsor', () => {
    const overridable = selectCriteria(selectFacts()).filter(criterion => criterion.overridable)
    expect(overridable.map(({ key, overrideBy }) => [key, overrideBy])).toEqual([['noConflict', 'pilot.select']])
  })
})
