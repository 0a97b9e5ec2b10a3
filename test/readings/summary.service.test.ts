import { ReadingCell } from '../../server/readings/readingCell.entity'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, givenSummary, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
const useCases = readingUseCases(database)

const cellsOf = (importId: string) => database.read(tx => tx.find(ReadingCell, { where: { importId }, order: { arm: 'ASC', day: 'ASC' } }))

describe('a typed summary', () => {
  const LINES = [
    { arm: 'treatment', period: 'baseline', n: 1630, successes: 412 },
    { arm: 'treatment', period: 'outcome', n: 1544, successes: 287 },
  ] as const

  it('becomes cells with a source', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { plan: { design: 'beforeAfter' } })
    const done = await givenSummary(useCases, parents.people.team, pilot.id, metric.id, LINES)
    expect(done).toMatchObject({ kind: 'summary', state: 'committed', source: 'weekly report of the service desk' })
    const cells = await cellsOf(done.id)
    expect(cells).toHaveLength(2)
    expect(cells.find(({ period }) => period === 'baseline')).toMatchObject({ n: 1630, mean: 412 / 1630 })
    await expect(givenSummary(useCases, parents.people.team, pilot.id, metric.id, LINES)).rejects.toThrow('The same numbers were added')
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
    await expect(givenSummary(useCases, parents.people.team, pilot.id, metric.id, [line])).rejects.toMatchObject({ fields: { [field]: expect.any(String) as string } })
  })

  it('is refused of a day that is still to come', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const summary = { metric: metric.id, source: 'report', day: '2126-12-25', lines: [...LINES] }
    await expect(useCases.summaries.add(parents.people.team, pilot.id, summary as never)).rejects.toMatchObject({ fields: { day: expect.stringContaining('still to come') as string } })
  })

  it('of a mean keeps its spread', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { metric: 'mean' })
    const done = await givenSummary(useCases, parents.people.team, pilot.id, metric.id, [{ arm: 'control', period: 'outcome', n: 50, mean: 3.4, standardDeviation: 1.2 }])
    expect((await cellsOf(done.id))[0]).toMatchObject({ n: 50, mean: 3.4, m2: 49 * 1.2 ** 2 })
  })

  it('names each arm, period and site once', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const line = { arm: 'control', period: 'outcome', n: 10, successes: 1 } as const
    await expect(givenSummary(useCases, parents.people.team, pilot.id, metric.id, [line, line])).rejects.toMatchObject({ fields: { 'lines.1.site': expect.any(String) as string } })
  })
})
