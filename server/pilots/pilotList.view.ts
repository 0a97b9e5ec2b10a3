import { may } from '../access/permissions'
import type { PilotFilterInput } from './proposal.input'
import { spokenState } from './pilotLife.rules'
import type { PilotListPage } from './pilotList.service'
import {
  PILOT_SORTS,
  type PilotFilter,
  type PilotFilterChoices,
  type PilotOrder,
  type PilotSort,
} from './pilotList.store'
import { STUCK_DAYS } from './stuck.rules'

const STATES = [
  'draft',
  'proposed',
  'approved',
  'running',
  'paused',
  'concluded',
  'scaling',
  'sustained',
  'stopped',
  'withdrawn',
] as const

const SORT_WORDS: Readonly<Record<PilotSort, string>> = {
  newest: 'Newest first',
  title: 'Title',
  state: 'State',
  since: 'Longest in its state',
  ends: 'Last day',
}

/** What most people want first: the newest, the soonest, the longest waiting. */
const USUALLY_DESCENDING: readonly PilotSort[] = ['newest']

const KNOWN = ['q', 'state', 'owner', 'sponsor', 'journey', 'department', 'mine', 'stuck', 'sort', 'order', 'page'] as const

/** The answers of an address that the list knows; whatever else a link carries is left alone. */
export function knownAnswers(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(KNOWN.filter(name => query[name] !== undefined).map(name => [name, query[name]]))
}

/** @param now  the moment at which `stuck` asks who is */
export function filterOf(input: PilotFilterInput, accountId: string, now: Date): PilotFilter {
  return {
    q: input.q,
    states: STATES.filter(state => input.state.includes(state)),
    ownerId: input.owner,
    sponsorId: input.sponsor,
    journeyId: input.journey,
    departmentId: input.department,
    mine: input.mine ? accountId : null,
    stuckAt: input.stuck ? now : null,
  }
}

export function orderOf({ sort, order }: Pick<PilotFilterInput, 'sort' | 'order'>): PilotOrder {
  const by = sort ?? 'newest'
  return { sort: by, isDescending: order ? order === 'down' : USUALLY_DESCENDING.includes(by) }
}

/** What views/pilots/list.hbs prints. */
export function pilotListPage(list: PilotListPage, choices: PilotFilterChoices) {
  const { programId, filter, order, items, total, page, pageSize, standing } = list
  const home = `/programs/${programId}/pilots`
  const address = (changes: Record<string, string | null>): string =>
    `${home}${query({ ...asAnswers(filter, order), ...changes })}`
  const isNarrowed = Object.entries(filter).some(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== null,
  )
  const first = (page - 1) * pageSize
  const column = (sort: PilotSort) => {
    const isCurrent = order.sort === sort
    const isDescending = isCurrent ? !order.isDescending : USUALLY_DESCENDING.includes(sort)
    return {
      href: address({ sort, order: isDescending ? 'down' : 'up', page: null }),
      direction: isCurrent ? (order.isDescending ? 'descending' : 'ascending') : null,
    }
  }
  return {
    home,
    stuckLabel: `Stuck over ${STUCK_DAYS} days`,
    filter: {
      q: filter.q,
      state: filter.states[0] ?? '',
      owner: filter.ownerId,
      sponsor: filter.sponsorId,
      journey: filter.journeyId,
      department: filter.departmentId,
      isMine: filter.mine !== null,
      isStuck: filter.stuckAt !== null,
      sort: order.sort,
    },
    choices: {
      states: STATES.map(state => ({ value: state, label: capital(state) })),
      owners: choices.people.map(asOption),
      sponsors: choices.people.filter(({ isSponsor }) => isSponsor).map(asOption),
      journeys: choices.journeys.map(asOption),
      departments: choices.departments.map(asOption),
      sorts: PILOT_SORTS.map(sort => ({ value: sort, label: SORT_WORDS[sort] })),
    },
    columns: { title: column('title'), state: column('state'), since: column('since'), ends: column('ends') },
    rows: items.map(row => ({
      to: `/pilots/${row.id}`,
      title: row.title,
      number: row.number,
      journey: row.journey,
      state: spokenState(row),
      owner: row.owner,
      sponsor: row.sponsor,
      since: row.stateSince,
      endsOn: row.endsOn,
    })),
    pager: {
      from: first + 1,
      to: first + items.length,
      total,
      previousTo: page > 1 ? address({ page: String(page - 1) }) : null,
      nextTo: first + items.length < total ? address({ page: String(page + 1) }) : null,
    },
    isNarrowed,
    clearTo: isNarrowed ? home : null,
    csvTo: total > 0 ? `${home}.csv${query({ ...asAnswers(filter, order), sort: null, order: null })}` : null,
    proposeTo: may(standing, 'pilot.propose') ? `${home}/new` : null,
  }
}

function asAnswers(filter: PilotFilter, order: PilotOrder): Record<string, string | null> {
  return {
    q: filter.q,
    state: filter.states[0] ?? null,
    owner: filter.ownerId,
    sponsor: filter.sponsorId,
    journey: filter.journeyId,
    department: filter.departmentId,
    mine: filter.mine ? '1' : null,
    stuck: filter.stuckAt ? '1' : null,
    sort: order.sort === 'newest' ? null : order.sort,
    order: order.isDescending === USUALLY_DESCENDING.includes(order.sort) ? null : order.isDescending ? 'down' : 'up',
  }
}

function query(answers: Record<string, string | null>): string {
  const given = Object.entries(answers).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[name, value]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given as [string, string][]).toString()}`
}

const asOption = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
