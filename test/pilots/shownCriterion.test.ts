import type { Role, Standing } from '../../server/access/permissions'
import type { Criterion } from '../../server/pilots/criterion.rules'
import { shownCriterion } from '../../server/pilots/shownCriterion'

const criterion = (changes: Partial<Criterion> = {}): Criterion => ({
  ...{ key: 'mandate', label: 'Mandate', met: false, evidence: 'No mandate in Sales.', mendTo: 'team' },
  ...{ overridable: true, overrideBy: 'mandate.override' as const },
  ...changes,
})

describe('a criterion as it is shown', () => {
  const seen = { pilot: { id: 'p', state: 'approved' as const }, standing: new Set<Role>(['owner']) as Standing }

  it('offers to mend what is not met, or names who can', () => {
    expect(shownCriterion(criterion(), seen, '/pilots/p/team', 'Jo')).toMatchObject({ status: 'unmet', href: '/pilots/p/team', waitsFor: null })
    expect(shownCriterion(criterion(), seen, null, 'Jo')).toMatchObject({ href: null, waitsFor: 'Jo, the team or the lead' })
  })

  it.each([
    ['met', criterion({ met: true })],
    ['overridden', criterion({ overriddenBecause: 'Agreed with Sales.' })],
  ])('offers nothing to mend once it is %s', (status, settled) => {
    expect(shownCriterion(settled, seen, '/pilots/p/team', 'Jo')).toMatchObject({ status, href: null, waitsFor: null })
  })
})
