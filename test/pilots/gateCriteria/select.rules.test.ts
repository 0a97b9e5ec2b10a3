import { selectCriteria, type SelectFacts } from '../../../server/pilots/gateCriteria/select.rules'
import { evidenceOf, unmetKeys, words } from './reading'

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
