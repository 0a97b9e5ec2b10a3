import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { AuditStore } from '../../server/audit/audit.store'
import { PilotInProgramStore } from '../../server/pilots/pilotInProgram.store'
import type { Transaction } from '../../server/platform/database/database'
import { Conflict } from '../../server/platform/errors'
import { amendPlan } from '../../server/plans/amendPlan'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { Reading } from '../../server/readings/reading.entity'
import { ReadingCellStore } from '../../server/readings/readingCell.store'
import { whereRepeated } from '../../server/readings/repeats.rules'
import { givenDatabase } from '../support/database'
import { LOGGED_AT, asPlanned, givenMeasuredPilot, givenRows, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
const useCases = readingUseCases(database)
const { fileImports, importUndo, readings } = useCases

const cellsOf = (importId: string) => database.read(tx => tx.find(ReadingCell, { where: { importId }, order: { arm: 'ASC', day: 'ASC' } }))

const ROWS = 'customer_id,arm,date,Second visit\nc1,control,2026-10-05,yes\nc2,control,2026-10-05,no\nc3,treatment,2026-10-05,no\nc4,treatment,2026-10-06,no\nc5,treatment,2026-10-06,\n'

describe('an import of rows', () => {
  it('goes from a file to moments per metric, arm, period and day', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const done = await givenRows(useCases, parents.people.team, pilot.id, ROWS)
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

  it('is in the log without the checksum of its rows, by which few of them are found again', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id, checksum } = await givenRows(useCases, parents.people.team, pilot.id, ROWS)
    const [entry] = await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 1 }))
    expect(entry).toMatchObject({ action: 'import.committed', details: { import: id, rows: 5, missing: 1, duplicates: 0 } })
    expect(JSON.stringify(entry)).not.toContain(checksum)
  })

  it('keeps its digits where the mean is huge beside the spread', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { metric: 'mean' })
    const values = Array.from({ length: 2000 }, (_, i) => 1e9 + (i % 10))
    const csv = `id,arm,effort\n${values.map((value, i) => `u${i},${i % 2 ? 'control' : 'treatment'},${value}`).join('\n')}\n`
    const done = await givenRows(useCases, parents.people.team, pilot.id, csv)
    const [control, treatment] = await cellsOf(done.id)
    expect(control).toMatchObject({ n: 1000, mean: 1e9 + 5 })
    expect(control?.m2).toBeCloseTo(8000, 6)
    expect(treatment?.m2).toBeCloseTo(8000, 6)
  })

  it.each([
    ['in any order', (values: number[]) => values],
    ['sorted by value', (values: number[]) => [...values].sort((one, other) => one - other)],
    ['sorted, after a thousand zeros in a group of their own', (values: number[]) => [...Array<number>(1000).fill(0), ...values.sort((one, other) => one - other)]],
  ])('keeps its digits however the file is sorted: %s', async (_order, ordered) => {
    const { pilot, parents } = await givenMeasuredPilot(database, { metric: 'mean' })
    const noise = Array.from({ length: 20_000 }, (_, i) => ((i * 7919) % 1024) / 1024) // exact in binary, also above 1e9
    const values = ordered(noise.map(more => 1e9 + more))
    const csv = `id,arm,effort\n${values.map((value, i) => `u${i},${value === 0 ? 'control' : 'treatment'},${value}`).join('\n')}\n`
    const done = await givenRows(useCases, parents.people.team, pilot.id, csv)
    const mean = noise.reduce((sum, more) => sum + more, 0) / noise.length
    const m2 = noise.reduce((sum, more) => sum + (more - mean) ** 2, 0)
    const cell = (await cellsOf(done.id)).find(({ arm }) => arm === 'treatment')
    expect(cell?.mean).toBeCloseTo(1e9 + mean, 6)
    expect(Math.abs((cell?.m2 ?? 0) / m2 - 1)).toBeLessThan(1e-11)
  })

  it('takes several value columns from one file', async () => {
    const given = await givenMeasuredPilot(database)
    const { pilot, parents } = await givenMeasuredPilot(database, {
      parents: given.parents,
      plan: { metrics: [asPlanned(given.parents.metrics.proportion), asPlanned(given.parents.metrics.mean, { role: 'secondary' })] },
    })
    const done = await givenRows(useCases, parents.people.team, pilot.id, 'id,arm,second_visit,customer_effort\n1,control,yes,3\n2,control,no,5\n3,treatment,no,NA\n4,treatment,no,2\n')
    const counts = await database.read(tx => new ReadingCellStore(tx).counts(pilot.id))
    expect(counts.map(({ arm, n }) => [arm, n])).toEqual(expect.arrayContaining([['control', 2], ['treatment', 2], ['control', 2], ['treatment', 1]]))
    expect(done.missingCount).toBe(1)
  })

  it('is all or nothing: one faulty row keeps the rest out, and is told with its line', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id, checked } = await fileImports.uploadText(parents.people.team, pilot.id, `${ROWS}c6,treatment,2026-10-07,perhaps\n=1+1,blue,2026-10-07,no\n`, 'export')
    expect(checked).toMatchObject({ rows: 7, good: 5, faultyRows: 2, faultCount: 2 })
    await expect(fileImports.commit(parents.people.team, pilot.id, id)).rejects.toMatchObject({
      message: 'Nothing was added: some rows cannot be read.',
      details: ['Line 7, Second visit “perhaps”: This is neither yes nor no. Say below what the word means.', 'Line 8, arm “blue”: Say below which group this word means.'],
    })
    expect(await cellsOf(id)).toEqual([])
    const out = new PassThrough()
    const written = text(out)
    await fileImports.writeFaults(parents.people.team, pilot.id, id, out)
    expect(await written).toBe('line,column,cell,reason\n7,Second visit,perhaps,This is neither yes nor no. Say below what the word means.\n8,arm,blue,Say below which group this word means.\n')
  })

  it('refuses values whose squares are endless, with their lines, and takes the smallest that there are', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { metric: 'mean' })
    const { team } = parents.people
    const rowsOf = (...values: string[]) => `id,arm,effort\n${values.map((value, i) => `u${i},control,${value}`).join('\n')}\n`
    const { id } = await fileImports.uploadText(team, pilot.id, rowsOf('1', '1e308', '-1e308'), 'an export', null, null)
    const told = (await readings.see(team, pilot.id, id)).checked?.faults
    expect(told).toMatchObject([
      { line: 3, column: 'effort', reason: 'This number is too large to be measured.' },
      { line: 4, column: 'effort', reason: 'This number is too large to be measured.' },
    ])
    await expect(fileImports.commit(team, pilot.id, id)).rejects.toBeInstanceOf(Conflict)
    const smallest = await givenRows(useCases, team, pilot.id, rowsOf('2e-162', '4e-162', '5e-324'))
    expect(await cellsOf(smallest.id)).toMatchObject([{ n: 3 }])
  })

  it.each([
    ['a NUL in the name of a column', 'id,arm,Second visit\u0000\n1,control,no\n'],
    ['an emoji that is cut in the name of a column', `id,arm,Second visit ${'👍'.repeat(60)}\n1,control,no\n`],
    ['a NUL in the word of a group', 'id,arm,Second visit\n1,contr\u0000ol,no\n2,treatment,no\n'],
    ['a NUL where a value belongs', 'id,arm,Second visit\n1,control,n\u0000o\n'],
    ['an emoji that is cut where a value belongs', `id,arm,Second visit\n1,control,${'👍'.repeat(60)}\n`],
  ])('is understood and can be looked at with %s', async (_what, csv) => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const { id } = await fileImports.uploadText(team, pilot.id, csv, 'an export')
    const { mapping, checked } = await readings.see(team, pilot.id, id)
    expect(JSON.stringify({ mapping, checked })).toContain('\ufffd')
  })

  it('makes its file of faults safe to open in a spreadsheet', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id } = await fileImports.uploadText(parents.people.team, pilot.id, 'id,arm,Second visit\n1,control,no\n2,treatment,=HYPERLINK("x")\n', 'export')
    const out = new PassThrough()
    const written = text(out)
    await fileImports.writeFaults(parents.people.team, pilot.id, id, out)
    expect(await written).toMatch(`'=HYPERLINK(`)
  })

  it('recognises the same file while it counts, and takes it again once undone', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const done = await givenRows(useCases, team, pilot.id, ROWS)
    await expect(givenRows(useCases, team, pilot.id, ROWS)).rejects.toThrow(/The same file was committed on 20 Oct 2026 by Ravi Menon/)
    await importUndo.undo(team, pilot.id, done.id, { reason: 'wrong week' })
    await expect(importUndo.undo(team, pilot.id, done.id, { reason: 'again' })).rejects.toThrow('undone already')
    expect((await givenRows(useCases, team, pilot.id, ROWS)).state).toBe('committed')
  })

  it('counts once when it is committed twice at the same time', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id } = await fileImports.uploadText(parents.people.team, pilot.id, ROWS, 'export')
    const answers = await Promise.allSettled([1, 2].map(() => fileImports.commit(parents.people.team, pilot.id, id)))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await cellsOf(id)).toHaveLength(3)
  })

  /** What `commit` answers when others do `meanwhile`, once the file is read and the pilot is waited for. */
  async function whileReading(pilotId: string, commits: () => Promise<unknown>[], meanwhile: (tx: Transaction) => Promise<unknown>) {
    const held = await database.write(async tx => {
      await new PilotInProgramStore(tx).findForUpdate(pilotId)
      const answers = Promise.allSettled(commits())
      const waiting = async (): Promise<number> => {
        const [row] = await tx.query<{ waiting: number }[]>('SELECT count(*)::integer AS waiting FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))')
        return row?.waiting ?? 0
      }
      while ((await waiting()) === 0) await setTimeout(20)
      await meanwhile(tx)
      return { answers }
    })
    return held.answers
  }

  it('is put away where it is refused as soon as it is sent, and kept where something of ours failed', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const failing = readingUseCases(database, { readingsChanged: () => Promise.reject(new Error('The results are out.')) })
    const stateOf = async (id: string) => (await readings.see(team, pilot.id, id)).listed.state
    const faulty = await fileImports.uploadText(team, pilot.id, `${ROWS}c6,blue,2026-10-07,no\n`, 'export')
    await expect(fileImports.addAtOnce(team, pilot.id, () => Promise.resolve(faulty))).rejects.toThrow('some rows cannot be read')
    expect(await stateOf(faulty.id)).toBe('discarded')

    const concluded = await givenMeasuredPilot(database, { state: 'concluded', parents })
    const sound = await failing.fileImports.uploadText(team, concluded.pilot.id, ROWS, 'export')
    await expect(failing.fileImports.addAtOnce(team, concluded.pilot.id, () => Promise.resolve(sound))).rejects.toThrow('The results are out.')
    expect((await readings.see(team, concluded.pilot.id, sound.id)).listed.state).toBe('uploaded')
    await failing.fileImports.discard(team, concluded.pilot.id, sound.id)

    const done = await givenRows(useCases, team, pilot.id, ROWS)
    await expect(fileImports.addAtOnce(team, pilot.id, () => Promise.resolve(done))).rejects.toThrow('This import was added already.')
    expect(await stateOf(done.id)).toBe('committed')
  })

  it('says why it does not count, although it cannot be put away', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const uploaded = await fileImports.uploadText(team, pilot.id, `${ROWS}c6,blue,2026-10-07,no\n`, 'export')
    const discard = jest.spyOn(fileImports, 'discard').mockRejectedValue(new Error('The disk is out.'))
    await expect(fileImports.addAtOnce(team, pilot.id, () => Promise.resolve(uploaded))).rejects.toThrow('some rows cannot be read')
    discard.mockRestore()
  })

  it('counts the same bytes once when two uploads of them are committed at the same time', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const ids = [await fileImports.uploadText(team, pilot.id, ROWS, 'one'), await fileImports.uploadText(team, pilot.id, ROWS, 'two')].map(({ id }) => id)
    const answers = await whileReading(pilot.id, () => ids.map(id => fileImports.commit(team, pilot.id, id)), () => setTimeout(200))
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = answers.find(({ status }) => status === 'rejected')
    expect(refused).toMatchObject({ reason: expect.any(Conflict) })
    expect(refused).toMatchObject({ reason: { message: expect.stringContaining('The same file was committed on 20 Oct 2026 by Ravi Menon') } })
  })

  it('is refused when the plan changes while the file is read', async () => {
    const given = await givenMeasuredPilot(database)
    const { parents } = given
    const both = [asPlanned(parents.metrics.proportion), asPlanned(parents.metrics.mean, { role: 'secondary' })]
    const { pilot } = await givenMeasuredPilot(database, { parents, plan: { metrics: both } })
    const { team, owner } = parents.people
    const { id } = await fileImports.uploadText(team, pilot.id, 'id,arm,second_visit,customer_effort\n1,control,yes,3\n2,treatment,no,4\n', 'export')
    const changes = { metrics: both.slice(0, 1) }
    const [answer] = await whileReading(
      pilot.id,
      () => [fileImports.commit(team, pilot.id, id)],
      tx => amendPlan(tx, { actor: owner, pilotId: pilot.id, reason: 'Effort is not asked any more.', at: LOGGED_AT, changes }),
    )
    expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(Conflict) })
    expect(answer).toMatchObject({ reason: { message: 'The plan was changed while the file was read. Look at both and try again.' } })
    expect(await cellsOf(id)).toEqual([])
  })

  it('counts units that come twice, in one file and across files', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const first = await givenRows(useCases, parents.people.team, pilot.id, 'id,arm,Second visit\n1,control,no\n1,control,no\n2,treatment,no\n')
    expect(first.duplicateCount).toBe(1)
    const second = await givenRows(useCases, parents.people.team, pilot.id, 'id,arm,Second visit\n2,treatment,yes\n3,control,yes\n')
    expect(second.duplicateCount).toBe(1)
  })

  it('counts a unit without any value as nobody, when it is understood and when it counts', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const csv = 'id,arm,Second visit\n1,control,no\n1,control,\n2,treatment,no\n'
    const { id, checked } = await fileImports.uploadText(parents.people.team, pilot.id, csv, 'export')
    expect(checked?.repeats?.rows).toBe(0)
    expect((await fileImports.commit(parents.people.team, pilot.id, id)).duplicateCount).toBe(0)
  })

  it('tells of dates that nobody expects: after the planned end, and in days to come', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { pilot: { endsOn: '2026-10-10' } }) // today is 20 October
    const { team } = parents.people
    const csv = 'id,arm,date,Second visit\n1,control,2026-10-10,no\n2,treatment,2026-10-11,no\n3,treatment,2026-10-20,no\n4,treatment,2027-10-05,no\n'
    const { id, checked } = await fileImports.uploadText(team, pilot.id, csv, 'export')
    expect(checked).toMatchObject({ afterEnd: { rows: 2, latest: '2026-10-20' }, inFuture: { rows: 1, latest: '2027-10-05' } })
    await fileImports.commit(team, pilot.id, id)
    expect((await readings.ofPilot(team, pilot.id)).counts).toMatchObject([{ n: 1, afterEnd: 0, inFuture: 0 }, { n: 3, afterEnd: 2, inFuture: 1 }])
  })

  it('tells each fault once where it is refused, with its column', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { id } = await fileImports.uploadText(parents.people.team, pilot.id, `${ROWS}c6,blue,2026-10-07,no\nc7,blue,2026-10-07,no\n`, 'export')
    await expect(fileImports.commit(parents.people.team, pilot.id, id)).rejects.toMatchObject({
      details: ['Line 7, arm “blue”: Say below which group this word means.'],
    })
  })

  it('names units that come twice: when the file is understood, on the receipt, and in the checks', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    await givenRows(useCases, team, pilot.id, 'id,arm,Second visit\n1,control,no\n')
    const csv = 'id,arm,Second visit\n1,control,no\n2,control,no\n2,treatment,no\n3,treatment,no\n3,treatment,no\n3,treatment,yes\n'
    const { id, checked } = await fileImports.uploadText(team, pilot.id, csv, 'export', null, 'visits.csv')
    expect(checked?.repeats?.rows).toBe(3)
    expect(checked?.repeats?.first.map(unit => whereRepeated(unit))).toEqual(['“2” on lines 3 and 4, in both groups', '“3” on 3 lines from 5 to 7'])
    const done = await fileImports.commit(team, pilot.id, id)
    expect(done.duplicateCount).toBe(4)
    expect(done.checked?.repeats?.first.map(unit => whereRepeated(unit))).toEqual([
      '“1” on line 2, and in an earlier import',
      '“2” on lines 3 and 4, in both groups',
      '“3” on 3 lines from 5 to 7',
    ])
    const seen = await readings.ofPilot(team, pilot.id)
    expect(seen).toMatchObject({ duplicates: 4, repeated: [{ unit: '1', fileName: 'visits.csv' }, { unit: '2' }, { unit: '3', rows: 3 }] })
    await importUndo.undo(team, pilot.id, id, { reason: 'wrong file' })
    expect(await readings.ofPilot(team, pilot.id)).toMatchObject({ duplicates: 0, repeated: [] })
  })

  it('tells of outcomes dated before the lock: when the file is understood, on the receipt, and in the counts', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database) // locked on 25 September
    const { team } = parents.people
    const csv = 'id,arm,phase,date,Second visit\n1,control,outcome,2026-09-24,no\n2,treatment,outcome,2026-09-20,no\n3,treatment,outcome,2026-09-25,no\n4,treatment,baseline,2026-09-01,no\n'
    const { id, checked } = await fileImports.uploadText(team, pilot.id, csv, 'export')
    expect(checked?.beforeLock).toEqual({ rows: 2, earliest: '2026-09-20' })
    await fileImports.commit(team, pilot.id, id)
    const early = [
      { arm: 'treatment', period: 'baseline', n: 1, beforeLock: 0 },
      { arm: 'control', period: 'outcome', n: 1, beforeLock: 1 },
      { arm: 'treatment', period: 'outcome', n: 2, beforeLock: 1 },
    ]
    expect((await readings.see(team, pilot.id, id)).counts).toMatchObject(early)
    expect((await readings.ofPilot(team, pilot.id)).counts).toMatchObject(early)
  })

  it('forgets its rows with the pilot', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const done = await givenRows(useCases, parents.people.team, pilot.id, ROWS)
    await database.write(tx => tx.query('DELETE FROM pilot WHERE id = $1', [pilot.id]))
    expect(await database.read(tx => tx.countBy(Reading, { importId: done.id }))).toBe(0)
  })

  it('refuses outcome rows of a pilot that is not launched, row by row', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state: 'approved', isLocked: false })
    const { checked } = await fileImports.uploadText(parents.people.team, pilot.id, 'id,arm,phase,Second visit\n1,control,baseline,no\n2,treatment,outcome,no\n', 'export')
    expect(checked?.faults).toMatchObject([{ line: 3, column: 'phase', reason: 'Outcome readings start when the pilot has been launched.' }])
  })

  it('is refused before the selection and after the decision', async () => {
    for (const [state, sentence] of [['proposed', /once the sponsor has selected/], ['stopped', /decision stands/]] as const) {
      const { pilot, parents } = await givenMeasuredPilot(database, { state })
      await expect(fileImports.uploadText(parents.people.team, pilot.id, ROWS, 'export')).rejects.toThrow(sentence)
    }
  })

  it('is for owner and team alone; a stranger learns nothing', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { lead, sponsor, viewer, stranger } = parents.people
    for (const person of [lead, sponsor, viewer]) {
      await expect(fileImports.uploadText(person, pilot.id, ROWS, 'export')).rejects.toThrow('Your role')
    }
    await expect(fileImports.uploadText(stranger, pilot.id, ROWS, 'export')).rejects.toThrow('There is no such page')
    await expect(readings.ofPilot(stranger, pilot.id)).rejects.toThrow('There is no such page')
  })

  it('tells whoever computes, once the pilot is concluded', async () => {
    const told: string[] = []
    const telling = readingUseCases(database, { readingsChanged: (_tx, _actor, id) => Promise.resolve(void told.push(id)) })
    const running = await givenMeasuredPilot(database)
    const concluded = await givenMeasuredPilot(database, { state: 'concluded' })
    for (const { pilot, parents } of [running, concluded]) await givenRows(telling, parents.people.team, pilot.id, ROWS)
    expect(told).toEqual([concluded.pilot.id])
  })
})
