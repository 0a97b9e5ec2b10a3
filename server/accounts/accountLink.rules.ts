import type { AccountLink, AccountLinkKind } from './accountLink.entity'

const MINUTE = 60_000

/** How long a link is good for: an invitation may wait for somebody's holiday, the others are used at once. */
export const LINK_LIFETIMES_MS: Readonly<Record<AccountLinkKind, number>> = {
  firstAdmin: 30 * MINUTE,
  invitation: 7 * 24 * 60 * MINUTE,
  reset: 30 * MINUTE,
  signIn: 30 * MINUTE,
}

/** Whether the link may be used now; a used one and one that is over look the same from outside. */
export function isGood(link: Pick<AccountLink, 'usedAt' | 'expiresAt'>, now: Date): boolean {
  return link.usedAt === null && link.expiresAt > now
}

/** `amina.diallo@example.com` as "Amina Diallo": a first guess, until the person says it. */
export function nameFromEmail(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[._+-]+/).filter(word => /\p{L}/u.test(word))
  const name = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join(' ')
  return name === '' ? email : name
}
