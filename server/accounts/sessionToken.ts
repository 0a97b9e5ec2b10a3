import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { SESSION_TOKEN_SECONDS } from './session.rules'

/** What a session token says: who, and in which family of tokens. */
export interface SessionClaims {
  readonly accountId: string
  readonly familyId: string
}

const ALGORITHM = 'HS256'
const ISSUER = 'foothold'

const seconds = (now: Date): number => Math.floor(now.getTime() / 1_000)

/** A signed token (JWT) that is believed for ten minutes. `key` is a key object: a string costs fifty times as much. */
export function signedSession({ accountId, familyId }: SessionClaims, key: KeyObject, now: Date): string {
  const issued = seconds(now)
  const claims = { sub: accountId, family: familyId, iss: ISSUER, iat: issued, exp: issued + SESSION_TOKEN_SECONDS }
  return jwt.sign(claims, key, { algorithm: ALGORITHM })
}

/** `null` for a token that is over, was changed, or is not ours. */
export function readSession(token: string, key: KeyObject, now: Date): SessionClaims | null {
  try {
    const claims = jwt.verify(token, key, { algorithms: [ALGORITHM], issuer: ISSUER, clockTimestamp: seconds(now) })
    if (typeof claims === 'string' || typeof claims.sub !== 'string' || typeof claims.family !== 'string') return null
    return { accountId: claims.sub, familyId: claims.family }
  } catch (fault) {
    if (fault instanceof jwt.JsonWebTokenError) return null // expired and not-yet-valid are kinds of it
    throw fault
  }
}
