import type { Actor } from '../access/actor'
import type { Transaction } from '../platform/database/database'

/** Who is to come in. */
export interface Invitee {
  readonly email: string
  /** For an account that does not exist yet; the address stands in for a missing name until the person gives one. */
  readonly name: string | null
  /** The field of the form that names the person, for a refusal. */
  readonly field: string
}

/** The account of an invitee; `link` is the invitation of a new one, to be handed over by whoever sees it. */
export interface Invited {
  readonly accountId: string
  readonly name: string
  readonly link: string | null
}

/** How a person gets an account within the transaction that makes a member of them. `services.ts` brings it. */
export interface Inviting {
  /** @throws Invalid where the account is deactivated */
  accountFor(tx: Transaction, invitee: Invitee, by: Actor): Promise<Invited>
}
