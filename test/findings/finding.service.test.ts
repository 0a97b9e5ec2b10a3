import { AuditStore } from '../../server/audit/audit.store'
import { NO_ENTRY } from '../../server/audit/lateEntry'
import { FindingService } from '../../server/findings/finding.service'
import { FindingStore } from '../../server/findings/finding.store'
import type { PilotState } from '../../server/pilots/pilot.entity'
import { ReadingCell } from '../../server/readings/readingCell.entity'
import { ReadingCellStore } from '../../server/readings/readingCell.store'
import { givenDatabase } from '../support/database'
import { COMPUTING_CLOCK, findingService, givenFinding } from '../support/given/findings'
import { givenMeasuredPilot, givenSummary, readingUseCases } from '../support/given/readings'
import { othersWrite } from '../support/othersWrite'

const database = givenDatabase()
const service = findingService(database)
const readings = readingUseCases(database, { readingsChanged: async (tx, actor, pilotId) => (await service.compute(tx, actor, pilotId)).tell() })

describe('a finding', () => {
  it('of the before/after pilot works, on evidence 2, and fires extend', async () => {
    const { findings: [finding] } = await givenFinding(database)
    expect(finding).toMatchObject({
      number: 1, role: 'primary', method: 'miettinenNurminenDifference', verdict: 'works', evidenceLevel: 2, firedAction: 'extend',
      isFinal: true, notEstimable: null, result: { reference: { n: 1630, successes: 412 }, changed: { n: 1544, successes: 287 } },
    })
    expect(finding?.inputsDigest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('of the published test gives the reference result to the last digit asked for', async () => {
    const { findings: [made] } = await givenFinding(database, { control: [8502, 44700], changed: [8279, 45489], plan: { smallestEffect: 0.01 } })
    expect(made?.intervalLower).toBeCloseTo(-0.0132823, 7)
    expect(made?.intervalUpper).toBeCloseTo(-0.0031214, 7)
    expect(made?.pValue).toBeCloseTo(0.00155434, 8)
  })

  it('is made once from the same inputs, and anew when they change', async () => {
    const { pilot, parents, metric, findings: [first] } = await givenFinding(database)
    const { owner } = parents.people
    const [again] = await service.run(owner, pilot.id)
    expect(again?.id).toBe(first?.id)
    const added = await givenSummary(readings, owner, pilot.id, metric.id, [{ arm: 'treatment', period: 'outcome', n: 100, successes: 60 }])
    const second = await database.read(tx => new FindingStore(tx).primary(pilot.id))
    expect(second).toMatchObject({ number: 2, result: { changed: { n: 1644, successes: 347 } } })
    await readings.importUndo.undo(owner, pilot.id, added.id, { reason: 'typed twice' })
    const third = await database.read(tx => new FindingStore(tx).primary(pilot.id))
    expect(third).toMatchObject({ number: 3, estimate: first?.estimate })
    expect(await service.all(owner, pilot.id)).toHaveLength(3)
    const entries = await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 20 }))
    expect(entries.filter(({ action }) => action === 'finding.computed')).toHaveLength(3)
  })

  it('and all that follows from it is worked out before it locks the log of its program', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { state: 'concluded' })
    await givenSummary(readingUseCases(database), parents.people.owner, pilot.id, metric.id, [{ arm: 'treatment', period: 'outcome', n: 100, successes: 60 }])
    const following = async () => {
      await database.write(tx => othersWrite(tx, pilot.programId))
      return NO_ENTRY
    }
    await new FindingService(database, COMPUTING_CLOCK, following).run(parents.people.owner, pilot.id)
    const entries = await database.read(tx => new AuditStore(tx).ofChain(pilot.programId, { limit: 2 }))
    expect(entries.map(({ action }) => action)).toEqual(['finding.computed', 'program.edited'])
  })

  it('follows the share delivered', async () => {
    const { pilot, parents } = await givenFinding(database)
    await readings.delivery.record(parents.people.team, pilot.id, { share: 0.3, source: 'call log, counted again', replaces: pilot.shareDelivered })
    const finding = await database.read(tx => new FindingStore(tx).primary(pilot.id))
    expect(finding).toMatchObject({ verdict: 'notDelivered', evidenceLevel: 1, firedAction: 'adapt' })
    expect(finding?.sentence).toMatch(/^It was not delivered\./)
  })

  it('without data is a sentence, not a number', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state: 'concluded' })
    const [finding] = await service.run(parents.people.owner, pilot.id)
    expect(finding).toMatchObject({ estimate: null, pValue: null, notEstimable: 'There are no readings yet.', verdict: 'dontKnow', firedAction: 'extend', working: null })
  })

  it.each([
    ['too large to be summed', [1e308, -1e308, 1e308], 'A number is missing, not a number, or too large to compute with.'],
    ['too large to be compared', [1e308, 1e308, -1e308], 'The values do not vary, so there is nothing to measure a difference against.'],
  ])('of readings %s is a sentence, and keeps nobody from concluding', async (_how, [one = 0, other = 0, control = 0], sentence) => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { metric: 'mean', state: 'concluded' })
    const { owner } = parents.people
    const { id } = await givenSummary(readingUseCases(database), owner, pilot.id, metric.id, [{ arm: 'treatment', period: 'outcome', n: 9, mean: 1, standardDeviation: 1 }])
    await database.write(async tx => {
      // such cells could be kept before there was a bound
      await tx.delete(ReadingCell, { importId: id })
      const cell = { metricId: metric.id, period: 'outcome', day: null, n: 9, m2: 8, exposure: null } as const
      await new ReadingCellStore(tx).add(id, [
        { ...cell, arm: 'treatment', cluster: 'a', mean: one },
        { ...cell, arm: 'treatment', cluster: 'b', mean: other },
        { ...cell, arm: 'control', cluster: 'a', mean: control },
      ])
    })
    const [finding] = await service.run(owner, pilot.id)
    expect(finding).toMatchObject({ estimate: null, verdict: 'dontKnow', notEstimable: sentence })
  })

  it.each<PilotState>(['approved', 'running'])('is not to be had while the pilot is %s, by any door', async state => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state })
    for (const person of [parents.people.owner, parents.people.lead]) {
      await expect(service.run(person, pilot.id)).rejects.toThrow(/Results appear when/)
      await expect(service.all(person, pilot.id)).rejects.toThrow(/Results appear when/)
      expect(await service.see(person, pilot.id)).toMatchObject({ hidden: expect.stringMatching(/Results appear when/) as string, findings: [] })
    }
  })

  it('is read by all members, run by the hands of the pilot, unknown to strangers', async () => {
    const { pilot, parents } = await givenFinding(database)
    const { viewer, sponsor, stranger } = parents.people
    expect((await service.see(viewer, pilot.id)).findings).toHaveLength(1)
    await expect(service.run(sponsor, pilot.id)).rejects.toThrow('Your role')
    await expect(service.see(stranger, pilot.id)).rejects.toThrow('There is no such page')
  })
})
