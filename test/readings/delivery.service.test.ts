import { AuditStore } from '../../server/audit/audit.store'
import { givenDatabase } from '../support/database'
import { givenMeasuredPilot, readingUseCases } from '../support/given/readings'

const database = givenDatabase()
const { delivery, readings } = readingUseCases(database)

describe('the share delivered', () => {
  it('is kept with its source', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    await delivery.record(parents.people.team, pilot.id, { share: 0.92, source: 'call log', replaces: null })
    expect((await readings.ofPilot(parents.people.lead, pilot.id)).pilot).toMatchObject({ shareDelivered: 0.92, shareDeliveredSource: 'call log' })
    await expect(delivery.record(parents.people.lead, pilot.id, { share: 1, source: 'x', replaces: 0.92 })).rejects.toThrow('Your role')
  })

  it('is recorded once where it is sent twice', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team } = parents.people
    const sent = { share: 0.92, source: 'call log', replaces: null }
    await delivery.record(team, pilot.id, sent)
    await delivery.record(team, pilot.id, sent)
    const logged = async () => (await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 10 }))).map(({ details }) => details)
    expect(await logged()).toEqual([{ share: 0.92, source: 'call log', before: null }])
    await expect(delivery.record(team, pilot.id, { ...sent, source: 'shift plan' })).rejects.toThrow('Somebody else changed')
    expect(await logged()).toHaveLength(1)
  })

  it('is replaced by whoever has seen it alone', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const { team, owner } = parents.people
    await delivery.record(team, pilot.id, { share: 0.92, source: 'call log', replaces: null })
    const late = delivery.record(owner, pilot.id, { share: 0.7, source: 'shift plan', replaces: null })
    await expect(late).rejects.toThrow('Somebody else changed this share delivered')
    await expect(late).rejects.toMatchObject({ details: ['Share delivered: now “92%”; yours: “70%”.', 'How do you know: now “call log”; yours: “shift plan”.'] })
    expect((await readings.ofPilot(owner, pilot.id)).pilot.shareDelivered).toBe(0.92)
    await delivery.record(owner, pilot.id, { share: 0.7, source: 'shift plan', replaces: 0.92 })
    expect((await readings.ofPilot(owner, pilot.id)).pilot.shareDelivered).toBe(0.7)
  })
})
