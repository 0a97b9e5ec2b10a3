import { brokenConstraint } from '../platform/database/brokenConstraint'
import { type Transaction } from '../platform/database/database'
import { Invalid, Missing } from '../platform/errors'
import { Department } from './department.entity'

/** A department and what stands in the way of removing it. */
export interface DepartmentRow {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly members: number
  readonly heads: readonly string[]
  /** Journeys of which some version has a stage that it owns. */
  readonly journeys: number
}

export class DepartmentStore {
  constructor(private readonly tx: Transaction) {}

  ofProgram(programId: string): Promise<Department[]> {
    return this.tx.find(Department, { where: { programId }, order: { name: 'ASC' } })
  }

  /** With the people in it, its heads by name, and the journeys that name it. */
  withUses(programId: string): Promise<DepartmentRow[]> {
    return this.tx.query<DepartmentRow[]>(
      `SELECT d.id, d.name, d.version, coalesce(people.members, 0) AS members, coalesce(people.heads, '{}') AS heads,
              coalesce(used.journeys, 0) AS journeys
         FROM department d
         LEFT JOIN (SELECT m.department_id, count(*)::int AS members,
                           array_agg(a.name ORDER BY a.name) FILTER (WHERE m.is_department_head AND m.ended_at IS NULL) AS heads
                      FROM membership m JOIN account a ON a.id = m.account_id
                     WHERE m.program_id = $1 GROUP BY 1) people ON people.department_id = d.id
         LEFT JOIN (SELECT s.department_id, count(DISTINCT v.journey_id)::int AS journeys
                      FROM stage s JOIN journey_version v ON v.id = s.journey_version_id
                      JOIN journey j ON j.id = v.journey_id
                     WHERE j.program_id = $1 GROUP BY 1) used ON used.department_id = d.id
        WHERE d.program_id = $1
        ORDER BY d.name`,
      [programId],
    )
  }

  async findForUpdate(programId: string, id: string): Promise<Department> {
    const department = await this.tx.findOne(Department, { where: { id, programId }, lock: { mode: 'pessimistic_write' } })
    if (!department) throw new Missing()
    return department
  }

  add(programId: string, name: string): Promise<Department> {
    return this.save(this.tx.create(Department, { programId, name, version: 1 }))
  }

  async save(department: Department): Promise<Department> {
    try {
      return await this.tx.save(Department, department)
    } catch (error) {
      if (brokenConstraint(error) === 'uq_department_name') throw new Invalid({ name: 'There is a department of this name already.' })
      throw error
    }
  }

  async remove(department: Department): Promise<void> {
    await this.tx.delete(Department, { id: department.id })
  }
}
