import { JourneyService } from '../../server/journeys/journey.service'
import { answersOf } from '../../server/journeys/journey.rules'
import type { JourneyAtVersion } from '../../server/journeys/journey.store'
import { Conflict, Forbidden, Invalid, Missing } from '../../server/platform/errors'
import { givenDatabase } from '../support/database'
import { aJourney, givenJourney } from '../support/given/journeys'
import { givenPerson, givenProgram, LAST_MONDAY, peopleOf, type GivenProgram } from '../support/given/programs'

describe('journeys', () => {
  const database = givenDatabase()
  const journeys = new JourneyService(database, LAST_MONDAY)
  let program: GivenProgram
  let journey: JourneyAtVersion

  beforeAll(async () => {
    program = await givenProgram(database)
    journey = await givenJourney(database, program)
  })

  const answers = (changes: object = {}) => ({
    ...aJourney({ ownerId: program.lead.accountId }, program.departments),
    ...answersOf(journey),
    version: journey.version,
    ...changes,
  })

  it('are drawn as they were answered', () => {
    expect(journey).toMatchObject({ name: 'Onboarding', version: 1, ownerName: 'Lea Lead', changedBy: 'Lea Lead' })
    expect(journey.stages.map(({ name }) => name)).toEqual(['Order', 'Install', 'First use', 'First bill'])
    expect(journey.handoffs[1]).toMatchObject({ shareLost: 0.31, shareLostSample: 1630, waitHours: 72 })
  })

  it('are saved as one more version, and the earlier one stays', async () => {
    const lea = program.lead
    const before = await givenJourney(database, program, { name: 'Renewal' })
    const { stages, handoffs } = answersOf(before)
    const fewer = { ...answers(), name: 'Renewal', version: 1, stages: stages.slice(1), handoffs: handoffs.slice(1) }
    const after = await journeys.revise(lea, program.id, before.id, fewer)
    expect(after).toMatchObject({ version: 2, latestVersion: 2 })
    expect(after.stages.map(({ key }) => key)).toEqual(before.stages.slice(1).map(({ key }) => key))
    const { journey: old, versions } = await journeys.find(lea, program.id, before.id, 1)
    expect(old.stages).toEqual(before.stages)
    expect(old.handoffs).toEqual(before.handoffs)
    expect(versions.map(({ number }) => number)).toEqual([2, 1])
  })

  it('make no version where nothing changed', async () => {
    const same = await journeys.revise(program.lead, program.id, journey.id, answers())
    expect(same.version).toBe(1)
  })

  it('refuse an edit of an older version, saying what differs', async () => {
    const other = await givenJourney(database, program, { name: 'Returns' })
    const typed = { ...answers(answersOf(other)), name: 'Returns', version: 1 }
    await journeys.revise(program.lead, program.id, other.id, { ...typed, goal: 'Money back in a week' })
    const late = journeys.revise(program.lead, program.id, other.id, { ...typed, goal: 'Money back in a day' })
    await expect(late).rejects.toThrow(Conflict)
    await expect(late).rejects.toMatchObject({
      details: ['Goal: now “Money back in a week”; yours: “Money back in a day”.'],
    })
  })

  it('let one of two edits at the same time through', async () => {
    const other = await givenJourney(database, program, { name: 'Moving house' })
    const typed = { ...answers(answersOf(other)), name: 'Moving house', version: 1 }
    const both = await Promise.allSettled(
      ['First', 'Second'].map(goal => journeys.revise(program.lead, program.id, other.id, { ...typed, goal })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('have names of their own', async () => {
    await expect(journeys.create(program.lead, program.id, aJourney())).rejects.toMatchObject({ fields: { name: expect.any(String) as string } })
  })

  it('are owned by a member, and name departments of the program', async () => {
    const stranger = await givenPerson(database)
    const outside = await givenProgram(database)
    await expect(
      journeys.revise(program.lead, program.id, journey.id, answers({ ownerId: stranger.accountId, goal: 'Else' })),
    ).rejects.toMatchObject({ fields: { ownerId: expect.any(String) as string } })
    const theirs = answers().stages.map(stage => ({ ...stage, departmentId: outside.departments.sales }))
    await expect(journeys.revise(program.lead, program.id, journey.id, answers({ stages: theirs }))).rejects.toThrow(Invalid)
  })

  it('are found in their own program alone', async () => {
    const outside = await givenProgram(database)
    await expect(journeys.find(outside.lead, outside.id, journey.id)).rejects.toThrow(Missing)
    await expect(journeys.find(outside.lead, program.id, journey.id)).rejects.toThrow(Missing)
    await expect(journeys.find(program.lead, program.id, journey.id, 99)).rejects.toThrow(Missing)
  })

  it('are read by every member and changed by leads alone', async () => {
    for (const [role, person] of peopleOf(program)) {
      await expect(journeys.find(person, program.id, journey.id)).resolves.toBeDefined()
      const edit = journeys.revise(person, program.id, journey.id, answers())
      await (role === 'lead' ? expect(edit).resolves.toBeDefined() : expect(edit).rejects.toThrow(Forbidden))
    }
  })

  it('are listed with how much there is in them', async () => {
    const { journeys: rows } = await journeys.ofProgram(program.viewer, program.id)
    expect(rows.find(({ id }) => id === journey.id)).toMatchObject({ stages: 4, departments: 2, pilots: 0, ownerName: 'Lea Lead', version: 1 })
  })
})
