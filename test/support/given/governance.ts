import { CaseLine } from '../../../server/cases/caseLine.entity'
import { Finding } from '../../../server/findings/finding.entity'
import { Plan } from '../../../server/plans/plan.entity'
import type { Database } from '../../../server/platform/database/database'
import { Pilot } from '../../../server/pilots/pilot.entity'
import { stampsOf, givenPilot, type GivenPilot, type PilotParents } from './pilots'
import { givenLockedPlan } from './plans'

/** A pilot that was planned, locked and run, and stands before its decision; its analysis has not been run. */
export async function givenConcluded(
  database: Database,
  { parents, ...changes }: Partial<Pilot> & { parents?: PilotParents } = {},
): Promise<GivenPilot> {
  const proposed = await givenPilot(database, { state: 'proposed', ...(parents && { parents }), ...changes })
  await givenLockedPlan(database, { pilot: proposed })
  const pilot = await database.write(async tx => {
    await tx.update(Pilot, { id: proposed.pilot.id }, stampsOf('concluded'))
    return tx.findOneByOrFail(Pilot, { id: proposed.pilot.id })
  })
  return { pilot, parents: proposed.parents }
}

/** A finding of the pilot's primary metric as an analysis after its conclusion leaves it. */
export async function givenFinding(
  database: Database,
  { pilot, parents }: GivenPilot,
  changes: Partial<Finding> = {},
): Promise<Finding> {
  return database.write(async tx => {
    const metricId = changes.metricId ?? pilot.metricId ?? parents.metrics.proportion.id
    const number = (await tx.countBy(Finding, { pilotId: pilot.id, metricId })) + 1
    const plan = await tx.findOneBy(Plan, { pilotId: pilot.id })
    const after = pilot.concludedAt ?? new Date()
    return tx.save(
      tx.create(Finding, {
        pilotId: pilot.id,
        metricId,
        number,
        role: 'primary',
        method: 'miettinenNurminenDifference',
        engineVersion: 'test-1',
        planHash: plan?.hash ?? 'none',
        inputs: {},
        inputsDigest: `${number}`,
        result: {},
        estimate: -0.067,
        standardError: 0.015,
        intervalLower: -0.096,
        intervalUpper: -0.038,
        pValue: 0.000004,
        verdict: 'works',
        evidenceLevel: 5,
        evidenceReasons: [{ kind: 'start', text: 'Randomised units.', cost: 0 }],
        firedRule: { row: 3, verdict: 'works', evidenceAtLeast: 3, action: 'scale' },
        firedAction: 'scale',
        sentence: 'It works. Second visits fell from 25.3% to 18.6%: 6.7 points fewer (3.8 to 9.6).',
        checks: [],
        working: null,
        isFinal: true,
        computedAt: new Date(after.getTime() + 3_600_000 * number),
        computedById: parents.people.owner.accountId,
        ...changes,
      }),
    )
  })
}

/** One benefit that finance accepted, one cost: enough to scale. */
export async function givenCase(
  database: Database,
  { pilot, parents }: GivenPilot,
  changes: Partial<CaseLine> = {},
): Promise<{ benefit: CaseLine; cost: CaseLine }> {
  return database.write(async tx => {
    const line = (position: number, own: Partial<CaseLine>) =>
      tx.save(
        tx.create(CaseLine, {
          pilotId: pilot.id,
          position,
          driver: 'entered',
          adoption: [],
          source: 'planning sheet of the service desk',
          ownerId: parents.people.owner.accountId,
          ...own,
        }),
      )
    const benefit = await line(1, {
      kind: 'benefit',
      name: 'Second visits saved',
      amountLowCents: 20_000_000,
      amountLikelyCents: 34_000_000,
      amountHighCents: 41_000_000,
      benefitClass: 'cashReleasing',
      financeStatus: 'accepted',
      financeReason: 'Checked against the dispatch budget.',
      financeById: parents.people.finance.accountId,
      financeAt: new Date('2026-11-14T09:00:00Z'),
      ...changes,
    })
    const cost = await line(2, {
      kind: 'runningCost',
      name: 'Callers',
      amountLowCents: 8_000_000,
      amountLikelyCents: 9_000_000,
      amountHighCents: 12_000_000,
    })
    return { benefit, cost }
  })
}
