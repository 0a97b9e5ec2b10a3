import { detailLines, type ChangesInWords } from '../audit/entryWords.rules'
import type { ScreenedEntry } from '../audit/screening'
import type { AuditQuery } from './programAudit.input'
import type { SeenAudit } from './programAudit.service'
import { programTabs } from './program.view'

export const AUDIT_PAGE = 50
const LIKE_RESULTS = 'like every result of a pilot that is not concluded'

/** `member.invitedAgain` as "member invited again". */
function spokenAction(action: string): string {
  return action.replace('.', ' ').replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

export function auditPage(
  programId: string,
  { chain, entries, people, actions, standing }: SeenAudit,
  query: AuditQuery,
  changesOf: (entry: ScreenedEntry) => ReturnType<ChangesInWords>,
) {
  const here = `/programs/${programId}/audit`
  const filter = { ...(query.person && { person: query.person }), ...(query.action && { action: query.action }) }
  const rows = entries.slice(0, AUDIT_PAGE)
  const last = rows.at(-1)
  const address = (path: string, more: object = {}) => {
    const search = new URLSearchParams({ ...filter, ...more }).toString()
    return search ? `${path}?${search}` : path
  }
  return {
    tabs: programTabs(programId, standing, 'audit'),
    chain: { length: chain?.length ?? 0, headHash: chain?.headHash ?? null },
    people: people.map(({ id, name }) => ({ value: id, label: name })),
    actions: actions.map(action => ({ value: action, label: spokenAction(action) })),
    chosen: { person: query.person, action: query.action },
    isFiltered: Object.keys(filter).length > 0,
    here,
    entries: rows.map(entry => row(entry, changesOf(entry))),
    newestTo: query.before === null ? null : address(here),
    olderTo: entries.length > AUDIT_PAGE && last ? address(here, { before: String(last.position) }) : null,
    csvTo: address(`${here}.csv`),
  }
}

function row(entry: ScreenedEntry, changes: ReturnType<ChangesInWords>) {
  const { position, at, actorName, action, details, hash, subjectKind, subjectId, isHidden } = entry
  return {
    ...{ position, at, actorName, hash },
    action: spokenAction(action),
    pilotTo: subjectKind === 'pilot' && subjectId !== null ? `/pilots/${subjectId}` : null,
    lines: [...detailLines(details, changes), ...(isHidden ? [`The rest is hidden, ${LIKE_RESULTS}.`] : [])],
    shortHash: hash.slice(0, 12),
  }
}

/**
 * The columns of the download; hashes in full, so that the chain can be checked from the file. A row whose details are
 * not whole says so: its own hash cannot be checked from the file before they are.
 */
export function csvRow(entry: ScreenedEntry) {
  const { position, at, actorName, actorId, action, subjectKind, subjectId, details, isHidden, previousHash, hash } = entry
  return {
    ...{ position, at: at.toISOString(), person: actorName, personId: actorId, action, subjectKind, subjectId },
    details: JSON.stringify(details),
    hidden: isHidden ? `details, ${LIKE_RESULTS}` : '',
    ...{ previousHash, hash },
  }
}

export function auditJson(entry: ScreenedEntry) {
  const { position, at, actorName, actorId, action, subjectKind, subjectId, details, isHidden, previousHash, hash } = entry
  return {
    ...{ position, at, actor: { id: actorId, name: actorName }, action },
    ...{ subject: { kind: subjectKind, id: subjectId }, details, detailsHidden: isHidden, previousHash, hash },
  }
}
