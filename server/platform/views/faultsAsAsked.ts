import { fieldId, type Asked } from './helpers/control'

/** One line of the summary of faults, as `redisplay` hands it to a page. */
export interface FaultOfPage {
  readonly field: string
  readonly name: string
  readonly message: string
}

/**
 * The faults in the order in which the page asks, called by the labels that it shows. Input classes know neither: theirs
 * is the order of inheritance, and their names are those of the code. Where a label stands on the page more than once,
 * the row goes before it ("Stage 2, name"). A fault whose field the page does not show comes last and links nowhere.
 */
export function faultsAsAsked<F extends FaultOfPage>(faults: readonly F[], asked: readonly Asked[], page: string): F[] {
  const labelOf = new Map(asked.map(({ path, label }) => [path, label]))
  const timesOf = new Map<string, number>()
  for (const label of labelOf.values()) timesOf.set(label, (timesOf.get(label) ?? 0) + 1)
  const called = ({ field, name }: F): string => {
    const label = labelOf.get(field)
    if (label === undefined) return name
    const row = timesOf.get(label) === 1 ? '' : rowOf(field)
    return row === '' ? label : `${row}, ${label.charAt(0).toLowerCase()}${label.slice(1)}`
  }
  return faults
    .map(fault => ({ fault, place: fault.field === '' ? -1 : page.indexOf(`id="${fieldId(fault.field)}"`) }))
    .map(({ fault, place }) =>
      place >= 0
        ? { fault: { ...fault, name: called(fault) }, place }
        : { fault: { ...fault, field: '' }, place: fault.field === '' ? -1 : page.length },
    )
    .sort((one, other) => one.place - other.place)
    .map(({ fault }) => fault)
}

/** `stages.1.name` stands in "Stage 2"; a field outside of rows in nothing. */
function rowOf(field: string): string {
  const [, list, at] = /^([a-z]+)[A-Za-z]*\.(\d+)\./.exec(field) ?? []
  if (list === undefined) return ''
  const one = list.replace(/s$/, '')
  return `${one.charAt(0).toUpperCase()}${one.slice(1)} ${Number(at) + 1}`
}
