import { onlyFor, type NamedPerson } from '../../server/access/namedPerson'

const ada: NamedPerson = { accountId: 'ada', name: 'Ada', isStill: true }
const gone: NamedPerson = { ...ada, isStill: false }
const member = { accountId: 'ben', isLead: false }
const lead = { accountId: 'ben', isLead: true }

const told = (...refused: Parameters<typeof onlyFor>) => {
  const { message, instead } = onlyFor(...refused)
  return [instead?.title, message, instead?.now]
}

describe('the refusal of what belongs to one person', () => {
  it('names the person, and who can name another', () => {
    expect(told('namedSponsor', { person: ada, pastIn: null }, member)).toEqual([
      'This is for somebody else',
      'Only Ada, the sponsor named on this pilot, can do this.',
      'Ask Ada. Where that is not possible, the lead of the program can name another sponsor.',
    ])
  })

  it('sends no lead to the lead', () => {
    expect(told('owner', { person: ada, pastIn: null }, lead)[2]).toContain('you, as the lead, can name another owner')
    expect(told('owner', { person: gone, pastIn: null }, lead)[2]).toBe('Name another owner, as the lead of the program.')
  })

  it('says of an owner who has left that, and of a sponsor that the role is gone', () => {
    expect(told('owner', { person: gone, pastIn: null }, member)).toEqual([
      'Nobody can do this now',
      'Only Ada, the owner of this pilot, could do this, and has left the program.',
      'Ask the lead: the lead of the program can name another owner.',
    ])
    expect(told('namedSponsor', { person: gone, pastIn: null }, member)[1]).toContain('is no sponsor in the program now')
  })

  it('speaks to the sponsor whose role is gone, and of nobody where none is named, under a heading of its own', () => {
    expect(told('namedSponsor', { person: gone, pastIn: null }, { ...member, accountId: 'ada' }).slice(0, 2)).toEqual([
      'Your role is another now',
      'You are the sponsor named on this pilot, but are no sponsor in the program now.',
    ])
    expect(told('namedSponsor', { person: null, pastIn: null }, member)[0]).toBe('Nobody is named for this yet')
  })

  it('sends nobody to anybody once the pilot is decided', () => {
    expect(told('namedSponsor', { person: ada, pastIn: 'stopped' }, member)).toEqual([
      'This is past',
      'This pilot is stopped, so nobody can do this any more.',
      'Open the pilot to see how it stands.',
    ])
  })
})
