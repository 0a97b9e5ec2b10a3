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
