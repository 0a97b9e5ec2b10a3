import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { Invalid, TooOften } from '../platform/errors'
import type { Account } from './account.entity'
import { AccountStore } from './account.store'
import { isPassword } from './passwordHash'
import { SessionStore } from './session.store'
import type { SessionService, SessionTokens } from './session.service'
import { attemptLimits, waitFor } from './signIn.rules'
import { SignInStore } from './signIn.store'

/** Where an attempt to sign in comes from. */
export interface Caller {
  /** As Express knows it: behind a trusted proxy the client's own. */
  readonly address: string
  readonly userAgent: string
}

const MONTH_MS = 30 * 86_400_000

/** The one sentence for every refusal: it does not tell whether there is such an account. */
const REFUSED = 'The e-mail address or the password is not right.'

/** Signing in with a password. */
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly sessions: SessionService,
  ) {}

  /**
   * @throws Invalid with the same sentence after the same work, whether the account is unknown, has no password, was
   *   deactivated, or the password is wrong
   * @throws TooOften after too many attempts for this account, from this address, or both
   */
  async signIn({ email, password }: { email: string; password: string }, caller: Caller): Promise<SessionTokens> {
    const now = this.clock.now()
    const limits = attemptLimits(email, caller.address)
    const counts = await this.database.write(tx => new SignInStore(tx).count(limits, now))
    const seconds = waitFor(limits, counts, now)
    if (seconds !== null) throw new TooOften(seconds, 'That was too often. Wait a little, or ask for a new link.')

    const account = await this.database.read(tx => new AccountStore(tx).byEmail(email))
    const fits = await isPassword(account?.passwordHash ?? null, password)
    if (!account || !fits) throw new Invalid({ '': REFUSED })

    const session = await this.begin(account, caller, limits.map(({ key }) => key))
    if (!session) throw new Invalid({ '': REFUSED })
    return session
  }

  /** Asks once more under a lock: the account may have been deactivated, or the password changed, while we computed. */
  private begin(known: Account, { userAgent }: Caller, keys: readonly string[]): Promise<SessionTokens | null> {
    const now = this.clock.now()
    const [pair = '', address = '', ofAccount = ''] = keys
    return this.database.write(async tx => {
      const account = await new AccountStore(tx).oneForUpdate(known.id)
      if (account.deactivatedAt || account.passwordHash !== known.passwordHash) return null
      await new SignInStore(tx).forgive({ wholly: [pair, ofAccount], once: [address] }, now)
      await new SessionStore(tx).forgetOld(account.id, new Date(now.getTime() - MONTH_MS))
      return this.sessions.begin(tx, account.id, userAgent)
    })
  }
}
