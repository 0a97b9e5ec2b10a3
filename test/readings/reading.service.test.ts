import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, givenRows, LOGGED_AT, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
// which import came first decides which of them repeats the other
let minutes = 0
const clock = { now: () => new Date(LOGGED_AT.getTime() + (minutes += 1) * 60_000) }
const useCases = readingUseCases(database, { clock })
const { importUndo, readings } = useCases

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
