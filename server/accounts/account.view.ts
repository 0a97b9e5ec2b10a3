import { stateOf } from './account.rules'
import { LIFETIMES_DAYS } from './accessToken.rules'
import type { OwnAccount } from './account.service'
import type { MadeLink } from './accountLink.service'
import { PASSWORD_MIN } from './password.rules'

/** In words, as on every page that shows a token. */
const SCOPE_WORDS = { read: 'may read', write: 'may read and write' } as const

const SCOPES = [
  { value: 'read', label: 'Read', help: 'Sees what you see, changes nothing.' },
  { value: 'write', label: 'Read and write', help: 'May do whatever you may do.' },
]

const LIFETIMES = Object.entries(LIFETIMES_DAYS).map(([value, days]) => ({
  value,
  label: days === null ? 'Until revoked' : `${days} days`,
}))

export const PASSWORD_HELP = `At least ${PASSWORD_MIN} characters. A few words in a row are easy to remember.`

/** What views/accounts/me.hbs prints. */
export function mePage({ account, sessions, tokens }: OwnAccount, presentFamilyId: string | undefined) {
  return {
    account: {
      name: account.name,
      email: account.email,
      version: account.version,
      kind: account.isAdmin ? 'Administrator of this installation' : null,
    },
    hasPassword: account.passwordHash !== null,
    passwordHelp: PASSWORD_HELP,
    sessions: sessions.map(family => ({
      browser: browserIn(family.userAgent),
      isThisOne: family.id === presentFamilyId,
      since: family.createdAt,
      lastUsedAt: family.rotatedAt,
    })),
    tokens: tokens.map(token => ({
      name: token.name,
      scope: SCOPE_WORDS[token.scope],
      madeAt: token.createdAt,
      expiresAt: token.expiresAt,
      lastUsedAt: token.lastUsedAt,
      revokeTo: `/me/tokens/${token.id}/revoke`,
    })),
    scopes: SCOPES,
    lifetimes: LIFETIMES,
  }
}

/** What views/accounts/token.hbs prints, once. */
export const tokenPage = (token: string, name: string) => ({ token, name, example: `Authorization: Bearer ${token}` })

/** What views/accounts/madeLink.hbs prints, once. */
export function madeLinkPage(person: { name: string; email: string }, { url, expiresAt }: MadeLink, back: string) {
  return { person: { name: person.name, email: person.email }, url, expiresAt, back }
}

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** "Firefox on Linux": enough to know one's own browsers apart. */
export function browserIn(userAgent: string): string {
  const named = (list: readonly (readonly [string, string])[]) => list.find(([mark]) => userAgent.includes(mark))?.[1]
  const browser = named(BROWSERS)
  const system = named(SYSTEMS)
  if (browser === undefined) return userAgent === '' ? 'A browser without a name' : userAgent.slice(0, 60)
  return system === undefined ? browser : `${browser} on ${system}`
}

const ACCOUNT_STATE_CHIPS = {
  active: { word: 'active', shape: 'disc', tone: 'good' },
  invited: { word: 'invited', shape: 'half', tone: 'info' },
  deactivated: { word: 'deactivated', shape: 'slash', tone: 'neutral' },
} as const

export const chipOf = (account: Parameters<typeof stateOf>[0]) => ACCOUNT_STATE_CHIPS[stateOf(account)]
