import type { Transaction } from '../platform/database/database'
import { CriterionOverride } from './criterionOverride.entity'
import { GatePassage } from './gatePassage.entity'
import type { PilotState } from './pilot.entity'
import type { Criterion } from './criterion.rules'
import type { Gate, PilotDeed } from './pilotLife.rules'

/** One move of a pilot from state to state, with what the gate showed at that moment. */
export interface Passage {
  readonly pilotId: string
  readonly deed: PilotDeed
  readonly from: PilotState
  readonly to: PilotState
  readonly actorId: string
  readonly at: Date
  readonly reason?: string
  readonly criteria?: readonly Criterion[]
}

/** Gates passed and criteria overridden; both are only ever added to. */
export class GateStore {
  constructor(private readonly tx: Transaction) {}

  async pass({ pilotId, deed, from, to, actorId, at, reason = '', criteria = [] }: Passage): Promise<void> {
    await this.tx.insert(GatePassage, {
      ...{ pilotId, transition: deed, fromState: from, toState: to, actorId, at, reason },
      criteria: criteria as object,
    })
  }

  /** Oldest first. */
  passages(pilotId: string): Promise<GatePassage[]> {
    return this.tx.find(GatePassage, { where: { pilotId }, order: { at: 'ASC', id: 'ASC' } })
  }

  /** How often the pilot had been concluded, and then extended, before it was concluded the last time. */
  async earlierConclusions(pilotId: string): Promise<number> {
    const conclude: PilotDeed = 'conclude'
    return Math.max(0, (await this.tx.countBy(GatePassage, { pilotId, transition: conclude })) - 1)
  }

  /** A later reason for the same criterion takes the place of the earlier one; the audit log keeps both. */
  async override(override: Omit<CriterionOverride, 'id'>): Promise<void> {
    await this.tx.upsert(CriterionOverride, override, ['pilotId', 'gate', 'criterion'])
  }

  overrides(pilotId: string, gate: Gate): Promise<CriterionOverride[]> {
    return this.tx.find(CriterionOverride, { where: { pilotId, gate }, order: { at: 'ASC' } })
  }
}
