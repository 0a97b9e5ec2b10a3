import type { Express } from 'express'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { signedInAs } from '../support/given/accounts'
import { givenFinding } from '../support/given/findings'
import { givenPilot } from '../support/given/pilots'
import { givenLockedPlan } from '../support/given/plans'
import { givenMeasuredPilot, givenSummary, readingUseCases } from '../support/given/readings'
import type { PilotState } from '../../server/pilots/pilot.entity'

describe('the overview of a pilot', () => {
  const database = givenDatabase()
  let app: Express

  beforeAll(() => {
    app = testApp(database)
  })

  it.each([
    ['proposed', 'What the selection asks for'],
    ['approved', 'What the launch asks for'],
    ['running', 'What concluding asks for'],
    ['concluded', 'What the decision asks for'],
    ['scaling', 'What confirming asks for'],
  ] as const satisfies readonly (readonly [PilotState, string])[])('of one that is %s lists %s', async (state, heading) => {
    const { pilot, parents } = await givenPilot(database, { state })
    const { text, status } = await (await signedInAs(app, parents.people.viewer)).get(`/pilots/${pilot.id}`)
    expect(status).toBe(200)
    expect(text).toContain(heading)
  })

  it('says which plan holds and how much was logged, never what it says', async () => {
    const { pilot, parents } = await givenLockedPlan(database, {})
    const { text } = await (await signedInAs(app, parents.people.owner)).get(`/pilots/${pilot.id}`)
    expect(text).toMatch(/locked \d+ \w+ \d{4}, [0-9a-f]{4}…[0-9a-f]{2}/)
  })

  it('says at gate, overview and decision where the plan asks for another effect than was proposed', async () => {
    const approved = await givenMeasuredPilot(database, { state: 'approved', plan: { smallestEffect: 0.06 } })
    const { sponsor, owner } = approved.parents.people
    const said = 'The proposal called 3 percentage points the smallest effect that matters; the plan in force says 6 percentage points'
    const atGate = await signedInAs(app, owner)
    for (const path of ['gates/launch', 'plan']) expect((await atGate.get(`/pilots/${approved.pilot.id}/${path}`)).text).toContain(said)
    expect((await atGate.get(`/pilots/${approved.pilot.id}`)).text).toContain('proposed 3 percentage points, in the plan 6 percentage points, which counts<')
    const open = await givenMeasuredPilot(database, { state: 'approved', isLocked: false, plan: { smallestEffect: 0.06 }, parents: approved.parents })
    expect((await atGate.get(`/pilots/${open.pilot.id}`)).text).toContain('in the plan 6 percentage points, which counts once it is locked')
    expect((await atGate.get(`/pilots/${open.pilot.id}/plan`)).text).toContain('The proposal calls 3 percentage points the smallest effect that matters, the plan 6 percentage points')
    const unstated = await givenMeasuredPilot(database, { state: 'approved', plan: { smallestEffect: 0.06 }, parents: approved.parents, pilot: { smallestEffect: null } })
    for (const path of ['', '/plan', '/gates/launch']) {
      expect((await atGate.get(`/pilots/${unstated.pilot.id}${path}`)).text).not.toMatch(/The proposal calls|proposed 3/)
    }

    const { pilot } = await givenFinding(database, { parents: approved.parents, plan: { smallestEffect: 0.06 } })
    const { text } = await (await signedInAs(app, sponsor)).get(`/pilots/${pilot.id}/decision`)
    expect(text).toContain('6 percentage points<span class="cell-more">as the plan has it, which counts; proposed was 3 percentage points</span>')
  })

  it('counts the units behind a typed summary, not its lines', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const lines = [{ arm: 'control', period: 'outcome', n: 2380, successes: 600 }, { arm: 'treatment', period: 'outcome', n: 2400, successes: 500 }] as const
    await givenSummary(readingUseCases(database), parents.people.team, pilot.id, metric.id, lines)
    const { text } = await (await signedInAs(app, parents.people.owner)).get(`/pilots/${pilot.id}`)
    expect(text).toContain('4,780 units in 1 import')
  })
})
