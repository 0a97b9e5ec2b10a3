import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { Invalid } from '../platform/errors'
import type { Account } from './account.entity'
import { AccountStore } from './account.store'
import { isPassword } from './passwordHash'
import { SessionStore } from './session.store'
import type { SessionService, SessionTokens } from './session.service'
import { attemptLimits, type AttemptLimit } from './signIn.rules'
import type { ThrottleService } from './throttle.service'

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
    private readonly throttle: ThrottleService,
  ) {}

  /**
   * @throws Invalid with the same sentence after the same work, whether the account is unknown, has no password, was
   *   deactivated, or the password is wrong
   * @throws TooOften after too many attempts for this account, from this address, or both
   */
  async signIn({ email, password }: { email: string; password: string }, caller: Caller): Promise<SessionTokens> {
    const limits = attemptLimits(email, caller.address)
    await this.throttle.count(limits)

    const account = await this.database.read(tx => new AccountStore(tx).byEmail(email))
    const fits = await isPassword(account?.passwordHash ?? null, password)
    if (!account || !fits) throw new Invalid({ '': REFUSED })

    const session = await this.begin(account, caller, limits)
    if (!session) throw new Invalid({ '': REFUSED })
    return session
  }

  /** Asks once more under a lock: the account may have been deactivated, or the password changed, while we computed. */
  private begin(
    known: Account,
    { userAgent }: Caller,
    limits: readonly AttemptLimit[],
  ): Promise<SessionTokens | null> {
    const before = new Date(this.clock.now().getTime() - MONTH_MS)
    return this.database.write(async tx => {
      const account = await new AccountStore(tx).oneForUpdate(known.id)
      if (account.deactivatedAt || account.passwordHash !== known.passwordHash) return null
      await new SessionStore(tx).forgetOld(account.id, before)
      await this.throttle.forgive(tx, limits)
      return this.sessions.begin(tx, account.id, userAgent)
    })
  }
}
