import { isSelectable, selectCriteria, unsaid, type SelectFacts } from '../../../server/pilots/gateCriteria.rules'
import { aConflict } from './aConflict'
import { evidenceOf, unmetKeys, words } from './reading'

const reach: NonNullable<SelectFacts['feasibility']> = {
  smallestP: 1e-9,
  alpha: 0.05,
  powerAtSmallestEffect: 0.87,
  detectableEffect: '2.8 percentage points',
  expectedWeeks: 5.2,
}

const selectFacts = (changes: Partial<SelectFacts> = {}): SelectFacts => ({
  scoring: { closedAt: new Date('2026-10-02T10:00:00Z'), raters: 3, ratersNeeded: 3 },
  feasibility: reach,
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
      'Said: power 87% at the smallest effect that matters; 2.8 percentage points found with 80% chance; at best p\u00a0<\u00a00.001; about 6 weeks.',
    )
  })

  it('rounds the p-value against the level of the plan', () => {
    const feasibility = { ...reach, smallestP: 0.01004, alpha: 0.01, expectedWeeks: 1 }
    expect(evidenceOf(selectCriteria(selectFacts({ feasibility })), 'feasibility')).toContain('at best p\u00a0=\u00a00.01004; about 1 week.')
  })

  it.each<[string, Partial<typeof reach>, string | null]>([
    ['a power that is wanted', { powerAtSmallestEffect: 0.8 }, null],
    ['a weak power', { powerAtSmallestEffect: 0.7999 }, 'A power of 79.9% is weak'],
    ['a power of 17%', { powerAtSmallestEffect: 0.17 }, 'A power of 17% is too little'],
    ['a p-value out of reach', { smallestP: 0.1, powerAtSmallestEffect: 0.9 }, 'no result can be significant: at best p\u00a0=\u00a00.100, above 0.05'],
  ])('lets %s pass, and says beside it what that means', (_, changes, caution) => {
    const criteria = selectCriteria(selectFacts({ feasibility: { ...reach, ...changes } }))
    expect(unmetKeys(criteria)).toEqual([])
    const said = criteria.find(({ key }) => key === 'feasibility')?.cautions?.map(({ text }) => text)
    if (caution === null) expect(said).toBeUndefined()
    else expect(said).toEqual([expect.stringContaining(caution)])
  })

  it('lets a design pass that finds no effect with the wanted chance, once that is said', () => {
    const criteria = selectCriteria(selectFacts({ feasibility: { ...reach, powerAtSmallestEffect: 0.05, detectableEffect: null } }))
    expect(unmetKeys(criteria)).toEqual([])
    expect(evidenceOf(criteria, 'feasibility')).toContain('no effect is found with 80% chance')
  })

  it.each([
    [null, 'plan'],
    [{ ...reach, smallestP: null }, 'terms'],
    [{ ...reach, powerAtSmallestEffect: null }, 'terms'],
    [{ ...reach, expectedWeeks: null }, 'arrivals'],
    [reach, null],
  ] as const)('knows what is unsaid, and that it stands in the way', (feasibility, what) => {
    expect(unsaid(feasibility)).toBe(what)
    const facts = selectFacts({ feasibility })
    expect(isSelectable(facts.scoring, feasibility)).toBe(what === null)
    expect(unmetKeys(selectCriteria(facts)).includes('feasibility')).toBe(what !== null)
  })

  it.each<[string, Partial<SelectFacts>, string]>([
    ['scored', { scoring: { closedAt: null, raters: 2, ratersNeeded: 3 } }, '2 raters have scored, 3 needed; the proposer is not counted.'],
    ['scoringClosed', { scoring: { closedAt: null, raters: 5, ratersNeeded: 3 } }, 'still open'],
    ['feasibility', { feasibility: null }, 'no plan yet'],
    [
      'feasibility',
      { feasibility: { ...reach, powerAtSmallestEffect: null, detectableEffect: null, expectedWeeks: null } },
      'Missing: the power at the smallest effect that matters and the expected weeks.',
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
