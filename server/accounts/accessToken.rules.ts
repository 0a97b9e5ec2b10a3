import { Invalid } from '../platform/errors'
import { newSecret } from './secret.rules'

/** Lets people and programs that search for leaked secrets know one when they see it. */
const ACCESS_TOKEN_PREFIX = 'fh_'

export function newAccessToken(): string {
  return ACCESS_TOKEN_PREFIX + newSecret()
}

/** The token of an `Authorization: Bearer …` header; `null` where there is none of ours. */
export function bearerToken(header: string | undefined): string | null {
  return /^bearer +(fh_[\w-]{43})$/i.exec(header?.trim() ?? '')?.[1] ?? null
}

/** @throws Invalid where one of `tokens` that still works bears the name, in capitals or not */
export function assertFreeName(
  name: string,
  tokens: readonly { readonly name: string; readonly expiresAt: Date | null }[],
  now: Date,
): void {
  const isTaken = tokens.some(token => token.name.toLowerCase() === name.toLowerCase() && (token.expiresAt === null || token.expiresAt > now))
  if (isTaken) throw new Invalid({ purpose: 'You have an access token of this name. Revoke that one below, or choose another name.' })
}

/** How long a token may live, as people choose it; `null` is for ever. */
export const LIFETIMES_DAYS = { '30': 30, '90': 90, '365': 365, never: null } as const
export type Lifetime = keyof typeof LIFETIMES_DAYS

export function tokenExpiry(lifetime: Lifetime, now: Date): Date | null {
  const days = LIFETIMES_DAYS[lifetime]
  return days === null ? null : new Date(now.getTime() + days * 86_400_000)
}
