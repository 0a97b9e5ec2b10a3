import { passes, unmet, withOverrides, type Criterion } from '../../server/pilots/criterion.rules'

const aCriterion = (changes: Partial<Criterion> = {}): Criterion => ({
  key: 'plan',
  label: 'Plan locked',
  met: true,
  evidence: 'Locked on 4 Nov.',
  mendTo: 'plan',
  overridable: false,
  overrideBy: null,
  ...changes,
})

describe('criteria', () => {
  it('pass when met, or where an override is allowed and has a reason', () => {
    expect(passes(aCriterion())).toBe(true)
    expect(passes(aCriterion({ met: false }))).toBe(false)
    expect(passes(aCriterion({ met: false, overriddenBecause: 'I say so.' }))).toBe(false)
    expect(
      passes(aCriterion({ met: false, overridable: true, overriddenBecause: 'The dates touch on one day.' })),
    ).toBe(true)
  })

  it('take an override only where it is allowed and needed', () => {
    const overrides = ['a', 'b', 'c'].map(criterion => ({ criterion, reason: 'Agreed.' }))
    const criteria = [
      aCriterion({ key: 'a', met: false, overridable: true }),
      aCriterion({ key: 'b', met: false }),
      aCriterion({ key: 'c', overridable: true }),
    ]
    const judged = withOverrides(criteria, overrides)
    expect(judged.map(({ overriddenBecause }) => overriddenBecause)).toEqual(['Agreed.', undefined, undefined])
    expect(unmet(judged).map(({ key }) => key)).toEqual(['b'])
  })
})
