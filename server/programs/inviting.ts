import type { Actor } from '../access/actor'
import type { AccountLinkService } from '../accounts/accountLink.service'
import type { Transaction } from '../platform/database/database'
import { Invalid } from '../platform/errors'

/** Who is to come in. */
export interface Invitee {
  readonly email: string
  /** For an account that does not exist yet; without it a name is guessed from the address. */
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

/** How a person gets an account within the transaction that makes a member of them. See `invitingWith`. */
export interface Inviting {
  /** @throws Invalid where the account is deactivated */
  accountFor(tx: Transaction, invitee: Invitee, by: Actor): Promise<Invited>
}

/** The links of `accounts`, with its refusal put beside the field of the form that was meant. */
export function invitingWith(links: Pick<AccountLinkService, 'invite'>): Inviting {
  return {
    async accountFor(tx, { email, name, field }, by) {
      try {
        const { account, link } = await links.invite(tx, by, { email, name })
        return { accountId: account.id, name: account.name, link: link?.url ?? null }
      } catch (error) {
        throw error instanceof Invalid && error.fields.email ? new Invalid({ [field]: error.fields.email }) : error
      }
    },
  }
}
