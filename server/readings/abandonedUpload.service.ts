import { rm } from 'node:fs/promises'
import { AuditStore } from '../audit/audit.store'
import type { Clock } from '../platform/clock'
import type { Database } from '../platform/database/database'
import { discardEvent } from './readingImport.rules'
import { ReadingImportStore } from './readingImport.store'
import type { Uploads } from './uploads'

const DAY_MS = 24 * 60 * 60_000
const ABANDONED_AFTER_MS = 7 * DAY_MS
/** Longer than any upload or import takes. */
const LEFT_BEHIND_AFTER_MS = DAY_MS

/** Puts away what nobody comes back for. */
export class AbandonedUploadService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
  ) {}

  /**
   * Uploads that nobody committed within a week are discarded, and files that no import waits for are removed: what a
   * killed process or a cut connection left behind.
   *
   * @returns how many uploads were discarded, and how many files removed
   */
  async discard(): Promise<{ readonly uploads: number; readonly files: number }> {
    const now = this.clock.now().getTime()
    const uploads = await this.database.write(async tx => {
      const discarded = await new ReadingImportStore(tx).discardAbandoned(new Date(now - ABANDONED_AFTER_MS))
      // one chain after the other, in an order that is always the same
      for (const upload of discarded.sort((one, other) => one.programId.localeCompare(other.programId))) {
        const event = { program: upload.programId, actor: null, at: new Date(now), reason: 'Nobody added it within a week.' }
        await new AuditStore(tx).append(discardEvent(upload, event))
      }
      return discarded.length
    })
    const { received, kept } = await this.uploads.old(new Date(now - LEFT_BEHIND_AFTER_MS))
    const waiting = new Set(await this.database.read(tx => new ReadingImportStore(tx).waiting(kept)))
    const needless = kept.filter(id => !waiting.has(id))
    for (const path of received) await rm(path, { force: true })
    for (const id of needless) await this.uploads.remove(id)
    return { uploads, files: received.length + needless.length }
  }
}
