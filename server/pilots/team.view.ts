import { may } from '../access/permissions'
import { peopleOptions } from './peopleOptions'
import { pilotHead } from './pilotHead'
import { isOpen } from './openParts.rules'
import type { TeamForm } from './pilot.service'
import type { Colleague } from './pilotTeam.store'
import { canWork, sponsorsOf } from './proposal.rules'
import { NO_DEPARTMENT, named } from './teamWords'
import { typedKeys, type Typed } from './typedKeys'

/** What views/pilots/team.hbs prints: the departments that the segment touches first. */
export function teamPage({ seen, colleagues }: TeamForm, typed: Typed = {}) {
  const { pilot, standing, team, owner, sponsor, segment } = seen
  const touched = [...new Set(segment.flatMap(({ departments }) => departments))]
  const present = team.map(({ id }) => id)
  const chosen = 'version' in typed ? typedKeys(typed.members) : present
  const mayChange = may(standing, 'pilot.edit') && isOpen(pilot.state, 'teamAdditions')
  const mayRemove = isOpen(pilot.state, 'team')
  const groups = new Map<string, ReturnType<typeof entry>[]>(touched.map(department => [department, []]))
  const entry = ({ accountId, name, department }: Colleague) => ({
    id: accountId,
    name,
    department,
    isChosen: chosen.includes(accountId),
    isFixed: present.includes(accountId) && !mayRemove,
  })
  for (const colleague of colleagues.filter(
    one => canWork(one) && one.accountId !== owner?.id && one.accountId !== sponsor?.id,
  )) {
    const key = colleague.department ?? NO_DEPARTMENT
    groups.set(key, [...(groups.get(key) ?? []), entry(colleague)])
  }
  const shown = new Set([...groups.values()].flat().map(({ id }) => id))
  const departments = new Set([owner, ...team].flatMap(one => (one?.department ? [one.department] : [])))
  return {
    head: pilotHead(pilot, 'team'),
    owner: owner && { ...named(owner), department: owner.department },
    sponsor: sponsor && named(sponsor),
    team: team
      .filter(({ id }) => id !== owner?.id)
      .map(({ name, department, isActive }) => ({ name, department, hasLeft: !isActive })),
    departments: departments.size,
    needsDepartments: departments.size < 2,
    missing: touched.filter(department => !departments.has(department)).join(', '),
    form: mayChange && {
      to: `/pilots/${pilot.id}/team`,
      version: pilot.version,
      onlyAdds: !mayRemove,
      // on the team and not offered, such as an owner or somebody who has left: saving must not take them away
      kept: present.filter(id => !shown.has(id)),
      groups: [...groups]
        .sort(([one], [other]) => Number(one === NO_DEPARTMENT) - Number(other === NO_DEPARTMENT))
        .filter(([, people]) => people.length > 0)
        .map(([department, people]) => ({
          department,
          isTouched: touched.includes(department),
          people,
        })),
    },
    handOverTo: may(standing, 'program.manage') ? `/pilots/${pilot.id}/hand-over` : null,
  }
}

/** What views/pilots/handOver.hbs prints. */
export function handOverForm({ seen, colleagues }: TeamForm) {
  const { pilot, owner, sponsor } = seen
  return {
    head: pilotHead(pilot, 'team'),
    to: `/pilots/${pilot.id}/hand-over`,
    cancelTo: `/pilots/${pilot.id}`,
    owner,
    sponsor,
    version: pilot.version,
    owners: peopleOptions(colleagues.filter(canWork), owner),
    sponsors: isOpen(pilot.state, 'sponsor') ? peopleOptions(sponsorsOf(colleagues), sponsor) : null,
  }
}
