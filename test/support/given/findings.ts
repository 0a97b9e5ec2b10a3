import { NO_ENTRY } from '../../../server/audit/lateEntry'
import type { Clock } from '../../../server/platform/clock'
import type { Database } from '../../../server/platform/database/database'
import type { Finding } from '../../../server/findings/finding.entity'
import { FindingService } from '../../../server/findings/finding.service'
import { givenMeasuredPilot, givenSummary, readingUseCases, type GivenMeasuredPilot } from './readings'

/** The moment at which findings of tests are worked out: after the conclusion that `givenPilot` tells of. */
export const COMPUTED_AT = new Date('2026-11-13T15:00:00Z')
export const COMPUTING_CLOCK: Clock = { now: () => COMPUTED_AT }

export const findingService = (database: Database, clock: Clock = COMPUTING_CLOCK): FindingService => new FindingService(database, clock, () => Promise.resolve(NO_ENTRY))

/** A concluded pilot with a final finding: the before/after of second visits, which works on evidence 2, unless changed. */
export async function givenFinding(
  database: Database,
  { control = null, changed = [287, 1544], baseline = [412, 1630], ...changes }: {
    /** Successes and n; given, the pilot is randomised and has no baseline. */
    control?: readonly [number, number] | null
    changed?: readonly [number, number]
    baseline?: readonly [number, number]
  } & Parameters<typeof givenMeasuredPilot>[1] = {},
): Promise<GivenMeasuredPilot & { readonly findings: Finding[] }> {
  const given = await givenMeasuredPilot(database, {
    state: 'concluded',
    ...changes,
    plan: { design: control ? 'randomised' : 'beforeAfter', ...changes.plan },
  })
  const { owner } = given.parents.people
  const line = (arm: 'control' | 'treatment', period: 'baseline' | 'outcome', [successes, n]: readonly [number, number]) => ({ arm, period, successes, n })
  const reference = control ? line('control', 'outcome', control) : line('treatment', 'baseline', baseline)
  await givenSummary(readingUseCases(database), owner, given.pilot.id, given.metric.id, [reference, line('treatment', 'outcome', changed)])
  const findings = given.pilot.state === 'concluded' ? await findingService(database).run(owner, given.pilot.id) : []
  return { ...given, findings }
}
