import type { ProgramRole } from '../programs/membership.entity'

/** Somebody in the sample program. All of them are invented. */
export interface CastMember {
  readonly name: string
  readonly email: string
  readonly roles: readonly ProgramRole[]
  readonly department: Department | null
  readonly isDepartmentHead?: boolean
  /** What the terminal calls whoever gets a sign-in link at every start; the others have none. */
  readonly guestAs?: string
}

export const DEPARTMENTS = ['Sales', 'Field service', 'Support', 'Billing', 'Games', 'Customer insight'] as const
export type Department = (typeof DEPARTMENTS)[number]

const at = (name: string): string => `${name}@foothold.example`

/** In the order in which the terminal lists them. */
export const CAST = {
  amina: { name: 'Amina Diallo', email: at('amina.diallo'), roles: ['lead'], department: 'Customer insight', guestAs: 'Lead' },
  jimena: { name: 'Jimena Castillo', email: at('jimena.castillo'), roles: ['member'], department: 'Support', isDepartmentHead: true, guestAs: 'Pilot owner' },
  tomasz: { name: 'Tomasz Zieliński', email: at('tomasz.zielinski'), roles: ['member'], department: 'Games', guestAs: 'Team member' },
  ingrid: { name: 'Ingrid Solberg', email: at('ingrid.solberg'), roles: ['sponsor'], department: null, guestAs: 'Sponsor' },
  rajesh: { name: 'Rajesh Iyer', email: at('rajesh.iyer'), roles: ['sponsor'], department: 'Sales', isDepartmentHead: true, guestAs: 'Second sponsor' },
  weiLing: { name: 'Tan Wei Ling', email: at('wei.ling.tan'), roles: ['finance'], department: null, guestAs: 'Finance' },
  mercy: { name: 'Mercy Okafor', email: at('mercy.okafor'), roles: ['member'], department: 'Billing', isDepartmentHead: true },
  leila: { name: 'Leila Farahani', email: at('leila.farahani'), roles: ['member'], department: 'Field service', isDepartmentHead: true },
  duc: { name: 'Nguyễn Minh Đức', email: at('duc.nguyen'), roles: ['member'], department: 'Support' },
  sofia: { name: 'Sofia Rossi', email: at('sofia.rossi'), roles: ['member'], department: 'Sales' },
  kenji: { name: 'Kenji Watanabe', email: at('kenji.watanabe'), roles: ['member'], department: 'Games', isDepartmentHead: true },
  pavel: { name: 'Pavel Novák', email: at('pavel.novak'), roles: ['viewer'], department: 'Billing' },
} as const satisfies Record<string, CastMember>

export type Who = keyof typeof CAST

/** Runs the installation and is a member of no program. */
export const ADMINISTRATOR = { name: 'Noor Haddad', email: at('noor.haddad'), guestAs: 'Administrator' } as const
