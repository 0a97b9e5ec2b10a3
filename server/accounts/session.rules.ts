import { timingSafeEqual, type KeyObject } from 'node:crypto'
import { macOf, secretHash } from './secret.rules'
import type { SessionFamily } from './sessionFamily.entity'

const SECOND = 1_000
const DAY = 86_400 * SECOND

/** How long a session token is believed before it must be renewed. */
export const SESSION_TOKEN_SECONDS = 600
/** How long the refresh token before the present one still counts, so that two tabs do not fall out. */
const GRACE_MS = 10 * SECOND
/** A family ends when nobody used it for so long … */
const IDLE_MS = 14 * DAY
/** … and at the latest after this, however often it was used. */
const LONGEST_MS = 90 * DAY

export function familyExpiry(createdAt: Date, now: Date): Date {
  return new Date(Math.min(now.getTime() + IDLE_MS, createdAt.getTime() + LONGEST_MS))
}

/** A refresh token as the cookie carries it: which family it renews, and the secret that allows it. */
export interface RefreshToken {
  readonly familyId: string
  readonly secret: string
}

/** Signed, so that a token that was once ours can be told from one that somebody made up. */
export function writtenRefreshToken({ familyId, secret }: RefreshToken, key: KeyObject): string {
  const said = `${familyId}.${secret}`
  return `${said}.${macOf(key, said).toString('base64url')}`
}

const WRITTEN = /^([0-9a-f-]{36})\.([\w-]{43})\.([\w-]{43})$/

/** `null` for anything that we did not write. */
export function readRefreshToken(written: string, key: KeyObject): RefreshToken | null {
  const [, familyId, secret, mac] = WRITTEN.exec(written) ?? []
  if (familyId === undefined || secret === undefined || mac === undefined) return null
  const given = Buffer.from(mac, 'base64url')
  const right = macOf(key, `${familyId}.${secret}`)
  return given.length === right.length && timingSafeEqual(given, right) ? { familyId, secret } : null
}

/**
 * The secret that follows. It is drawn from the one before and the key, not from chance: two requests that renew at
 * the same moment, or one whose answer was lost on the way, are handed the same token, so the browser ends with the
 * right one whichever answer arrives last. Without the key nobody can tell it from chance.
 */
export function nextSecret(secret: string, key: KeyObject): string {
  return macOf(key, `next ${secret}`).toString('base64url')
}

export type Renewal = 'rotate' | 'repeat' | 'reused' | 'over'

/**
 * What a refresh token is worth: the present one is exchanged (`rotate`); the one before it gets the same answer once
 * more for ten seconds (`repeat`); any other that we once wrote is a copy in strange hands (`reused`).
 */
export function renewal(
  family: Pick<SessionFamily, 'currentHash' | 'previousHash' | 'rotatedAt' | 'expiresAt' | 'endedAt'>,
  secret: string,
  now: Date,
): Renewal {
  if (family.endedAt !== null || family.expiresAt <= now) return 'over'
  const hash = secretHash(secret)
  if (hash === family.currentHash) return 'rotate'
  if (hash === family.previousHash && now.getTime() - family.rotatedAt.getTime() <= GRACE_MS) return 'repeat'
  return 'reused'
}
