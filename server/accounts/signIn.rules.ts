import { isIPv6 } from 'node:net'
import { secretHash } from './secret.rules'

const MINUTE = 60_000

/** How many attempts one key may make within a span of time that begins with its first. */
export interface AttemptLimit {
  readonly key: string
  readonly attempts: number
  readonly spanMs: number
  /** An address serves many people: a success there takes back the one attempt alone. */
  readonly afterSuccess: 'forget' | 'takeBack'
}

/**
 * What bounds an attempt to sign in. The pair stops somebody who tries passwords from one place without locking the
 * owner out elsewhere; the address stops many accounts from one place; the account stops one from many places.
 * The keys are hashes, and the same whether such an account exists or not.
 */
export function attemptLimits(email: string, address: string): AttemptLimit[] {
  const from = networkOf(address)
  return [
    { key: secretHash(`pair ${email} ${from}`), attempts: 8, spanMs: 15 * MINUTE, afterSuccess: 'forget' },
    { key: secretHash(`address ${from}`), attempts: 60, spanMs: 15 * MINUTE, afterSuccess: 'takeBack' },
    { key: secretHash(`account ${email}`), attempts: 40, spanMs: 60 * MINUTE, afterSuccess: 'forget' },
  ]
}

/** Who has one IPv6 address has all that share its first 64 bits. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  if (!isIPv6(address)) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right]
  return `${groups.slice(0, 4).map(group => group.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/** Seconds until the next attempt will be heard; `null` when this one is. */
export function waitFor(
  limits: readonly AttemptLimit[],
  counts: ReadonlyMap<string, { readonly attempts: number; readonly endsAt: Date }>,
  now: Date,
): number | null {
  const waits = limits.flatMap(({ key, attempts }) => {
    const count = counts.get(key)
    return count && count.attempts > attempts ? [(count.endsAt.getTime() - now.getTime()) / 1_000] : []
  })
  return waits.length === 0 ? null : Math.max(1, Math.ceil(Math.max(...waits)))
}
