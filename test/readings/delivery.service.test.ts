import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
const { delivery, readings } = readingUseCases(database)

describe('the share delivered', () => {
  it('is kept with its source', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    await delivery.record(parents.people.team, pilot.id, { share: 0.92, source: 'call log' })
    expect((await readings.ofPilot(parents.people.lead, pilot.id)).pilot).toMatchObject({ shareDelivered: 0.92, shareDeliveredSource: 'call log' })
    await expect(delivery.record(parents.people.lead, pilot.id, { share: 1, source: 'x' })).rejects.toThrow('Your role')
  })
})
