import { Router, type Request } from 'express'
import { Missing } from '../platform/errors'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import type { DepartmentService } from './department.service'
import type { Department } from './department.entity'
import { statusOf } from './member.rules'
import type { MemberService } from './member.service'
import type { MemberRow } from './member.store'
import type { Program } from './program.entity'
import {
  DepartmentEditInput,
  DepartmentInput,
  InvitationInput,
  MemberEditInput,
  NewProgramInput,
  SeenVersionInput,
  SettingsInput,
} from './program.input'
import { asPercent } from './program.rules'
import type { ProgramService } from './program.service'

interface Services {
  readonly programs: ProgramService
  readonly members: MemberService
  readonly departments: DepartmentService
}

/** Programs, their members and departments as JSON. Rates are in percent, as they are typed. */
export function programApi({ programs, members, departments }: Services): Router {
  const router = Router()
  for (const id of ['program', 'member', 'department']) router.param(id, uuid)

  router
    .route('/api/v1/programs')
    .get(async (req, res) => {
      const items = (await programs.mine(req.actor)).map(({ id, name, vision, roles }) => ({ id, name, vision, roles }))
      res.json(listOf(items))
    })
    .post(async (req, res) => {
      const { program, lead } = await programs.create(req.actor, readInput(NewProgramInput, req.body))
      const { accountId, name, email, link } = lead
      res.status(201).set('Cache-Control', 'no-store')
      res.json({ ...programJson(program), lead: { accountId, name, email, invitationLink: link } })
    })

  router
    .route('/api/v1/programs/:program')
    .get(async (req, res) => {
      res.json(programJson((await programs.find(req.actor, req.params.program)).program))
    })
    .put(async (req, res) => {
      res.json(programJson(await programs.revise(req.actor, req.params.program, readInput(SettingsInput, req.body))))
    })

  router
    .route('/api/v1/programs/:program/members')
    .get(async (req, res) => {
      res.json(listOf((await members.ofProgram(req.actor, req.params.program)).members.map(memberJson)))
    })
    .post(async (req, res) => {
      const { member, link } = await members.invite(req.actor, req.params.program, readInput(InvitationInput, req.body))
      res.status(201).set('Cache-Control', 'no-store').json({ ...memberJson(member), invitationLink: link })
    })

  router
    .route('/api/v1/programs/:program/members/:member')
    .get(async (req, res) => {
      const seen = await members.ofProgram(req.actor, req.params.program)
      const member = seen.members.find(({ id }) => id === req.params.member)
      if (!member) throw new Missing()
      res.json(memberJson(member))
    })
    .put(async (req, res) => {
      const { program, member } = req.params
      res.json(memberJson(await members.revise(req.actor, program, member, readInput(MemberEditInput, req.body))))
    })

  router.post('/api/v1/programs/:program/members/:member/end', async (req, res) => {
    const { program, member } = req.params
    res.json(memberJson(await members.end(req.actor, program, member, seen(req))))
  })

  router.post('/api/v1/programs/:program/members/:member/reactivate', async (req, res) => {
    const { program, member } = req.params
    res.json(memberJson(await members.reactivate(req.actor, program, member, seen(req))))
  })

  router.post('/api/v1/programs/:program/members/:member/invitation', async (req, res) => {
    const { member, link } = await members.inviteAgain(req.actor, req.params.program, req.params.member)
    res.status(201).set('Cache-Control', 'no-store').json({ ...memberJson(member), invitationLink: link })
  })

  router
    .route('/api/v1/programs/:program/departments')
    .get(async (req, res) => {
      const seenDepartments = await departments.ofProgram(req.actor, req.params.program)
      res.json(listOf(seenDepartments.departments))
    })
    .post(async (req, res) => {
      const department = await departments.add(req.actor, req.params.program, readInput(DepartmentInput, req.body))
      res.status(201).json(departmentJson(department))
    })

  router
    .route('/api/v1/programs/:program/departments/:department')
    .put(async (req, res) => {
      const { program, department } = req.params
      res.json(departmentJson(await departments.rename(req.actor, program, department, readInput(DepartmentEditInput, req.body))))
    })
    .delete(async (req, res) => {
      const { program, department } = req.params
      await departments.remove(req.actor, program, department, readInput(SeenVersionInput, req.query).version)
      res.sendStatus(204)
    })

  return router
}

const seen = (req: Request): number => readInput(SeenVersionInput, req.body).version

/** Few enough to come whole. */
function listOf<T>(items: readonly T[]) {
  return { items, total: items.length, page: 1, pageSize: items.length }
}

function programJson({ discountRate, ...program }: Program) {
  const { id, name, vision, currency, timeZone, locale, horizonYears, evidenceBar, ratersNeeded, isSample, createdAt, version } = program
  return {
    ...{ id, name, vision, currency, timeZone, locale, discountRatePercent: asPercent(discountRate), horizonYears },
    ...{ evidenceBar, ratersNeeded, isSample, createdAt, version },
  }
}

function memberJson(member: MemberRow) {
  const { id, accountId, name, email, roles, departmentId, department, isDepartmentHead, createdAt, endedAt, version } = member
  return {
    ...{ id, accountId, name, email, roles, departmentId, department, isDepartmentHead },
    ...{ status: statusOf(member), createdAt, endedAt, version },
  }
}

function departmentJson({ id, name, version }: Department) {
  return { id, name, version }
}

export const programOperations: readonly Operation[] = [
  { route: 'GET /api/v1/programs', summary: 'The programs you are a member of.', answer: 'The programs.' },
  {
    route: 'POST /api/v1/programs',
    summary: 'Create a program and name its first lead.',
    input: NewProgramInput,
    answer: 'The program, and the link to invite the lead with where one is needed.',
    status: 201,
  },
  { route: 'GET /api/v1/programs/:program', summary: 'A program and its settings.', answer: 'The program.' },
  {
    route: 'PUT /api/v1/programs/:program',
    summary: 'Change the settings of a program.',
    input: SettingsInput,
    answer: 'The program.',
  },
  {
    route: 'GET /api/v1/programs/:program/members',
    summary: 'The members of a program, with roles and departments.',
    answer: 'The members.',
  },
  {
    route: 'POST /api/v1/programs/:program/members',
    summary: 'Invite somebody to a program.',
    input: InvitationInput,
    answer: 'The member, and the link to hand over where one is needed.',
    status: 201,
  },
  { route: 'GET /api/v1/programs/:program/members/:member', summary: 'One member.', answer: 'The member.' },
  {
    route: 'PUT /api/v1/programs/:program/members/:member',
    summary: 'Change roles and department of a member.',
    input: MemberEditInput,
    answer: 'The member.',
  },
  {
    route: 'POST /api/v1/programs/:program/members/:member/end',
    summary: 'End a membership.',
    input: SeenVersionInput,
    answer: 'The member.',
  },
  {
    route: 'POST /api/v1/programs/:program/members/:member/reactivate',
    summary: 'Take a membership up again.',
    input: SeenVersionInput,
    answer: 'The member.',
  },
  {
    route: 'POST /api/v1/programs/:program/members/:member/invitation',
    summary: 'Make a new invitation link; the earlier one ends.',
    answer: 'The member and the link.',
    status: 201,
  },
  {
    route: 'GET /api/v1/programs/:program/departments',
    summary: 'The departments of a program.',
    answer: 'The departments.',
  },
  {
    route: 'POST /api/v1/programs/:program/departments',
    summary: 'Add a department.',
    input: DepartmentInput,
    answer: 'The department.',
    status: 201,
  },
  {
    route: 'PUT /api/v1/programs/:program/departments/:department',
    summary: 'Rename a department.',
    input: DepartmentEditInput,
    answer: 'The department.',
  },
  {
    route: 'DELETE /api/v1/programs/:program/departments/:department',
    summary: 'Remove a department that nothing uses.',
    query: SeenVersionInput,
    answer: 'Nothing.',
    status: 204,
  },
]
