/** What stands in place of the department of somebody who has none. */
export const NO_DEPARTMENT = 'Without a department'

/** A name, and whether the person has left. */
export const named = ({ name, isActive }: { readonly name: string; readonly isActive: boolean }) => ({ name, hasLeft: !isActive })
