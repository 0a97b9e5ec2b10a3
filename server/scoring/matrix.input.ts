import type { MatrixFilter } from './matrix.store'

const SHOWS = ['all', 'mine', 'open', 'closed'] as const
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A filter is an address that people share and mistype: what it cannot mean is left out rather than refused. */
export function readMatrixFilter(query: Readonly<Record<string, unknown>>): MatrixFilter {
  const { q, journey, show } = query
  const search = typeof q === 'string' ? q.replaceAll('\u0000', '').trim().slice(0, 200) : ''
  return {
    search: search === '' ? null : search,
    journeyId: typeof journey === 'string' && UUID.test(journey) ? journey : null,
    show: SHOWS.find(known => known === show) ?? 'all',
  }
}
