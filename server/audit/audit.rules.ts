import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'

/** What one entry says; its hash covers all of it and the hash of the entry before. */
export interface AuditStatement {
  readonly chainId: string
  readonly position: number
  readonly at: Date
  readonly actorId: string | null
  readonly actorName: string
  readonly action: string
  readonly subjectKind: string
  readonly subjectId: string | null
  readonly details: unknown
  readonly previousHash: string
}

/** The hash that stands before the first entry of a chain: it names the chain, so that chains cannot be swapped. */
export function genesisHash(chainId: string): string {
  return sha256(`foothold audit chain ${chainId}`)
}

/** SHA-256 of the statement's canonical JSON (RFC 8785), in hexadecimal. */
export function entryHash(statement: AuditStatement): string {
  const { chainId, position, at, actorId, actorName, action, subjectKind, subjectId, details, previousHash } = statement
  const text = canonicalize({
    chainId,
    position,
    at: at.toISOString(),
    actorId,
    actorName,
    action,
    subjectKind,
    subjectId,
    details,
    previousHash,
  })
  if (text === undefined) throw new TypeError('An audit entry must be expressible as JSON.')
  return sha256(text)
}

/** Where a chain first departs from what its hashes promise; `null` when it is whole. */
export function firstBreak(
  chain: { readonly id: string; readonly length: number; readonly headHash: string },
  entries: Iterable<AuditStatement & { readonly hash: string }>,
): { readonly position: number; readonly because: string } | null {
  let previous = genesisHash(chain.id)
  let position = 0
  for (const statement of entries) {
    position += 1
    if (statement.position !== position) return { position, because: `entry ${position} is missing` }
    if (statement.previousHash !== previous) return { position, because: `entry ${position} does not follow the one before it` }
    if (entryHash(statement) !== statement.hash) return { position, because: `entry ${position} was changed` }
    previous = statement.hash
  }
  if (position !== chain.length) return { position: position + 1, because: `${chain.length - position} entries at the end are missing` }
  return previous === chain.headHash ? null : { position, because: 'the head of the chain was changed' }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
