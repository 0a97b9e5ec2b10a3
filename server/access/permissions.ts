import { Forbidden, Missing } from '../platform/errors'

/** Roles in an installation, in a program, and on one pilot. */
export type Role =
  | 'admin'
  | 'lead'
  | 'sponsor'
  | 'finance'
  | 'member'
  | 'viewer'
  | 'owner'
  | 'team'
  | 'namedSponsor'
  | 'person'

/** All roles that somebody has where a deed is to be done; empty for a stranger. */
export type Standing = ReadonlySet<Role>

const EVERYONE_INSIDE = ['lead', 'sponsor', 'finance', 'owner', 'team', 'member', 'viewer'] as const
const PILOT_HANDS = ['lead', 'owner', 'team'] as const

/**
 * Who may do what. A deed that names no role may be done by nobody. `person` is anybody who is signed in, where a
 * deed concerns that person alone.
 */
export const MAY = {
  'installation.manage': ['admin'],
  'program.create': ['admin'],
  'program.read': EVERYONE_INSIDE,
  'program.export': EVERYONE_INSIDE,
  'program.manage': ['lead'],
  'pilot.propose': ['lead', 'sponsor', 'member'],
  'pilot.edit': PILOT_HANDS,
  'plan.edit': PILOT_HANDS,
  'finding.run': PILOT_HANDS,
  'case.edit': PILOT_HANDS,
  'pilot.submit': ['owner'],
  'pilot.launch': ['owner'],
  'pilot.conclude': ['owner'],
  'pilot.pause': ['lead', 'owner'],
  'pilot.withdraw': ['lead', 'owner'],
  'scoring.close': ['lead'],
  'scoring.invite': ['lead'],
  'score.give': ['lead', 'sponsor', 'finance', 'owner', 'team', 'member'],
  'reading.log': ['owner', 'team'],
  'delivery.record': ['owner', 'team'],
  'case.finance': ['finance'],
  'pilot.confirm': ['finance'],
  'pilot.select': ['namedSponsor'],
  'pilot.decide': ['namedSponsor'],
  'mandate.override': ['namedSponsor'],
  'decision.second': ['sponsor'],
  'pilot.comment': EVERYONE_INSIDE,
  'pilot.object': EVERYONE_INSIDE,
  'objection.answer': PILOT_HANDS,
  'self.manage': ['person'],
} satisfies Record<string, readonly Role[]>

export type Deed = keyof typeof MAY

export function may(standing: Standing, deed: Deed): boolean {
  const roles: readonly Role[] = MAY[deed]
  return roles.some(role => standing.has(role))
}

/** A stranger learns nothing (404); one of us who may not is told so (403). */
export function authorize(standing: Standing, deed: Deed): void {
  if (standing.size === 0) throw new Missing()
  if (!may(standing, deed)) throw new Forbidden()
}

/** A role that one person of a pilot holds. */
export type NamedRole = 'namedSponsor' | 'owner'

/** Who a pilot names for such a role, and whether that person holds it still. */
export interface NamedPerson {
  readonly accountId: string
  readonly name: string
  readonly isStill: boolean
}

/** Whose deed it is, where one person of a pilot alone may do it. */
export function namedFor(deed: Deed): NamedRole | null {
  const [role, ...others]: readonly Role[] = MAY[deed]
  return others.length === 0 && (role === 'namedSponsor' || role === 'owner') ? role : null
}

/** The refusal of what belongs to one person: it says who that is. */
export function onlyFor(role: NamedRole, person: NamedPerson | null, accountId: string): Forbidden {
  const word = role === 'owner' ? 'owner' : 'sponsor'
  const place = role === 'owner' ? 'the owner of this pilot' : 'the sponsor named on this pilot'
  const another = `the lead of the program can name another ${word}`
  if (person === null) return new Forbidden(`Only ${place} can do this, and nobody is named yet.`, 'Ask the team of the pilot to name somebody.')
  if (person.isStill) {
    return new Forbidden(`Only ${person.name}, ${place}, can do this.`, `Ask ${person.name}. Where that is not possible, ${another}.`)
  }
  const lacking = person.accountId === accountId ? `You are ${place}, but are no ${word} in the program now.` : `Only ${person.name}, ${place}, could do this, and is no ${word} in the program now.`
  return new Forbidden(lacking, `Ask the lead: ${another}.`)
}
