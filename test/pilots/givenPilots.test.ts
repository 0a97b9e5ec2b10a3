import { PILOT_STATES, Pilot } from '../../server/pilots/pilot.entity'
import { GatePassage } from '../../server/pilots/gatePassage.entity'
import { spokenState } from '../../server/pilots/pilotLife.rules'
import { givenDatabase } from '../support/database'
import { givenPilot, givenPilotParents } from '../support/given/pilots'

describe('pilots given to other tests', () => {
  const database = givenDatabase()

  it.each([...PILOT_STATES, 'paused' as const])('stand in %s with the past that leads there', async state => {
    const { pilot } = await givenPilot(database, { state })
    const stored = await database.read(tx => tx.findOneByOrFail(Pilot, { id: pilot.id }))
    expect(spokenState(stored)).toBe(state)
    const passages = await database.read(tx =>
      tx.find(GatePassage, { where: { pilotId: pilot.id }, order: { at: 'ASC' } }),
    )
    expect(passages.at(-1)?.toState ?? 'draft').toBe(stored.state)
  })

  it('share parents where they are given', async () => {
    const parents = await givenPilotParents(database)
    const one = await givenPilot(database, { parents })
    const other = await givenPilot(database, { parents, state: 'running' })
    expect([one.pilot.number, other.pilot.number]).toEqual([1, 2])
    expect(other.pilot.programId).toBe(parents.program.id)
  })
})
