import { createHash } from 'node:crypto'
import { amendPlan } from '../../server/plans/amendPlan'
import { PilotActivityService } from '../../server/pilots/pilotActivity.service'
import { activityPage } from '../../server/pilots/pilotActivity.view'
import { PlanService } from '../../server/plans/plan.service'
import { planChangesInWords } from '../../server/plans/planDifferences'
import { PlanStore } from '../../server/plans/plan.store'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { ReadingImport } from '../../server/readings/readingImport.entity'
import { TestClock } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenPilot, givenPilotParents, type GivenPilot } from '../support/given/pilots'
import { aWrittenPlan, givenLockedPlan, givenPlan } from '../support/given/plans'

const database = givenDatabase()
const clock = new TestClock()
const plans = new PlanService(database, clock)
const customs = { locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin', now: new Date('2026-11-04') }
const reason = 'Fewer customers than expected.'

describe('writing a plan', () => {
  it('needs a primary metric', async () => {
    const { pilot, parents } = await givenPilot(database, { metricId: null })
    await expect(plans.revise(parents.people.owner, pilot.id, aWrittenPlan(), 0)).rejects.toThrow('primary metric')
  })

  it('keeps what was written, and counts versions', async () => {
    const { pilot, parents, plan } = await givenPlan(database)
    const again = await plans.revise(parents.people.team, pilot.id, aWrittenPlan({ plannedPerArm: 900 }), plan.version)
    expect([plan.version, again.version]).toEqual([1, 2])
    expect((await plans.ofPilot(parents.people.viewer, pilot.id)).plan).toMatchObject({ plannedPerArm: 900, version: 2 })
  })

  it('says what holds by now when somebody else was faster', async () => {
    const { pilot, parents } = await givenPlan(database)
    await expect(
      plans.revise(parents.people.lead, pilot.id, aWrittenPlan({ plannedPerArm: 900 }), 0),
    ).rejects.toMatchObject({ details: ['Units planned for each group: now 4,000; yours: 900.'] })
  })

  it('takes guardrails with their margin, from this program alone', async () => {
    const { pilot, parents } = await givenPilot(database)
    const other = await givenPilotParents(database)
    const guard = (metricId: string) => aWrittenPlan({ otherMetrics: [{ metricId, role: 'guardrail', margin: 0.2 }] })
    await expect(plans.revise(parents.people.owner, pilot.id, guard(other.metrics.mean.id), 0)).rejects.toMatchObject({
      fields: { 'otherMetrics.0.metricId': expect.stringContaining('of this program') as string },
    })
    await plans.revise(parents.people.owner, pilot.id, guard(parents.metrics.mean.id), 0)
    const { otherMetrics } = await plans.ofPilot(parents.people.owner, pilot.id)
    expect(otherMetrics).toEqual([expect.objectContaining({ name: 'Customer effort', role: 'guardrail', margin: 0.2 })])
  })

  it('lets only one of two writers make the plan', async () => {
    const { pilot, parents } = await givenPilot(database)
    const both = await Promise.allSettled([
      plans.revise(parents.people.owner, pilot.id, aWrittenPlan(), 0),
      plans.revise(parents.people.team, pilot.id, aWrittenPlan(), 0),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })
})

describe('a locked plan', () => {
  it('hashes to what is shown', async () => {
    const { pilot, parents, plan } = await givenLockedPlan(database)
    const file = await plans.canonical(parents.people.viewer, pilot.id, 0)
    expect(createHash('sha256').update(file.canonical).digest('hex')).toBe(plan.hash)
    expect(JSON.parse(file.canonical)).toMatchObject({ pilot: { id: pilot.id }, metrics: [{ role: 'primary' }] })
  })

  it('cannot be edited or locked again, whoever asks', async () => {
    const { pilot, parents, plan } = await givenLockedPlan(database)
    for (const person of [parents.people.lead, parents.people.owner, parents.people.team]) {
      await expect(plans.revise(person, pilot.id, aWrittenPlan(), plan.version)).rejects.toThrow('Amend it instead')
      await expect(plans.lock(person, pilot.id, plan.version)).rejects.toThrow('locked already')
    }
  })

  it('is the one that was read: a plan changed meanwhile is not locked', async () => {
    const { pilot, parents, plan } = await givenPlan(database)
    await plans.revise(parents.people.team, pilot.id, aWrittenPlan({ alpha: 0.01 }), plan.version)
    await expect(plans.lock(parents.people.owner, pilot.id, plan.version)).rejects.toThrow('Somebody changed this plan')
  })

  it('is locked once when two press the button', async () => {
    const { pilot, parents, plan } = await givenPlan(database)
    const both = await Promise.allSettled([
      plans.lock(parents.people.owner, pilot.id, plan.version),
      plans.lock(parents.people.lead, pilot.id, plan.version),
    ])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  it('keeps the words of its metric when the metric is renamed', async () => {
    const { pilot, parents } = await givenLockedPlan(database)
    await database.write(tx => tx.query('UPDATE metric SET name = $2 WHERE id = $1', [pilot.metricId, 'Renamed']))
    const inForce = await database.read(tx => new PlanStore(tx).inForce(pilot.id))
    expect(inForce?.content.metrics[0]?.name).toBe(parents.metrics.proportion.name)
  })

  it('comes before the first outcome reading', async () => {
    const given = await givenPlan(database)
    await outcomeOf(given)
    await expect(plans.lock(given.parents.people.owner, given.pilot.id, given.plan.version)).rejects.toThrow('Outcome readings')
  })
})

describe('an amendment', () => {
  it('holds from now on, and what held before stays', async () => {
    const { pilot, parents, plan } = await givenLockedPlan(database)
    const terms = { replaces: plan.hash ?? '', endsOn: '2026-12-03' }
    await plans.amend(parents.people.owner, pilot.id, aWrittenPlan({ plannedPerArm: 3000 }), { ...terms, reason })
    const inForce = await database.read(tx => new PlanStore(tx).inForce(pilot.id))
    expect(inForce).toMatchObject({
      content: { plannedPerArm: 3000, endsOn: '2026-12-03', amendment: { number: 1, reason, replaces: plan.hash } },
      amendments: 1,
      amendedAfterFirstOutcome: false,
    })
    expect((await plans.ofPilot(parents.people.viewer, pilot.id)).plan).toMatchObject({ plannedPerArm: 4000, hash: plan.hash })
    const [row] = await database.read(tx => tx.query<{ ends: string }[]>('SELECT ends_on::text AS ends FROM pilot WHERE id = $1', [pilot.id]))
    expect(row?.ends).toBe('2026-12-03')
  })

  it('is marked when an outcome reading has been seen, even if it was undone', async () => {
    const given = await givenLockedPlan(database)
    await outcomeOf(given, 'undone')
    const actor = given.parents.people.owner
    await database.write(tx => amendPlan(tx, { actor, pilotId: given.pilot.id, reason, at: clock.now(), changes: { alpha: 0.01 } }))
    expect(await database.read(tx => new PlanStore(tx).inForce(given.pilot.id))).toMatchObject({ amendedAfterFirstOutcome: true })
  })

  it('starts from the plan that its writer has seen', async () => {
    const { pilot, parents, plan } = await givenLockedPlan(database)
    const amendment = { reason, replaces: plan.hash ?? '', endsOn: pilot.endsOn }
    await plans.amend(parents.people.owner, pilot.id, aWrittenPlan({ plannedPerArm: 3000 }), amendment)
    await expect(plans.amend(parents.people.lead, pilot.id, aWrittenPlan({ alpha: 0.01 }), amendment)).rejects.toThrow('Somebody changed')
  })

  it('leaves the end where it is once the pilot runs', async () => {
    const given = await givenLockedPlan(database)
    const { pilot, parents, plan } = given
    await database.write(tx => tx.query("UPDATE pilot SET state = 'running', launched_at = now() WHERE id = $1", [pilot.id]))
    const terms = { reason, replaces: plan.hash ?? '' }
    const earlier = plans.amend(parents.people.owner, pilot.id, aWrittenPlan({ plannedPerArm: 3000 }), { ...terms, endsOn: '2026-11-30' })
    await expect(earlier).rejects.toMatchObject({ fields: { endsOn: expect.stringContaining('Only the sponsor moves it') as string } })
    await plans.amend(parents.people.owner, pilot.id, aWrittenPlan({ plannedPerArm: 3000 }), { ...terms, endsOn: pilot.endsOn })
    expect(await database.read(tx => new PlanStore(tx).inForce(pilot.id))).toMatchObject({ content: { endsOn: pilot.endsOn, plannedPerArm: 3000 } })
  })

  it('is not the team’s to make once the result has been seen', async () => {
    const { pilot, parents, plan } = await givenLockedPlan(database)
    await database.write(tx => tx.query("UPDATE pilot SET state = 'concluded', concluded_at = now() WHERE id = $1", [pilot.id]))
    const late = { reason, replaces: plan.hash ?? '', endsOn: pilot.endsOn }
    for (const person of [parents.people.owner, parents.people.team, parents.people.lead]) {
      await expect(plans.amend(person, pilot.id, aWrittenPlan({ alpha: 0.2 }), late)).rejects.toThrow('The result has been seen')
    }
    expect(await database.read(tx => new PlanStore(tx).inForce(pilot.id))).toMatchObject({ amendments: 0, content: { alpha: 0.05 } })
  })

  it('is told on the activity page with what it changed, like every edit before it', async () => {
    const given = await givenPlan(database)
    const { pilot, plan, parents } = given
    const { owner } = parents.people
    const activity = new PilotActivityService(database, clock)
    const inWords = (action: string, details: unknown) => planChangesInWords(action, details, customs)
    const changes = async () => activityPage(await activity.page(owner, pilot.id, 1), inWords).items.map(item => ('changes' in item ? item.changes : []))
    await plans.revise(owner, pilot.id, aWrittenPlan({ plannedPerArm: 4500 }), plan.version)
    await plans.revise(owner, pilot.id, aWrittenPlan({ plannedPerArm: 4500 }), plan.version + 1)
    expect(await changes()).toEqual([[], ['Units planned for each group: 4,000 → 4,500'], []])
    const { hash } = await plans.lock(owner, pilot.id, plan.version + 2)
    await plans.amend(owner, pilot.id, aWrittenPlan({ plannedPerArm: 4500, alpha: 0.01 }), { reason, replaces: hash ?? '', endsOn: pilot.endsOn })
    expect((await changes())[0]).toEqual(['Significance level: 0.05 → 0.01'])
  })

  it('is told in the unit of the metric that each of its numbers was written for', async () => {
    const { pilot, parents, plan } = await givenPlan(database, { terms: { smallestEffect: 0.03 } })
    const { proportion, mean } = parents.metrics
    const changePrimary = () => database.write(tx => tx.query('UPDATE pilot SET metric_id = $2 WHERE id = $1', [pilot.id, mean.id]))
    const lastEntry = async () => {
      const [{ action, details } = { action: '', details: null }] = await database.read(tx =>
        tx.query<{ action: string; details: unknown }[]>(
          'SELECT action, details FROM audit_entry WHERE subject_id = $1 ORDER BY position DESC LIMIT 1',
          [pilot.id],
        ),
      )
      return planChangesInWords(action, details, customs)
    }
    await changePrimary()
    const { version } = await plans.revise(parents.people.owner, pilot.id, aWrittenPlan({ smallestEffect: 2, baselineValue: 9 }), plan.version)
    expect(await lastEntry()).toEqual([
      'Smallest effect that matters: 3 percentage points → 2 points of 7',
      'Expected value without the change: 19% → 9 points of 7',
      `Metrics: ${proportion.name} (primary) → none`,
      `Metrics: none → ${mean.name} (primary)`,
    ])
    await plans.revise(parents.people.owner, pilot.id, aWrittenPlan({ smallestEffect: 2, baselineValue: 9 }), version)
    expect(await lastEntry()).toEqual([])
  })

  it('is told in the audit log of the program with its hash', async () => {
    const { pilot, parents, plan } = await givenLockedPlan(database)
    await plans.amend(parents.people.owner, pilot.id, aWrittenPlan({ alpha: 0.01 }), { reason, replaces: plan.hash ?? '', endsOn: pilot.endsOn })
    const told = await database.read(tx =>
      tx.query<{ action: string; details: { hash?: string } }[]>(
        'SELECT action, details FROM audit_entry WHERE subject_id = $1 ORDER BY position',
        [pilot.id],
      ),
    )
    expect(told.map(({ action }) => action)).toEqual(['plan.written', 'plan.locked', 'plan.amended'])
    expect(told[1]?.details.hash).toBe(plan.hash)
  })
})

/** One outcome reading, as an import leaves it. */
async function outcomeOf({ pilot, parents }: GivenPilot, state: 'committed' | 'undone' = 'committed'): Promise<void> {
  await database.write(async tx => {
    const { id: importId } = await tx.save(
      ReadingImport,
      tx.create(ReadingImport, {
        pilotId: pilot.id,
        kind: 'summary',
        state,
        source: 'the service desk',
        checksum: `outcome of ${pilot.id}`,
        mapping: {},
        actorId: parents.people.owner.accountId,
        at: clock.now(),
      }),
    )
    const cell = { importId, metricId: parents.metrics.proportion.id, arm: 'control', period: 'outcome', n: 10, mean: 0.2, m2: 1.6 } as const
    await tx.save(ReadingCell, tx.create(ReadingCell, cell))
  })
}
