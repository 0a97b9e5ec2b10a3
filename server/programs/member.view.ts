import { may, type Standing } from '../access/permissions'
import type { Department } from './department.entity'
import { MEMBER_WORDS, ROLE_WORDS, statusOf, type MemberStatus } from './member.rules'
import type { SeenMembers } from './member.service'
import type { MemberRow } from './member.store'
import { PROGRAM_ROLES } from './membership.entity'
import { programTabs, rolesInWords } from './program.view'

const STATUS_CHIPS: Readonly<Record<MemberStatus, { readonly word: string; readonly shape: string; readonly tone: string }>> = {
  active: { word: 'active', shape: 'disc', tone: 'good' },
  invited: { word: 'invited', shape: 'dashed', tone: 'info' },
  left: { word: 'left', shape: 'slash', tone: 'neutral' },
  deactivated: { word: 'deactivated', shape: 'slash', tone: 'neutral' },
}

export function membersPage(programId: string, { members, orphanedPilots, standing }: SeenMembers) {
  const mayManage = may(standing, 'program.manage')
  return {
    tabs: programTabs(programId, standing, 'members'),
    members: members.map(member => ({
      name: member.name,
      email: member.email,
      roles: rolesInWords(member.roles),
      department: member.department,
      isDepartmentHead: member.isDepartmentHead,
      status: STATUS_CHIPS[statusOf(member)],
      isGone: member.endedAt !== null || member.deactivatedAt !== null,
      editTo: mayManage ? `/programs/${programId}/members/${member.id}` : null,
    })),
    orphanedPilots: orphanedPilots.map(({ id, title, state, ownerName }) => ({
      ...{ title, state, ownerName },
      teamTo: `/pilots/${id}/team`,
    })),
    inviteTo: mayManage ? `/programs/${programId}/members/invite` : null,
    mayManage,
  }
}

const ROLE_CHOICES = PROGRAM_ROLES.map(value => ({ value, label: ROLE_WORDS[value].word, help: ROLE_WORDS[value].does }))

const departmentChoices = (departments: readonly Department[]) => departments.map(({ id, name }) => ({ value: id, label: name }))

export function invitationForm(programId: string, departments: readonly Department[], standing: Standing) {
  return {
    roles: ROLE_CHOICES,
    departments: departmentChoices(departments),
    chosen: { roles: [], departmentId: null, isDepartmentHead: false },
    to: `/programs/${programId}/members/invite`,
    backTo: `/programs/${programId}/members`,
    tabs: programTabs(programId, standing, 'members'),
  }
}

export function memberForm(programId: string, { member, departments }: { member: MemberRow; departments: readonly Department[] }) {
  const here = `/programs/${programId}/members/${member.id}`
  const status = statusOf(member)
  return {
    member: { name: member.name, email: member.email, createdAt: member.createdAt, endedAt: member.endedAt, version: member.version },
    status: STATUS_CHIPS[status],
    roles: ROLE_CHOICES,
    departments: departmentChoices(departments),
    chosen: { roles: member.roles, departmentId: member.departmentId, isDepartmentHead: member.isDepartmentHead },
    words: MEMBER_WORDS,
    to: member.endedAt === null ? here : null,
    endTo: member.endedAt === null ? `${here}/end` : null,
    reactivateTo: member.endedAt === null ? null : `${here}/reactivate`,
    linkTo: status === 'invited' ? `${here}/invitation` : null,
    backTo: `/programs/${programId}/members`,
  }
}

/** The link is for the eyes of whoever invited, this once. */
export function invitedPage(programId: string, member: MemberRow, link: string | null) {
  return { member: { name: member.name, email: member.email }, roles: rolesInWords(member.roles), link, backTo: `/programs/${programId}/members` }
}
