import { AuditStore } from '../../server/audit/audit.store'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, givenRows, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
const useCases = readingUseCases(database)
const { importUndo, readings } = useCases

const ROWS = 'customer_id,arm,date,Second visit\nc1,control,2026-10-05,yes\nc2,control,2026-10-05,no\nc3,treatment,2026-10-05,no\nc4,treatment,2026-10-06,no\nc5,treatment,2026-10-06,\n'

describe('an import that is undone', () => {
  it('leaves its history, and counts no more', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const done = await givenRows(useCases, parents.people.team, pilot.id, ROWS)
    await importUndo.undo(parents.people.owner, pilot.id, done.id, { reason: 'the export was cut short' })
    const { counts, imports } = await readings.ofPilot(parents.people.viewer, pilot.id)
    expect(counts).toEqual([])
    expect(imports).toMatchObject([{ state: 'undone', undoneBy: 'Jo Castillo', undoneBecause: 'the export was cut short', rowCount: 5 }])
    expect(await database.read(tx => tx.findBy(ReadingCell, { importId: done.id }))).toHaveLength(3)
    const entries = await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 10 }))
    expect(entries.map(({ action }) => action)).toEqual(['import.undone', 'import.committed'])
  })
})
