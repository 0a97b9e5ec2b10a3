import type { Actor } from '../access/actor'
import { authorize } from '../access/permissions'
import { AccountStore } from '../accounts/account.store'
import type { AccountLinkService } from '../accounts/accountLink.service'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import { Database, type Transaction } from '../platform/database/database'
import { Conflict, Missing } from '../platform/errors'
import { MemberStore } from '../programs/member.store'
import { ADMINISTRATOR, CAST, type CastMember, type Who } from './cast'
import { cookieCats } from './cookieCats'
import { Diary } from './diary'
import { otherPilots } from './otherPilots'
import { SampleStore } from './sample.store'
import { castAccounts, tell, type Deeds } from './telling'

/** The people of the sample program, each with a link that lets in once. */
export interface SampleGuests {
  readonly program: string
  readonly people: readonly { readonly role: string; readonly name: string; readonly url: string }[]
}

/** What went with the sample. */
export interface RemovedSample {
  readonly program: string
  /** Accounts of the sample that somebody had made their own stay. */
  readonly accountsKept: number
  /** Whether whoever removed it went with it. */
  readonly actorIsGone: boolean
}

/** What the installation's log keeps of the sample, and what it is found by again. */
interface LoadedDetails {
  readonly accounts: readonly string[]
  readonly guests: readonly { readonly role: string; readonly accountId: string }[]
}

const SUBJECT = 'sample'
const LOADED = 'sample.loaded'

/** The sample program: loaded once in the life of an installation, shown around in, and removed as a whole. */
export class SampleService {
  /** @param deeds  the use cases of everybody, on a database and by a clock of the caller's choice */
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly accountLinks: AccountLinkService,
    private readonly deeds: (database: Database, clock: Clock) => Deeds,
  ) {}

  /**
   * Loads the sample where it has never been loaded: all of it in one transaction, so that a process that is killed on the
   * way leaves nothing and the next start begins anew. The installation's log says that it was loaded, and goes on saying
   * so after it was removed: that is how a later start knows.
   *
   * @param signal  stops the loading, which leaves nothing
   */
  loadOnce({ signal, say = () => {} }: { signal?: AbortSignal; say?: (text: string) => void } = {}): Promise<boolean> {
    return this.database.write(async tx => {
      await new SampleStore(tx).lock()
      if ((await loaded(tx)).length > 0) return false
      say('Loading the sample program; this takes a moment, once.')
      const now = this.clock.now()
      const diary = new Diary(now)
      const { people, made } = await castAccounts(new AccountStore(tx), now)
      const programId = await tell(this.deeds(Database.within(tx), diary), diary, people, [cookieCats, ...otherPilots], signal)
      const cast: [Who | 'administrator', { guestAs?: string }][] = [
        ...(Object.entries(CAST) as [Who, CastMember][]),
        ['administrator', ADMINISTRATOR],
      ]
      const guests = cast.flatMap(([who, { guestAs }]) => (guestAs ? [{ role: guestAs, accountId: people[who].accountId }] : []))
      await this.tellInstallation(tx, null, LOADED, programId, { accounts: made, guests } satisfies LoadedDetails)
      return true
    })
  }

  /** Makes a new link for each guest; `null` where there is no sample. */
  async guests(): Promise<SampleGuests | null> {
    const found = await this.database.read(async tx => {
      const program = await new SampleStore(tx).program()
      const details = program && (await detailsOf(tx, program.id))
      if (!program || !details) return null
      const names = await new SampleStore(tx).active(details.guests.map(({ accountId }) => accountId))
      return { program, guests: details.guests.flatMap(guest => ({ ...guest, name: names.get(guest.accountId) ?? null })) }
    })
    if (!found) return null
    const people = []
    for (const { role, accountId, name } of found.guests) {
      if (name !== null) people.push({ role, name, url: (await this.accountLinks.signInLink(accountId)).url })
    }
    return { program: found.program.name, people }
  }

  /** The lead's one click. */
  remove(actor: Actor, programId: string): Promise<RemovedSample> {
    return this.database.write(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.manage')
      const samples = new SampleStore(tx)
      await samples.lock()
      const program = await samples.program()
      if (program?.id !== programId) throw new Missing('This program is no sample.')
      return this.takeAway(tx, actor)
    })
  }

  /** The same by whoever runs the machine. */
  removeOnMachine(): Promise<RemovedSample> {
    return this.database.write(async tx => {
      await new SampleStore(tx).lock()
      return this.takeAway(tx, null)
    })
  }

  private async takeAway(tx: Transaction, actor: Actor | null): Promise<RemovedSample> {
    const samples = new SampleStore(tx)
    const program = await samples.program()
    if (!program) throw new Conflict('There is no sample program here.')
    const accounts = (await detailsOf(tx, program.id))?.accounts ?? []
    await samples.removeProgram(program.id)
    const chain = await new AuditStore(tx).removeChain(program.id)
    const accountsGone = await samples.removeAccounts(accounts)
    const left = await samples.active(actor ? [actor.accountId] : [])
    await this.tellInstallation(tx, actor, 'sample.removed', program.id, { name: program.name, accountsGone, chain })
    return { program: program.name, accountsKept: accounts.length - accountsGone, actorIsGone: actor !== null && left.size === 0 }
  }

  private tellInstallation(tx: Transaction, actor: Actor | null, action: string, id: string, details: object): Promise<void> {
    return new AuditStore(tx).append({ program: null, actor, action, subject: { kind: SUBJECT, id }, details, at: this.clock.now() })
  }
}

const loaded = (tx: Transaction) => new AuditStore(tx).inInstallation(SUBJECT, LOADED)

async function detailsOf(tx: Transaction, programId: string): Promise<LoadedDetails | null> {
  const entry = (await loaded(tx)).find(({ subjectId }) => subjectId === programId)
  return (entry?.details as LoadedDetails | undefined) ?? null
}
