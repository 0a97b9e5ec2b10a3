import { setTimeout } from 'node:timers/promises'
import { AuditStore } from '../../server/audit/audit.store'
import { PilotInProgramStore } from '../../server/pilots/pilotInProgram.store'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { ReadingCellStore } from '../../server/readings/readingCell.store'
import { whereRepeated } from '../../server/readings/repeats.rules'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, givenRows, givenSummary, LOGGED_AT, readingUseCases } from '../support/given/readings'

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

  it('may be undone while another one is, which repeats it', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team, owner } = parents.people
    const first = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,no\n2,treatment,no\n')
    const second = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n2,treatment,yes\n3,control,yes\n')
    const last = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,yes\n3,control,no\n')
    const held = await database.write(async tx => {
      await new PilotInProgramStore(tx).findForUpdate(pilot.id)
      const waiting = async (): Promise<number> => {
        const [row] = await tx.query<{ waiting: number }[]>(`
          WITH blocked AS (SELECT DISTINCT pid, pg_blocking_pids(pid) AS by FROM pg_locks WHERE NOT granted),
               first AS (SELECT pid FROM blocked WHERE pg_backend_pid() = ANY (by))
          SELECT count(*)::integer AS waiting FROM blocked WHERE pid IN (SELECT pid FROM first) OR by && ARRAY(SELECT pid FROM first)`)
        return row?.waiting ?? 0
      }
      const undoing = [importUndo.undo(team, pilot.id, first.id, { reason: 'wrong week' })]
      while ((await waiting()) < 1) await setTimeout(20)
      undoing.push(importUndo.undo(owner, pilot.id, second.id, { reason: 'wrong file' }))
      while ((await waiting()) < 2) await setTimeout(20)
      return { undoing }
    })
    await Promise.all(held.undoing)
    const { imports, duplicates } = await readings.ofPilot(team, pilot.id)
    expect(imports.map(({ id, state }) => [id, state])).toEqual([[last.id, 'committed'], [second.id, 'undone'], [first.id, 'undone']])
    expect(duplicates).toBe(0)
  })

  it('counts repeats anew for those later imports alone that have a unit of it', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const groups = [{ arm: 'control', period: 'outcome', n: 10, successes: 5 }, { arm: 'treatment', period: 'outcome', n: 10, successes: 4 }] as const
    const summary = await givenSummary(useCases, team, pilot.id, metric.id, groups)
    const elsewhere = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n7,control,no\n8,treatment,no\n')
    const here = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,no\n')
    const last = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,yes\n2,treatment,no\n2,treatment,yes\n')
    const recount = jest.spyOn(ReadingCellStore.prototype, 'committedRepeats')
    for (const { id } of [summary, elsewhere]) await importUndo.undo(team, pilot.id, id, { reason: 'wrong week' })
    expect(recount).not.toHaveBeenCalled()
    expect((await readings.see(team, pilot.id, last.id)).listed.duplicateCount).toBe(2)
    await importUndo.undo(team, pilot.id, here.id, { reason: 'wrong week' })
    expect(recount).toHaveBeenCalledTimes(1)
    expect((await readings.see(team, pilot.id, last.id)).listed.duplicateCount).toBe(1)
    recount.mockRestore()
  })
})
