import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { Conflict } from '../platform/errors'
import { leftOut, tellable } from './activity.rules'
import type { Pilot } from './pilot.entity'
import type { PilotComment } from './pilotComment.entity'
import { PilotActivityStore, type ActivityItem } from './pilotActivity.store'
import { PilotStandingStore } from './pilotStanding.store'
import { PilotStore } from './pilot.store'

const ACTIVITY_PAGE_SIZE = 50
/** The same words by the same person within this time are a second press of the button. */
const REPEATED_WITHIN_MS = 60_000

export interface SeenActivity {
  readonly pilot: Pilot
  readonly standing: Standing
  readonly items: readonly ActivityItem[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
}

/** What happened to a pilot, and what people say about it. */
export class PilotActivityService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  page(actor: Actor, pilotId: string, page: number): Promise<SeenActivity> {
    return this.database.read(async tx => {
      const standing = await new PilotStandingStore(tx).standing(actor, pilotId)
      authorize(standing, 'program.read')
      const activity = new PilotActivityStore(tx)
      const pilot = await new PilotStore(tx).find(pilotId)
      const without = leftOut(pilot.state)
      const items = await activity.page(pilotId, { without, limit: ACTIVITY_PAGE_SIZE, offset: (page - 1) * ACTIVITY_PAGE_SIZE })
      return {
        pilot,
        standing,
        items: items.map(item => tellable(item, pilot.state)),
        total: await activity.count(pilotId, without),
        page,
        pageSize: ACTIVITY_PAGE_SIZE,
      }
    })
  }

  comment(actor: Actor, pilotId: string, body: string): Promise<PilotComment> {
    return this.database.write(async tx => {
      authorize(await new PilotStandingStore(tx).standing(actor, pilotId), 'pilot.comment')
      const pilot = await new PilotStore(tx).findForUpdate(pilotId)
      const [activity, at] = [new PilotActivityStore(tx), this.clock.now()]
      const comment = { pilotId, authorId: actor.accountId, body }
      if (await activity.isRepeated(comment, new Date(at.getTime() - REPEATED_WITHIN_MS))) {
        throw new Conflict('You have just written this; it is there already.')
      }
      const saved = await activity.comment({ ...comment, at })
      await new AuditStore(tx).append({
        program: pilot.programId,
        actor,
        action: 'pilot.commented',
        subject: { kind: 'pilot', id: pilotId },
        details: { commentId: saved.id },
        at,
      })
      return saved
    })
  }
}
