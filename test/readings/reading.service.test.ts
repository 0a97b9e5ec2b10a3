import { ReadingCellStore } from '../../server/readings/readingCell.store'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, givenRows, LOGGED_AT, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
// which import came first decides which of them repeats the other
let minutes = 0
const clock = { now: () => new Date(LOGGED_AT.getTime() + (minutes += 1) * 60_000) }
const useCases = readingUseCases(database, { clock })
const { fileImports, importUndo, readings } = useCases

describe('the data of a pilot', () => {
  it('is checked over every import that counts, however many are listed', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const { team, viewer } = parents.people
    for (const unit of [1, 2, 3]) await givenRows(useCases, team, pilot.id, `id,arm,Second visit\n1,control,no\n${unit}9,treatment,\n`)
    const undone = await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,no\n49,treatment,\n')
    await importUndo.undo(team, pilot.id, undone.id, { reason: 'wrong week' })
    const { missing, duplicates, imports } = await readings.ofPilot(viewer, pilot.id, { limit: 1 })
    expect(imports).toHaveLength(1)
    expect(missing).toEqual([{ metricId: metric.id, arm: 'treatment', period: 'outcome', missing: 3 }])
    expect(duplicates).toBe(2)
  })
})

describe('the counts of a pilot', () => {
  it('take days together that lie alike to lock, end and today, and tell each day as it is', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { pilot: { endsOn: '2026-10-10' } }) // locked on 25 September, and today is 20 October
    const { team, viewer } = parents.people
    const days = ['2026-09-20', '2026-09-24', '2026-09-25', '2026-09-26', '2026-10-09', '2026-10-10', '2026-10-11', '2026-10-20', '2026-10-21', '2027-01-05', '', '']
    const done = await givenRows(useCases, team, pilot.id, `id,arm,date,Second visit\n${days.map((day, at) => `${at},control,${day},no`).join('\n')}\n`)
    const counts = [{ arm: 'control', period: 'outcome', n: 12, undated: 2, beforeLock: 2, afterEnd: 2, inFuture: 2 }]
    expect((await readings.ofPilot(viewer, pilot.id)).counts).toMatchObject(counts)
    expect((await readings.see(viewer, pilot.id, done.id)).counts).toMatchObject(counts)
    const daily = await database.read(tx => new ReadingCellStore(tx).datedCounts(pilot.id, { lock: '2026-09-25', end: '2026-10-10', today: '2026-10-20' }))
    expect(daily.map(({ day, n }) => [day, n])).toEqual([['2026-09-20', 2], ['2026-09-25', 1], ['2026-09-26', 2], ['2026-10-10', 1], ['2026-10-11', 1], ['2026-10-20', 1], ['2026-10-21', 2], [null, 2]])
  })
})

describe('what was understood of a file', () => {
  it('says to nobody how often a word of yes or no comes, and to those who may not log no word of it', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team, viewer } = parents.people
    const rows = Array.from({ length: 100 }, (_, at) => `c${at},${at % 2 ? 'control' : 'treatment'},2026-10-05,${at % 3 ? 'no' : 'offen'}`)
    const { id } = await fileImports.uploadText(team, pilot.id, `id,arm,date,Second visit\n${rows.join('\n')}\n`, 'export')
    const [logger, reader] = [await readings.see(team, pilot.id, id), await readings.see(viewer, pilot.id, id)]
    const untold = { rows: 100, good: null, faultyRows: null, faultCount: null, counts: null, repeats: null }
    expect(logger.checked).toMatchObject({ ...untold, faults: [{ cell: 'offen', rows: null }] })
    expect(reader.checked).toMatchObject({ ...untold, faults: [], preview: [] })
    expect(JSON.stringify(reader.checked)).not.toMatch(/offen|c1/)
  })
})
