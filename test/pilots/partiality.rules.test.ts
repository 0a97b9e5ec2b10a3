import { partiality } from '../../server/pilots/partiality.rules'

describe('who decides', () => {
  const pilot = { proposerId: 'proposer', ownerId: 'owner' }

  it.each([
    ['proposer', 'Who proposed'],
    ['owner', 'Who works on'],
    ['team', 'Who works on'],
  ])('is not the %s', (account, sentence) => {
    expect(partiality(pilot, ['team'], account)).toContain(sentence)
  })

  it('may be anybody else', () => {
    expect(partiality(pilot, ['team'], 'sponsor')).toBeNull()
  })
})
