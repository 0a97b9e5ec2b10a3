import type { Pilot } from './pilot.entity'

/**
 * Why this person must not decide on the pilot although the role would allow it; null when nothing speaks against it.
 * Nobody judges a change of their own.
 */
export function partiality(
  pilot: Pick<Pilot, 'proposerId' | 'ownerId'>,
  teamIds: readonly string[],
  accountId: string,
): string | null {
  if (pilot.proposerId === accountId) return 'Who proposed a pilot does not decide on it.'
  if (pilot.ownerId === accountId || teamIds.includes(accountId)) return 'Who works on a pilot does not decide on it.'
  return null
}
