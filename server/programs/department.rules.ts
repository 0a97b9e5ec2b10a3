import { Conflict } from '../platform/errors'
import { counted } from '../platform/plural'
import type { DepartmentRow } from './department.store'

/** What names a department, in words; '' when nothing does. */
export function usesOf({ members, journeys }: Pick<DepartmentRow, 'members' | 'journeys'>): string {
  const uses = [
    members > 0 ? counted(members, 'member') : '',
    journeys > 0 ? counted(journeys, 'journey') : '',
  ]
  return uses.filter(Boolean).join(' and ')
}

/** @throws Conflict where somebody belongs to the department, or a journey, even in an older version, names it */
export function checkUnused(department: Pick<DepartmentRow, 'name' | 'members' | 'journeys'>): void {
  const uses = usesOf(department)
  if (uses === '') return
  throw new Conflict(`${department.name} cannot be removed: ${uses} name it, older versions counted. Rename it instead, or move them first.`)
}
