import type { ReadingImport } from '../../server/readings/readingImport.entity'
import { freshImport, refuseTwin, requireUploaded, undone } from '../../server/readings/readingImport.rules'
import type { ListedImport } from '../../server/readings/readingImport.store'

const at = new Date('2026-10-20T23:30:00Z')
const anImport = (changes: Partial<ReadingImport> = {}): ReadingImport => ({
  ...freshImport('a pilot', 'a person', at),
  id: 'an import',
  kind: 'rows',
  state: 'committed',
  source: 'data warehouse',
  fileName: 'week 3.csv',
  checksum: 'abc',
  ...changes,
})

describe('the same file twice', () => {
  const twin: ListedImport = { ...anImport({ committedAt: at }), actorName: 'Jo Castillo', committedBy: 'Ravi Menon', undoneBy: null }

  it.each([
    ['en-GB', 'UTC', 'on 20 Oct 2026 by Ravi Menon'],
    ['de-DE', 'Europe/Berlin', 'on 21. Okt. 2026 by Ravi Menon'],
    ['en-US', 'America/New_York', 'on Oct 20, 2026 by Ravi Menon'],
  ])('is refused with the day as %s in %s has it', (locale, timeZone, words) => {
    expect(() => refuseTwin(twin, { locale, timeZone })).toThrow(words)
  })

  it('is no fault when it came once', () => {
    expect(() => refuseTwin(null, { locale: 'en-GB', timeZone: 'UTC' })).not.toThrow()
  })
})

describe('the state of an import', () => {
  it.each([
    ['uploaded', null, /Discard it instead/],
    ['committed', /added already/, null],
    ['undone', /Upload the file again/, /undone already/],
    ['discarded', /was discarded/, /Discard it instead/],
  ] as const)('%s: waits to be added, can be undone', (state, added, taken) => {
    const found = anImport({ state })
    const undo = () => undone(found, { at, byId: 'a person', reason: 'wrong week' })
    if (added) expect(() => requireUploaded(found)).toThrow(added)
    else expect(() => requireUploaded(found)).not.toThrow()
    if (taken) expect(undo).toThrow(taken)
    else expect(undo()).toMatchObject({ state: 'undone', undoneAt: at, undoneById: 'a person', undoneBecause: 'wrong week' })
  })
})
