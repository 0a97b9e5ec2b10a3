import type { Pilot } from './pilot.entity'
import { spokenState } from './pilotLife.rules'

/** The pages of one pilot, in the order of its life. */
const PAGES = [
  ['overview', 'Overview', ''],
  ['plan', 'Plan', '/plan'],
  ['team', 'Team', '/team'],
  ['scores', 'Scores', '/scores'],
  ['data', 'Data', '/data'],
  ['results', 'Results', '/results'],
  ['case', 'Case', '/case'],
  ['decision', 'Decision', '/decision'],
  ['activity', 'Activity', '/activity'],
] as const

export type PilotPage = (typeof PAGES)[number][0]

/** What the head of a pilot's page needs to know. */
export type HeadedPilot = Pick<Pilot, 'id' | 'number' | 'title' | 'state' | 'pausedAt'>

/**
 * What `{{#> pilots/page head=head}}` prints on every page of a pilot: its name, its state and its tabs. No view of
 * one feature: every feature with a page about a pilot puts this on top of it.
 *
 * @param current  the tab that is open; a page below a tab names that tab
 */
export function pilotHead(pilot: HeadedPilot, current: PilotPage) {
  return {
    title: pilot.title,
    kicker: `Pilot ${pilot.number}`,
    state: spokenState(pilot),
    tabs: pilotTabs(pilot.id, current),
  }
}

/** The tabs alone, for a page with a head of its own. */
function pilotTabs(pilotId: string, current: PilotPage) {
  return PAGES.map(([page, label, path]) => ({ label, href: `/pilots/${pilotId}${path}`, current: page === current }))
}
