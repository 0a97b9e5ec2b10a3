import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import type { Database } from '../platform/database/database'
import { MemberStore } from '../programs/member.store'
import { csvHead, csvLines } from './pilotCsv'
import {
  PilotListStore,
  type PilotFilter,
  type PilotFilterChoices,
  type PilotOrder,
  type PilotRow,
} from './pilotList.store'

export const PAGE_SIZE = 50
/** Pilots read at once by an export; its memory does not grow with the list. */
const EXPORT_PIECE = 500

export interface PilotListPage {
  readonly programId: string
  readonly standing: Standing
  readonly filter: PilotFilter
  readonly order: PilotOrder
  readonly items: readonly PilotRow[]
  readonly total: number
  readonly page: number
  readonly pageSize: number
}

/** The pilots of a program as a list: pages, their filters, the export. */
export class PilotListService {
  constructor(private readonly database: Database) {}

  /** @param page  from 1; a page behind the last is empty */
  page(actor: Actor, programId: string, filter: PilotFilter, order: PilotOrder, page: number): Promise<PilotListPage> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      const list = new PilotListStore(tx)
      const [items, total] = await Promise.all([
        list.page(programId, filter, order, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
        list.count(programId, filter),
      ])
      return { programId, standing, filter, order, items, total, page, pageSize: PAGE_SIZE }
    })
  }

  filterChoices(actor: Actor, programId: string): Promise<PilotFilterChoices> {
    return this.database.read(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.read')
      return new PilotListStore(tx).filterChoices(programId)
    })
  }

  /** The whole list as CSV, in pieces. Permission is asked before the first piece is given out. */
  async csv(actor: Actor, programId: string, filter: PilotFilter): Promise<AsyncIterable<string>> {
    await this.database.read(async tx => {
      authorize(await new MemberStore(tx).standingInProgram(actor, programId), 'program.export')
    })
    return this.pieces(programId, filter)
  }

  private async *pieces(programId: string, filter: PilotFilter): AsyncIterable<string> {
    yield csvHead()
    let after = 0
    for (;;) {
      const rows = await this.database.read(tx =>
        new PilotListStore(tx).exportAfter(programId, filter, after, EXPORT_PIECE),
      )
      if (rows.length > 0) yield csvLines(rows)
      const last = rows.at(-1)
      if (!last || rows.length < EXPORT_PIECE) return
      after = last.number
    }
  }
}
