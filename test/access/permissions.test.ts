import { authorize, MAY, may, type Deed, type Role } from '../../server/access/permissions'
import { Forbidden, Missing } from '../../server/platform/errors'

/** The table of the product's design: one row a group of deeds, one column a role. */
const COLUMNS: readonly Role[] = ['admin', 'lead', 'sponsor', 'finance', 'owner', 'team', 'member', 'viewer']
const TABLE: readonly (readonly [string, string, readonly Deed[]])[] = [
  ['manage accounts and the installation', 'x.......', ['installation.manage']],
  ['create a program', 'x.......', ['program.create']],
  ['read and export a program', '.xxxxxxx', ['program.read', 'program.export']],
  ['settings, members, departments, journeys, metrics, scoring models, audit', '.x......', ['program.manage']],
  ['propose a pilot', '.xx...x.', ['pilot.propose']],
  ['edit draft, plan and case, run findings', '.x..xx..', ['pilot.edit', 'plan.edit', 'finding.run', 'case.edit']],
  ['submit, launch, conclude', '....x...', ['pilot.submit', 'pilot.launch', 'pilot.conclude']],
  ['pause, resume, withdraw', '.x..x...', ['pilot.pause', 'pilot.withdraw']],
  ['invite raters and close scoring', '.x......', ['scoring.invite', 'scoring.close']],
  ['score', '.xxxxxx.', ['score.give']],
  ['log readings, record delivery', '....xx..', ['reading.log', 'delivery.record']],
  ['set the finance status, confirm', '...x....', ['case.finance', 'pilot.confirm']],
  ['agree as second sponsor', '..x.....', ['decision.second']],
  ['comment, object', '.xxxxxxx', ['pilot.comment', 'pilot.object']],
  ['answer an objection', '.x..xx..', ['objection.answer']],
]

describe('who may do what', () => {
  describe.each(TABLE)('%s', (_what, row, deeds) => {
    it.each(COLUMNS.map((role, column) => [role, row[column] === 'x'] as const))('%s: %p', (role, allowed) => {
      for (const deed of deeds) expect(may(new Set([role]), deed)).toBe(allowed)
    })
  })

  it('leaves selecting, deciding and overriding to the sponsor named on the pilot', () => {
    for (const deed of ['pilot.select', 'pilot.decide', 'mandate.override'] as const) {
      expect(MAY[deed]).toEqual(['namedSponsor'])
    }
  })

  it('leaves the own profile to everybody who is signed in', () => {
    expect(MAY['self.manage']).toEqual(['person'])
  })

  it('has a row for every deed', () => {
    const rows = TABLE.flatMap(([, , deeds]) => deeds)
    const apart = ['pilot.select', 'pilot.decide', 'mandate.override', 'self.manage']
    expect([...rows, ...apart].sort()).toEqual(Object.keys(MAY).sort())
  })

  it('tells a stranger nothing', () => {
    expect(() => authorize(new Set(), 'program.read')).toThrow(Missing)
  })

  it('tells one of us plainly', () => {
    expect(() => authorize(new Set(['viewer']), 'plan.edit')).toThrow(Forbidden)
  })
})
