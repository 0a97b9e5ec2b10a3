import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { AuditEvent } from '../audit/audit.store'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import type { PilotState } from '../pilots/pilot.entity'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { Conflict } from '../platform/errors'
import { dateFormat } from '../platform/views/formats'
import type { Mapping } from './mapping.rules'
import type { ReadingImport } from './readingImport.entity'
import type { ListedImport } from './readingImport.store'

/** An import to which nothing has happened yet. */
export function freshImport(pilotId: string, actorId: string, at: Date) {
  return {
    pilotId,
    sizeBytes: 0,
    mapping: null,
    checked: null,
    rowCount: 0,
    missingCount: 0,
    duplicateCount: 0,
    missingByCell: [],
    actorId,
    at,
    committedAt: null,
    committedById: null,
    undoneAt: null,
    undoneById: null,
    undoneBecause: null,
  }
}

/** @throws Conflict unless the file of this import waits to be added */
export function requireUploaded({ state }: Pick<ReadingImport, 'state'>): void {
  if (state === 'committed') throw new Conflict('This import was added already.')
  if (state === 'undone') throw new Conflict('This import was committed and undone. Upload the file again.')
  if (state === 'discarded') throw new Conflict('This upload was discarded. Upload the file again.')
}

/** A short name of the way a file is read, for those who change or commit it to say which they have seen. */
export const readingWay = (mapping: Mapping | null): string =>
  createHash('sha256').update(canonicalize(mapping) ?? '').digest('hex').slice(0, 16)

/** @throws Conflict when the file is read another way by now; null has seen none, as a program that just sent it */
export function requireSeenWay(mapping: Mapping | null, seen: string | null): void {
  if (seen === null || seen === readingWay(mapping)) return
  throw new Conflict('Somebody else changed how this file is read while you had it open. Look at what is understood now, and go on from there.')
}

/** What the log says of an upload that was put away before it counted; with a reason where nobody was there to say one. */
export function discardEvent(
  { id, pilotId, fileName, source, at: uploadedAt }: Pick<ReadingImport, 'id' | 'pilotId' | 'fileName' | 'source' | 'at'>,
  { program, actor, at, reason }: Pick<AuditEvent, 'program' | 'actor' | 'at'> & { readonly reason?: string },
): AuditEvent {
  return {
    ...{ program, actor, at },
    action: 'import.discarded',
    subject: { kind: 'pilot', id: pilotId },
    details: { import: id, fileName, source, uploadedAt, reason },
  }
}

/** @throws Conflict unless this import counts */
export function requireCommitted({ state }: Pick<ReadingImport, 'state'>): void {
  if (state === 'undone') throw new Conflict('This import was undone already.')
  if (state !== 'committed') throw new Conflict('This import has added nothing yet. Discard it instead.')
}

/** An import taken back as a whole, with the reason. */
export function undone(found: ReadingImport, { at, byId, reason }: { at: Date; byId: string; reason: string }): ReadingImport {
  requireCommitted(found)
  return { ...found, state: 'undone', undoneAt: at, undoneById: byId, undoneBecause: reason }
}

/** An import as readers may see it; without checksum and size while the outcome is closed. */
export interface ToldImport extends Omit<ListedImport, 'checksum' | 'sizeBytes'> {
  readonly checksum: string | null
  readonly sizeBytes: number | null
}

/**
 * While the outcome is closed an import tells neither checksum nor size: with the counts beside it, a few numbers or rows
 * are found again from their checksum by trying, and words of different length by the size.
 */
export const toldImport = (listed: ListedImport, state: PilotState): ToldImport =>
  isOutcomeOpen(state) ? listed : { ...listed, checksum: null, sizeBytes: null }

/** Refuses what counts already, with the day as the pages of the program write it. */
export function refuseTwin(twin: ListedImport | null, { locale, timeZone }: Pick<PilotInProgram, 'locale' | 'timeZone'>): void {
  if (!twin) return
  const what = twin.kind === 'summary' ? 'The same numbers were added' : 'The same file was committed'
  const day = dateFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(twin.committedAt ?? twin.at)
  throw new Conflict(`${what} on ${day} by ${twin.committedBy ?? twin.actorName}. Undo that import first if it has to be read anew.`)
}
