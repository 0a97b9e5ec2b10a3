import type { Actor } from '../../server/access/actor'
import { Account } from '../../server/accounts/account.entity'
import { AuditStore } from '../../server/audit/audit.store'
import { AuditChain } from '../../server/audit/auditChain.entity'
import { Decision } from '../../server/governance/decision.entity'
import { Pilot } from '../../server/pilots/pilot.entity'
import { Program } from '../../server/programs/program.entity'
import { Reading } from '../../server/readings/reading.entity'
import { testServices } from '../support/app'
import { givenDatabase } from '../support/database'
import { anActor, givenAccount } from '../support/given/accounts'

/** Loading takes seconds even on a quiet machine; every test looks at the one that was loaded first. */
const PATIENCE_MS = 180_000

describe('the sample program', () => {
  const database = givenDatabase()

  const services = () => testServices(database)
  const person = async (name: string): Promise<Actor> =>
    anActor(await database.read(tx => tx.findOneByOrFail(Account, { name })))
  const pilotCalled = (title: string) => database.read(tx => tx.findOneByOrFail(Pilot, { title }))

  it('leaves nothing when its loading is interrupted', async () => {
    const stopping = new AbortController()
    let entries = 0
    const signal = Object.assign(stopping.signal, {
      throwIfAborted: () => {
        if ((entries += 1) > 40) throw new Error('stopped')
      },
    })
    await expect(services().sample.loadOnce({ signal })).rejects.toThrow('stopped')
    await expect(database.read(tx => tx.count(Program))).resolves.toBe(0)
    await expect(database.read(tx => tx.count(Account))).resolves.toBe(0)
    await expect(database.read(tx => tx.count(AuditChain))).resolves.toBe(0)
  }, PATIENCE_MS)

  it('is loaded once', async () => {
    await expect(services().sample.loadOnce()).resolves.toBe(true)
    await expect(services().sample.loadOnce()).resolves.toBe(false)
    await expect(database.read(tx => tx.count(Program))).resolves.toBe(1)
  }, PATIENCE_MS)

  it('shows the published Cookie Cats test: it harms, and the rule says stop', async () => {
    const { id } = await pilotCalled('Move the first gate later')
    const { findings, pilot } = await services().findings.see(await person('Amina Diallo'), id)
    const primary = findings.find(({ role }) => role === 'primary')
    expect(pilot.state).toBe('concluded')
    expect(primary).toMatchObject({ verdict: 'harms', firedAction: 'stop', evidenceLevel: 5 })
    expect(primary?.estimate).toBeCloseTo(8279 / 45489 - 8502 / 44700, 12)
    expect(primary?.intervalLower).toBeCloseTo(-0.0132823, 6)
    expect(primary?.intervalUpper).toBeCloseTo(-0.0031214, 6)
    expect(primary?.pValue).toBeCloseTo(0.00155434, 7)
    await expect(database.read(tx => tx.count(Reading))).resolves.toBe(2 * 90_189)
  })

  it('shows a before/after comparison that works and asks for more evidence, labelled as illustrative', async () => {
    const { id } = await pilotCalled('Warm handover from technician to support (illustrative)')
    const lead = await person('Amina Diallo')
    const { findings } = await services().findings.see(lead, id)
    expect(findings[0]).toMatchObject({ verdict: 'works', firedAction: 'extend', evidenceLevel: 2 })
    const { imports } = await services().readings.ofPilot(lead, id)
    for (const { source } of imports) expect(source).toMatch(/^Illustrative numbers/)
    const { lines } = await services().cases.ofPilot(lead, id)
    expect(lines.filter(({ financeStatus }) => financeStatus === 'proposed').length).toBeGreaterThan(0)
    expect(lines.filter(({ financeStatus }) => financeStatus !== 'proposed').length).toBeGreaterThan(0)
  })

  it('says in the title of every other pilot with a result that its numbers are illustrative', async () => {
    const pilots = await database.read(tx => tx.find(Pilot, { order: { title: 'ASC' } }))
    const withResult = pilots.filter(({ state }) => ['concluded', 'scaling', 'stopped'].includes(state)).map(({ title }) => title)
    expect(withResult.filter(title => !title.endsWith('(illustrative)'))).toEqual(['Move the first gate later'])
  })

  it('has a pilot in every state before sustained, and something at every gate', async () => {
    const pilots = await database.read(tx => tx.find(Pilot))
    const states = new Set(pilots.map(({ state, pausedAt }) => (pausedAt ? 'paused' : state)))
    expect(states).toEqual(new Set(['draft', 'proposed', 'approved', 'running', 'paused', 'concluded', 'scaling', 'stopped', 'withdrawn']))
    const decisions = await database.read(tx => tx.find(Decision))
    expect(decisions.map(({ choice, state }) => `${choice} ${state}`).sort()).toEqual(['adapt final', 'scale final', 'stop final'])
    const lead = await person('Amina Diallo')
    const gate = async (title: string, name: 'select' | 'launch') =>
      (await services().gates.see(lead, (await pilotCalled(title)).id, name)).view.criteria.filter(({ met }) => !met)
    await expect(gate('One number that knows the customer', 'select')).resolves.toEqual([])
    await expect(gate('Chat on the second page of the order', 'launch')).resolves.toEqual([])
  })

  it('was told in the order of time, in a log that is whole', async () => {
    for await (const { broken } of services().audit.check()) expect(broken).toBeNull()
    const { id } = await database.read(tx => tx.findOneByOrFail(Program, { isSample: true }))
    const entries = await database.read(tx => new AuditStore(tx).ofChain(id, { limit: 1_000 }))
    const times = entries.map(({ at }) => at.getTime())
    expect(times).toEqual(times.toSorted((one, other) => other - one))
  })

  it('lets each of its people in by a link', async () => {
    const guests = await services().sample.guests()
    expect(guests?.people.map(({ role }) => role)).toEqual([
      ...['Lead', 'Pilot owner', 'Team member', 'Sponsor', 'Second sponsor', 'Finance', 'Administrator'],
    ])
    for (const { url } of guests?.people ?? []) expect(url).toMatch(/\/link\?token=\S{20,}$/)
  })

  it('is removed by its lead alone, and what somebody made their own stays', async () => {
    const program = await database.read(tx => tx.findOneByOrFail(Program, { isSample: true }))
    await expect(services().sample.remove(await person('Ingrid Solberg'), program.id)).rejects.toThrow('Your role')
    const stranger = await givenAccount(database, { name: 'A stranger' })
    await expect(services().sample.remove(anActor(stranger), program.id)).rejects.toThrow('There is no such page')
    const kept = await person('Tomasz Zieliński')
    await database.write(tx => tx.update(Account, { id: kept.accountId }, { passwordHash: 'chosen' }))

    const removed = await services().sample.remove(await person('Amina Diallo'), program.id)
    expect(removed).toEqual({ program: program.name, accountsKept: 1, actorIsGone: true })
    for (const table of [Program, Pilot, Reading, Decision]) await expect(database.read(tx => tx.count(table))).resolves.toBe(0)
    const names = (await database.read(tx => tx.find(Account))).map(({ name }) => name)
    expect(names.sort()).toEqual(['A stranger', 'Tomasz Zieliński'])
  })

  it('does not come back, and the log of the installation says why', async () => {
    await expect(services().sample.loadOnce()).resolves.toBe(false)
    await expect(services().sample.guests()).resolves.toBeNull()
    await expect(services().sample.removeOnMachine()).rejects.toThrow('There is no sample program here.')
    const [entry] = await database.read(tx => new AuditStore(tx).inInstallation('sample', 'sample.removed'))
    expect(entry).toMatchObject({ actorName: 'Amina Diallo', details: { accountsGone: 12, chain: { length: expect.any(Number) } } })
    const chains = []
    for await (const chain of services().audit.check()) chains.push(chain)
    expect(chains).toEqual([expect.objectContaining({ programId: null, broken: null })])
  })
})
