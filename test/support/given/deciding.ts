import type { Express } from 'express'
import type { Response } from 'supertest'
import { AuditStore } from '../../../server/audit/audit.store'
import type { CaseLine } from '../../../server/cases/caseLine.entity'
import type { Finding } from '../../../server/findings/finding.entity'
import { Decision } from '../../../server/governance/decision.entity'
import { Pilot } from '../../../server/pilots/pilot.entity'
import type { Database } from '../../../server/platform/database/database'
import { testApp, TestClock } from '../app'
import { signedInAs, type Visitor } from './accounts'
import { givenCase, givenConcluded, givenFinding } from './governance'
import { givenPilotParents, type GivenPilot, type Person, type PilotParents } from './pilots'

/** A concluded pilot with the finding that it is decided on. */
export type Decidable = GivenPilot & { readonly finding: Finding }

/** A program in which sponsors decide, for the tests around the call; the rest is called inside tests and hooks. */
export function givenDeciding(database: Database) {
  const clock = new TestClock(new Date('2026-11-20T12:00:00Z'))
  const made: { app?: Express; parents?: PilotParents } = {}
  const visitors = new Map<string, Promise<Visitor>>()

  beforeAll(async () => {
    made.app = testApp(database, { clock })
    made.parents = await givenPilotParents(database)
  })

  const ready = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The program is there inside tests and hooks only.')
    return part
  }

  /** Everybody signs in once. */
  const as = (person: Person): Promise<Visitor> => {
    const known = visitors.get(person.email) ?? signedInAs(ready(made.app), person)
    visitors.set(person.email, known)
    return known
  }

  /** A pilot that can be decided, with what it takes to scale unless told otherwise. */
  async function decidable({ lines = {}, withCase = true, within = ready(made.parents) }: { lines?: Partial<CaseLine>; withCase?: boolean; within?: PilotParents } = {}): Promise<Decidable> {
    const given = await givenConcluded(database, { parents: within })
    const finding = await givenFinding(database, given)
    if (withCase) await givenCase(database, given, lines)
    return { ...given, finding }
  }

  const answers = ({ pilot, finding }: Decidable, changes: object = {}) => ({
    choice: 'scale',
    reason: 'The effect is large and finance stands by it.',
    finding: finding.id,
    version: pilot.version,
    ...changes,
  })

  return {
    clock,
    as,
    decidable,
    answers,
    app: (): Express => ready(made.app),
    parents: (): PilotParents => ready(made.parents),
    decide: async (person: Person, given: Decidable, changes: object = {}): Promise<Response> =>
      (await as(person)).post(`/pilots/${given.pilot.id}/decision`, answers(given, changes)),
    stored: (id: string): Promise<Pilot> => database.read(tx => tx.findOneByOrFail(Pilot, { id })),
    decisions: (pilotId: string): Promise<Decision[]> =>
      database.read(tx => tx.find(Decision, { where: { pilotId }, order: { number: 'ASC' } })),
    audited: (id: string): Promise<string[]> =>
      database.read(async tx => (await new AuditStore(tx).ofSubject('pilot', id, { limit: 20 })).map(({ action }) => action)),
  }
}
