import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { counted } from '../platform/plural'

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

/** Where a chain departs from what its hashes promise, and how. */
export interface Break {
  readonly position: number
  readonly because: string
}

/** What is checked against the entries of a chain. */
export interface ChainHead {
  readonly id: string
  readonly length: number
  readonly headHash: string
}

/** Walks along a chain entry by entry, so that one of any length is checked in little memory. */
export class ChainWalk {
  private position = 0
  private previous: string

  constructor(private readonly chain: ChainHead) {
    this.previous = genesisHash(chain.id)
  }

  /** The next entry; answers what is wrong with it. */
  step({ hash, ...statement }: AuditStatement & { readonly hash: string }): Break | null {
    const position = this.position + 1
    if (statement.position !== position) return { position, because: `entry ${position} is missing` }
    if (statement.previousHash !== this.previous) {
      return { position, because: `entry ${position} does not follow the one before it` }
    }
    if (entryHash(statement) !== hash) return { position, because: `entry ${position} was changed` }
    this.position = position
    this.previous = hash
    return null
  }

  /** After the last entry: is the chain as long as it says, and is its head the last entry's hash? */
  end(): Break | null {
    const { length, headHash } = this.chain
    const position = this.position + 1
    if (this.position < length) return { position, because: `${counted(length - this.position, 'entry at the end is', 'entries at the end are')} missing` }
    if (this.position > length) {
      return { position: this.position, because: 'the chain is longer than its head says' }
    }
    return this.previous === headHash ? null : { position: this.position, because: 'the head of the chain was changed' }
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')
