import type { Database } from '../../../server/platform/database/database'
import type { HandoffInput, JourneyInput, StageInput } from '../../../server/journeys/journey.input'
import { JourneyService } from '../../../server/journeys/journey.service'
import type { JourneyAtVersion } from '../../../server/journeys/journey.store'
import { LAST_MONDAY, type GivenProgram } from './programs'

export function aStage(changes: Partial<StageInput> = {}): StageInput {
  return { key: null, name: 'Order', customerGoal: 'Know when it starts', channel: 'Shop', departmentId: null, ...changes }
}

export function aHandoff(changes: Partial<HandoffInput> = {}): HandoffInput {
  return { informationItems: ['address'], percentLost: 5, sample: 400, waitHours: 2, ...changes }
}

/** Answers of the form for a journey of four stages; the handoff from Install to First use loses most. */
export function aJourney(changes: Partial<JourneyInput> = {}, departments: Partial<GivenProgram['departments']> = {}): JourneyInput {
  const { sales = null, support = null } = departments
  return {
    name: 'Onboarding',
    customerSegment: 'Home broadband customers',
    goal: 'Use the line at home without a second thought',
    ownerId: null,
    stages: [
      aStage({ name: 'Order', channel: 'Shop', departmentId: sales }),
      aStage({ name: 'Install', customerGoal: 'One visit is enough', channel: 'Visit', departmentId: support }),
      aStage({ name: 'First use', customerGoal: 'It works at once', channel: 'App', departmentId: support }),
      aStage({ name: 'First bill', customerGoal: 'No surprise', channel: 'Letter', departmentId: sales }),
    ],
    handoffs: [
      aHandoff({ informationItems: ['address', 'appointment'], percentLost: 5, sample: 4210, waitHours: 2 }),
      aHandoff({ informationItems: ['line test', 'open questions'], percentLost: 31, sample: 1630, waitHours: 72 }),
      aHandoff({ informationItems: [], percentLost: 4, sample: null, waitHours: null }),
    ],
    ...changes,
  }
}

/** Through the service: four stages of two departments with three handoffs, owned by the lead. */
export function givenJourney(
  database: Database,
  program: Pick<GivenProgram, 'id' | 'lead' | 'departments'>,
  changes: Partial<JourneyInput> = {},
): Promise<JourneyAtVersion> {
  const answers = aJourney({ ownerId: program.lead.accountId, ...changes }, program.departments)
  return new JourneyService(database, LAST_MONDAY).create(program.lead, program.id, answers)
}
