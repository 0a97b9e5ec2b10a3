import type { Clock } from '../platform/clock'
import type { Database, Transaction } from '../platform/database/database'
import { TooOften } from '../platform/errors'
import { waitFor, type AttemptLimit } from './signIn.rules'
import { SignInStore } from './signIn.store'

/** Bounds how often a password may be tried. Counts stand in the database: a restart forgets none. */
export class ThrottleService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** One more attempt, counted before anything else is done. @throws TooOften beyond any of the limits */
  async count(limits: readonly AttemptLimit[]): Promise<void> {
    const now = this.clock.now()
    const counts = await this.database.write(tx => new SignInStore(tx).count(limits, now))
    const seconds = waitFor(limits, counts, now)
    if (seconds !== null) throw new TooOften(seconds, 'That was too often. Wait a little, or ask for a new link.')
  }

  /** Counts whose span is over bound nothing any more. */
  forgetOver(): Promise<number> {
    return this.database.write(tx => new SignInStore(tx).forgetOver(this.clock.now()))
  }

  /** After a success: what was mistyped no longer counts, and the attempt that succeeded never did. */
  async forgive(tx: Transaction, limits: readonly AttemptLimit[]): Promise<void> {
    const keys = (after: AttemptLimit['afterSuccess']) =>
      limits.filter(({ afterSuccess }) => afterSuccess === after).map(({ key }) => key)
    await new SignInStore(tx).forgive({ wholly: keys('forget'), once: keys('takeBack') }, this.clock.now())
  }
}
