import { assertOpen, EDITABLE, isOpen } from '../../server/pilots/openParts.rules'
import type { PilotState } from '../../server/pilots/pilot.entity'

describe('what may still be edited', () => {
  it.each<[PilotState, string[]]>([
    ['draft', ['proposal', 'timebox', 'team', 'teamAdditions', 'sponsor', 'owner']],
    ['proposed', ['timebox', 'team', 'teamAdditions', 'sponsor', 'owner']],
    ['approved', ['timebox', 'team', 'teamAdditions', 'sponsor', 'owner']],
    ['running', ['team', 'teamAdditions', 'sponsor', 'owner']],
    ['concluded', ['teamAdditions', 'sponsor', 'owner']],
    ['scaling', ['owner']],
    ['sustained', ['owner']],
    ['stopped', ['owner']],
    ['withdrawn', ['owner']],
  ])('in %s', (state, open) => {
    expect(EDITABLE.filter(part => isOpen(state, part))).toEqual(open)
  })

  it('is refused in words', () => {
    expect(() => assertOpen({ state: 'proposed' }, 'proposal')).toThrow(
      'The proposal can be changed in draft only. This pilot is proposed.',
    )
    expect(() => assertOpen({ state: 'draft' }, 'proposal')).not.toThrow()
  })
})
