import { Conflict, Invalid } from '../platform/errors'
import type { MemberInput } from './program.input'
import type { Membership, ProgramRole } from './membership.entity'

export type MemberStatus = 'active' | 'invited' | 'left' | 'deactivated'

/** The roles in words, and what each is for. */
export const ROLE_WORDS: Readonly<Record<ProgramRole, { readonly word: string; readonly does: string }>> = {
  lead: { word: 'Lead', does: 'Runs the program: settings, members, journeys, metrics; keeps pilots moving.' },
  sponsor: { word: 'Sponsor', does: 'Selects pilots and decides on scaling, where named on the pilot.' },
  finance: { word: 'Finance', does: 'Signs benefits line by line and confirms them after rollout.' },
  member: { word: 'Member', does: 'Proposes pilots, scores, and works on those they own or are on the team of.' },
  viewer: { word: 'Viewer', does: 'Reads everything, comments and objects.' },
}

/** What people edit about a member, in the words of the form. */
export const MEMBER_WORDS = { roles: 'Roles', department: 'Department', isDepartmentHead: 'Head of the department' } as const

export function statusOf(member: {
  readonly endedAt: Date | null
  readonly deactivatedAt: Date | null
  readonly isInvited: boolean
}): MemberStatus {
  if (member.deactivatedAt) return 'deactivated'
  if (member.endedAt) return 'left'
  return member.isInvited ? 'invited' : 'active'
}

/** @throws Invalid where the department is not of this program, or is missing for its head */
export function checkPlace({ departmentId, isDepartmentHead }: MemberInput, departments: readonly { readonly id: string }[]): void {
  if (departmentId !== null && !departments.some(({ id }) => id === departmentId)) {
    throw new Invalid({ departmentId: 'Choose one of the departments of this program.' })
  }
  if (isDepartmentHead && departmentId === null) throw new Invalid({ departmentId: 'Choose the department that this person heads.' })
}

/** Roles in the order of the table, each once. */
export function inOrder(roles: readonly ProgramRole[]): ProgramRole[] {
  return (Object.keys(ROLE_WORDS) as ProgramRole[]).filter(role => roles.includes(role))
}

/**
 * A program without a lead could never be mended from inside.
 *
 * @param otherLeads  people beside this one who lead the program
 * @param roles  what this person will be; nothing for somebody who leaves
 */
export function checkLeadRemains(member: Pick<Membership, 'roles' | 'endedAt'>, otherLeads: number, roles: readonly ProgramRole[]): void {
  const leadsNow = member.endedAt === null && member.roles.includes('lead')
  if (!leadsNow || roles.includes('lead') || otherLeads > 0) return
  throw new Conflict('This is the only lead of the program. Make somebody else a lead first.')
}

/** @throws Conflict when the person has left before */
export function checkPresent(member: Pick<Membership, 'endedAt'>): void {
  if (member.endedAt) throw new Conflict('This person has left the program already. Bring them back first.')
}
