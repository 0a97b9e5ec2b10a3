import { may } from '../access/permissions'
import { activityWords } from './activity.rules'
import type { SeenActivity } from './pilotActivity.service'
import { pilotHead } from './pilotHead'

/** What views/pilots/activity.hbs prints. */
export function activityPage(
  { pilot, standing, items, total, page, pageSize }: SeenActivity,
  changesOf: (action: string, details: unknown) => readonly string[] | null,
) {
  const address = (number: number): string => `/pilots/${pilot.id}/activity${number === 1 ? '' : `?page=${number}`}`
  const first = (page - 1) * pageSize
  return {
    head: pilotHead(pilot, 'activity'),
    to: may(standing, 'pilot.comment') ? `/pilots/${pilot.id}/activity` : null,
    items: items.map(({ kind, at, actor, action, details, body }) =>
      kind === 'comment'
        ? { isComment: true, at, actor, body }
        : { isComment: false, at, actor, ...activityWords(action ?? '', details), changes: changesOf(action ?? '', details) ?? [] },
    ),
    pager: {
      from: first + 1,
      to: first + items.length,
      total,
      previousTo: page > 1 ? address(page - 1) : null,
      nextTo: first + items.length < total ? address(page + 1) : null,
    },
    isPaged: total > pageSize,
  }
}
