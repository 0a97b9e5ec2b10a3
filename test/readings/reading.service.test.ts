import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { Reading } from '../../server/readings/reading.entity'
import { AuditStore } from '../../server/audit/audit.store'
import { ReadingCellStore } from '../../server/readings/readingCell.store'
import { givenDatabase } from '../support/database'
import { asPlanned, givenMeasuredPilot, givenRows, givenSummary, readingService } from '../support/given/readings'

const database = givenDatabase()
const service = readingService(database)

const cellsOf = (importId: string) => database.read(tx => tx.find(ReadingCell, { where: { importId }, order: { arm: 'ASC', day: 'ASC' } }))

const ROWS = 'customer_id,arm,date,Second visit\nc1,control,2026-10-05,yes\nc2,control,2026-10-05,no\nc3,treatment,2026-10-05,no\nc4,treatment,2026-10-06,no\nc5,treatment,2026-10-06,\n'

describe('an import of rows', () => {
  it('goes from a file to moments per metric, arm, period and day', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const done = await givenRows(service, parents.people.team, pilot.id, ROWS)
    expect(done).toMatchObject({ state: 'committed', rowCount: 5, missingCount: 1, duplicateCount: 0 })
    expect(done.missingByCell).toEqual([{ metricId: metric.id, arm: 'treatment', period: 'outcome', missing: 1 }])
    expect(await cellsOf(done.id)).toMatchObject([
      { arm: 'control', period: 'outcome', day: '2026-10-05', cluster: null, n: 2, mean: 0.5, m2: 0.5 },
      { arm: 'treatment', period: 'outcome', day: '2026-10-05', n: 1, mean: 0, m2: 0 },
      { arm: 'treatment', period: 'outcome', day: '2026-10-06', n: 1, mean: 0, m2: 0 },
    ])
    const readings = await database.read(tx => tx.find(Reading, { where: { importId: done.id }, order: { line: 'ASC' } }))
    expect(readings.map(({ line, unit, value }) => [line, unit, value])).toEqual([[2, 'c1', 1], [3, 'c2', 0], [4, 'c3', 0], [5, 'c4', 0]])
  })

  it('keeps its digits where the mean is huge beside the spread', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { metric: 'mean' })
    const values = Array.from({ length: 2000 }, (_, i) => 1e9 + (i % 10))
    const csv = `id,arm,effort\n${values.map((value, i) => `u${i},${i % 2 ? 'control' : 'treatment'},${value}`).join('\n')}\n`
    const done = await givenRows(service, parents.people.team, pilot.id, csv)
    const [control, treatment] = await cellsOf(done.id)
    expect(control).toMatchObject({ n: 1000, mean: 1e9 + 5 })
    expect(control?.m2).toBeCloseTo(8000, 6)
    expect(treatment?.m2).toBeCloseTo(8000, 6)
  })

  it('takes several value columns from one file', async () => {
    const given = await givenMeasuredPilot(database)
    const { pilot, parents } = await givenMeasuredPilot(database, {
      parents: given.parents,
      plan: { metrics: [asPlanned(given.parents.metrics.proportion), asPlanned(given.parents.metrics.mean, { role: 'secondary' })] },
    })
    const done = await givenRows(service, parents.people.team, pilot.id, 'id,arm,second_visit,customer_effort\n1,control,yes,3\n2,control,no,5\n3,treatment,no,NA\n4,treatment,no,2\n')
    const counts = await database.read(tx => new ReadingCellStore(tx).counts(pilot.id))
    expect(counts.map(({ arm, n }) => [arm, n])).toEqual(expect.arrayContaining([['control', 2], ['treatment', 2], ['control', 2], ['treatment', 1]]))
    expect(done.missingCount).toBe(1)
  })

  it('is all or nothing: one faulty row keeps the rest out, and is told with its line', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id, checked } = await service.uploadText(parents.people.team, pilot.id, `${ROWS}c6,treatment,2026-10-07,perhaps\n=1+1,blue,2026-10-07,no\n`, 'export')
    expect(checked).toMatchObject({ rows: 7, good: 5, faultyRows: 2, faultCount: 2 })
    await expect(service.commit(parents.people.team, pilot.id, id)).rejects.toMatchObject({
      message: 'Nothing was added: some rows cannot be read.',
      details: ['Line 7: This is neither yes nor no. Say below what the word means.', 'Line 8: Say below which group this word means.'],
    })
    expect(await cellsOf(id)).toEqual([])
    const out = new PassThrough()
    const written = text(out)
    await service.writeFaults(parents.people.team, pilot.id, id, out)
    expect(await written).toBe('line,column,cell,reason\n7,Second visit,perhaps,This is neither yes nor no. Say below what the word means.\n8,arm,blue,Say below which group this word means.\n')
  })

  it('makes its file of faults safe to open in a spreadsheet', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id } = await service.uploadText(parents.people.team, pilot.id, 'id,arm,Second visit\n1,control,no\n2,treatment,=HYPERLINK("x")\n', 'export')
    const out = new PassThrough()
    const written = text(out)
    await service.writeFaults(parents.people.team, pilot.id, id, out)
    expect(await written).toMatch(`'=HYPERLINK(`)
  })

  it('recognises the same file while it counts, and takes it again once undone', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const done = await givenRows(service, team, pilot.id, ROWS)
    await expect(givenRows(service, team, pilot.id, ROWS)).rejects.toThrow(/The same file was committed on 2026-10-20 by Ravi Menon/)
    await service.undo(team, pilot.id, done.id, { reason: 'wrong week' })
    await expect(service.undo(team, pilot.id, done.id, { reason: 'again' })).rejects.toThrow('undone already')
    expect((await givenRows(service, team, pilot.id, ROWS)).state).toBe('committed')
  })

  it('counts once when it is committed twice at the same time', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id } = await service.uploadText(parents.people.team, pilot.id, ROWS, 'export')
    const answers = await Promise.allSettled([1, 2].map(() => service.commit(parents.people.team, pilot.id, id)))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await cellsOf(id)).toHaveLength(3)
  })

  it('leaves its history when it is undone, and counts no more', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const done = await givenRows(service, parents.people.team, pilot.id, ROWS)
    await service.undo(parents.people.owner, pilot.id, done.id, { reason: 'the export was cut short' })
    const { counts, imports } = await service.ofPilot(parents.people.viewer, pilot.id)
    expect(counts).toEqual([])
    expect(imports).toMatchObject([{ state: 'undone', undoneBy: 'Jo Castillo', undoneBecause: 'the export was cut short', rowCount: 5 }])
    expect(await cellsOf(done.id)).toHaveLength(3)
    const entries = await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 10 }))
    expect(entries.map(({ action }) => action)).toEqual(['import.undone', 'import.committed'])
  })

  it('counts units that come twice, in one file and across files', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const first = await givenRows(service, parents.people.team, pilot.id, 'id,arm,Second visit\n1,control,no\n1,control,no\n2,treatment,no\n')
    expect(first.duplicateCount).toBe(1)
    const second = await givenRows(service, parents.people.team, pilot.id, 'id,arm,Second visit\n2,treatment,yes\n3,control,yes\n')
    expect(second.duplicateCount).toBe(1)
  })

  it('is checked over every import that counts, however many are listed', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const { team, viewer } = parents.people
    for (const unit of [1, 2, 3]) await givenRows(service, team, pilot.id, `id,arm,Second visit\n1,control,no\n${unit}9,treatment,\n`)
    const undone = await givenRows(service, team, pilot.id, 'id,arm,Second visit\n1,control,no\n49,treatment,\n')
    await service.undo(team, pilot.id, undone.id, { reason: 'wrong week' })
    const { missing, duplicates, imports } = await service.ofPilot(viewer, pilot.id, { limit: 1 })
    expect(imports).toHaveLength(1)
    expect(missing).toEqual([{ metricId: metric.id, arm: 'treatment', period: 'outcome', missing: 3 }])
    expect(duplicates).toBe(2)
  })

  it('forgets its rows with the pilot', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const done = await givenRows(service, parents.people.team, pilot.id, ROWS)
    await database.write(tx => tx.query('DELETE FROM pilot WHERE id = $1', [pilot.id]))
    expect(await database.read(tx => tx.countBy(Reading, { importId: done.id }))).toBe(0)
  })

  it('refuses outcome rows of a pilot that is not launched, row by row', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state: 'approved', isLocked: false })
    const { checked } = await service.uploadText(parents.people.team, pilot.id, 'id,arm,phase,Second visit\n1,control,baseline,no\n2,treatment,outcome,no\n', 'export')
    expect(checked?.faults).toMatchObject([{ line: 3, column: 'phase', reason: 'Outcome readings start when the pilot has been launched.' }])
  })

  it('is refused before the selection and after the decision', async () => {
    for (const [state, sentence] of [['proposed', /once the sponsor has selected/], ['stopped', /decision stands/]] as const) {
      const { pilot, parents } = await givenMeasuredPilot(database, { state })
      await expect(service.uploadText(parents.people.team, pilot.id, ROWS, 'export')).rejects.toThrow(sentence)
    }
  })

  it('is for owner and team alone; a stranger learns nothing', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { lead, sponsor, viewer, stranger } = parents.people
    for (const person of [lead, sponsor, viewer]) {
      await expect(service.uploadText(person, pilot.id, ROWS, 'export')).rejects.toThrow('Your role')
    }
    await expect(service.uploadText(stranger, pilot.id, ROWS, 'export')).rejects.toThrow('There is no such page')
    await expect(service.ofPilot(stranger, pilot.id)).rejects.toThrow('There is no such page')
  })

  it('tells whoever computes, once the pilot is concluded', async () => {
    const told: string[] = []
    const telling = readingService(database, { readingsChanged: (_tx, _actor, id) => Promise.resolve(void told.push(id)) })
    const running = await givenMeasuredPilot(database)
    const concluded = await givenMeasuredPilot(database, { state: 'concluded' })
    for (const { pilot, parents } of [running, concluded]) await givenRows(telling, parents.people.team, pilot.id, ROWS)
    expect(told).toEqual([concluded.pilot.id])
  })
})

describe('a typed summary', () => {
  const LINES = [
    { arm: 'treatment', period: 'baseline', n: 1630, successes: 412 },
    { arm: 'treatment', period: 'outcome', n: 1544, successes: 287 },
  ] as const

  it('becomes cells with a source', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { plan: { design: 'beforeAfter' } })
    const done = await givenSummary(service, parents.people.team, pilot.id, metric.id, LINES)
    expect(done).toMatchObject({ kind: 'summary', state: 'committed', source: 'weekly report of the service desk' })
    const cells = await cellsOf(done.id)
    expect(cells).toHaveLength(2)
    expect(cells.find(({ period }) => period === 'baseline')).toMatchObject({ n: 1630, mean: 412 / 1630 })
    await expect(givenSummary(service, parents.people.team, pilot.id, metric.id, LINES)).rejects.toThrow('The same numbers were added')
  })

  it.each([
    ['more successes than measured', { n: 10, successes: 11 }, 'lines.0.successes'],
    ['no successes', { n: 10 }, 'lines.0.successes'],
    ['no number measured', { successes: 3 }, 'lines.0.n'],
    ['a mean of a share', { n: 10, successes: 3, mean: 0.3 }, 'lines.0.mean'],
    ['nothing at all', {}, 'lines.0.n'],
  ])('is refused with %s', async (_what, numbers, field) => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const line = { arm: 'control', period: 'outcome', ...numbers } as const
    await expect(givenSummary(service, parents.people.team, pilot.id, metric.id, [line])).rejects.toMatchObject({ fields: { [field]: expect.any(String) as string } })
  })

  it('of a mean keeps its spread', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { metric: 'mean' })
    const done = await givenSummary(service, parents.people.team, pilot.id, metric.id, [{ arm: 'control', period: 'outcome', n: 50, mean: 3.4, standardDeviation: 1.2 }])
    expect((await cellsOf(done.id))[0]).toMatchObject({ n: 50, mean: 3.4, m2: 49 * 1.2 ** 2 })
  })

  it('names each arm, period and site once', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const line = { arm: 'control', period: 'outcome', n: 10, successes: 1 } as const
    await expect(givenSummary(service, parents.people.team, pilot.id, metric.id, [line, line])).rejects.toMatchObject({ fields: { 'lines.1.site': expect.any(String) as string } })
  })
})

describe('the share delivered', () => {
  it('is kept with its source', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    await service.recordDelivery(parents.people.team, pilot.id, { share: 0.92, source: 'call log' })
    expect((await service.ofPilot(parents.people.lead, pilot.id)).pilot).toMatchObject({ shareDelivered: 0.92, shareDeliveredSource: 'call log' })
    await expect(service.recordDelivery(parents.people.lead, pilot.id, { share: 1, source: 'x' })).rejects.toThrow('Your role')
  })
})
