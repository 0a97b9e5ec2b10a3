import type { Colleague } from './pilotTeam.store'

/** Those who can be named, and whoever is named already although they could not be chosen anew. */
export function peopleOptions(colleagues: readonly Colleague[], kept: { id: string; name: string } | null | undefined) {
  const options = colleagues.map(({ accountId, name, department }) => ({
    value: accountId,
    label: department ? `${name}, ${department}` : name,
  }))
  return !kept || options.some(({ value }) => value === kept.id)
    ? options
    : [...options, { value: kept.id, label: `${kept.name} (has left)` }]
}
