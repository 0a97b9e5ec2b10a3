import { may, type Standing } from '../access/permissions'
import { usesOf } from './department.rules'
import type { DepartmentRow } from './department.store'
import { programTabs } from './program.view'

export function departmentsPage(programId: string, { departments, standing }: { departments: readonly DepartmentRow[]; standing: Standing }) {
  const here = `/programs/${programId}/departments`
  const mayManage = may(standing, 'program.manage')
  return {
    tabs: programTabs(programId, standing, 'departments'),
    departments: departments.map(({ id, name, members, heads, journeys }) => ({
      ...{ name, members, journeys },
      heads: heads.join(', '),
      editTo: mayManage ? `${here}/${id}` : null,
    })),
    addTo: mayManage ? here : null,
  }
}

export function departmentForm(programId: string, department: DepartmentRow) {
  const here = `/programs/${programId}/departments/${department.id}`
  const uses = usesOf(department)
  return {
    department: { name: department.name, version: department.version },
    uses,
    to: here,
    removeTo: uses === '' ? `${here}/remove` : null,
    backTo: `/programs/${programId}/departments`,
  }
}
