import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { Conflict, Missing } from '../platform/errors'
import { staleEdit } from '../platform/versions'
import type { Department } from './department.entity'
import { DepartmentStore, type DepartmentRow } from './department.store'
import { checkUnused } from './department.rules'
import { MemberStore } from './member.store'
import type { DepartmentEditInput, DepartmentInput } from './program.input'

export class DepartmentService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  ofProgram(actor: Actor, programId: string): Promise<{ departments: DepartmentRow[]; standing: Standing }> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      return { departments: await new DepartmentStore(tx).withUses(programId), standing }
    })
  }

  add(actor: Actor, programId: string, { name }: DepartmentInput): Promise<Department> {
    return this.changing(actor, programId, async (departments, tell) => {
      const department = await departments.add(programId, name)
      await tell('department.added', department.id, { name })
      return department
    })
  }

  rename(actor: Actor, programId: string, departmentId: string, { name, version }: DepartmentEditInput): Promise<Department> {
    return this.changing(actor, programId, async (departments, tell) => {
      const department = await departments.findForUpdate(programId, departmentId)
      if (department.version !== version) {
        throw staleEdit({ what: 'department', words: { name: 'Name' }, now: { name: department.name }, typed: { name } })
      }
      if (department.name === name) return department
      const renamed = await departments.save({ ...department, name, version: version + 1 })
      await tell('department.renamed', departmentId, { changes: { name: { before: department.name, after: name } } })
      return renamed
    })
  }

  /** Only what nobody names can go: people, and stages of any version of a journey. */
  remove(actor: Actor, programId: string, departmentId: string, version: number): Promise<void> {
    return this.changing(actor, programId, async (departments, tell) => {
      const department = await departments.findForUpdate(programId, departmentId)
      if (department.version !== version) throw new Conflict('Somebody else changed this department meanwhile. Look at it again first.')
      const row = (await departments.withUses(programId)).find(({ id }) => id === departmentId)
      if (!row) throw new Missing()
      checkUnused(row)
      await departments.remove(department)
      await tell('department.removed', departmentId, { name: department.name })
    })
  }

  private changing<T>(actor: Actor, programId: string, work: (departments: DepartmentStore, tell: Tell) => Promise<T>): Promise<T> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      return work(new DepartmentStore(tx), this.telling(tx, actor, programId))
    })
  }

  private telling(tx: Transaction, actor: Actor, program: string): Tell {
    return (action, id, details) =>
      new AuditStore(tx).append({ program, actor, action, subject: { kind: 'department', id }, details, at: this.clock.now() })
  }
}

type Tell = (action: string, departmentId: string, details: object) => Promise<void>
