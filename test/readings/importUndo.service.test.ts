import { AuditStore } from '../../server/audit/audit.store'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { whereRepeated } from '../../server/readings/repeats.rules'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, givenRows, LOGGED_AT, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
let minutes = 0
const clock = { now: () => new Date(LOGGED_AT.getTime() + (minutes += 1) * 60_000) }
const useCases = readingUseCases(database, { clock })
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

  it('takes back what a later import repeated of it, and nothing else', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const first = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,no\n2,treatment,no\n')
    await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n2,treatment,yes\n')
    const last = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,yes\n2,treatment,no\n3,control,no\n3,treatment,no\n')
    expect((await readings.ofPilot(team, pilot.id)).duplicates).toBe(4)
    await importUndo.undo(team, pilot.id, first.id, { reason: 'wrong week' })
    const { duplicates, repeated } = await readings.ofPilot(team, pilot.id)
    expect(duplicates).toBe(2)
    expect(repeated.map(unit => whereRepeated(unit))).toEqual(['“2” on line 3, and in an earlier import', '“3” on lines 4 and 5, in both groups'])
    expect((await readings.see(team, pilot.id, last.id)).listed.duplicateCount).toBe(2)
  })
})
