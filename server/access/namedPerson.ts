import { Forbidden } from '../platform/errors'
import { MAY, type Deed, type Role } from './permissions'

/** A role that one person of a pilot holds. */
export type NamedRole = 'namedSponsor' | 'owner'

/** Who a pilot names for such a role, and whether that person can still act in it. */
export interface NamedPerson {
  readonly accountId: string
  readonly name: string
  readonly isStill: boolean
}

/** Such a role on one pilot. */
export interface NamedPlace {
  readonly person: NamedPerson | null
  /** The state of a pilot that is decided or withdrawn: what the role was for is past. Null before. */
  readonly pastIn: string | null
}

/** Who is refused. */
export interface Refused {
  readonly accountId: string
  readonly isLead: boolean
}

/** Whose deed it is, where one person of a pilot alone may do it. */
export function namedFor(deed: Deed): NamedRole | null {
  const [role, ...others]: readonly Role[] = MAY[deed]
  return others.length === 0 && (role === 'namedSponsor' || role === 'owner') ? role : null
}

/** Why somebody who is named cannot act: an owner acts as a member of the program, a sponsor as one of its sponsors. */
export const LOST: Readonly<Record<NamedRole, string>> = {
  owner: 'has left the program',
  namedSponsor: 'is no sponsor in the program now',
}

/** The refusal of what belongs to one person: it says who that is, and who can change it. */
export function onlyFor(role: NamedRole, { person, pastIn }: NamedPlace, { accountId, isLead }: Refused): Forbidden {
  const refusal = (title: string, message: string, now: string) => new Forbidden(message, { title, now })
  const word = role === 'owner' ? 'owner' : 'sponsor'
  const place = role === 'owner' ? 'the owner of this pilot' : 'the sponsor named on this pilot'
  const another = isLead ? `you, as the lead, can name another ${word}` : `the lead of the program can name another ${word}`
  if (pastIn !== null) {
    return refusal('This is past', `This pilot is ${pastIn}, so nobody can do this any more.`, 'Open the pilot to see how it stands.')
  }
  if (person === null) {
    const now = 'The team of the pilot or the lead of the program can name somebody.'
    return refusal('Nobody is named for this yet', `Only ${place} can do this, and nobody is named yet.`, now)
  }
  const { name } = person
  if (person.isStill) {
    const now = `Ask ${name}. Where that is not possible, ${another}.`
    return refusal('This is for somebody else', `Only ${name}, ${place}, can do this.`, now)
  }
  const now = isLead ? `Name another ${word}, as the lead of the program.` : `Ask the lead: ${another}.`
  // an owner who has left the program is a stranger to its pilots, so this is a sponsor without the role
  if (person.accountId === accountId) {
    return refusal('Your role is another now', `You are ${place}, but are no ${word} in the program now.`, now)
  }
  return refusal('Nobody can do this now', `Only ${name}, ${place}, could do this, and ${LOST[role]}.`, now)
}
