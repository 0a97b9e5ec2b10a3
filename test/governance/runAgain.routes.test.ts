import request from 'supertest'
import { NO_ENTRY } from '../../server/audit/lateEntry'
import { GateService } from '../../server/governance/gate.service'
import { CaseLineInput, lineOf } from '../../server/cases/case.input'
import { AuditStore } from '../../server/audit/audit.store'
import { readInput } from '../../server/platform/http/readInput'
import { Pilot } from '../../server/pilots/pilot.entity'
import { givenAccessToken, signedInAs } from '../support/given/accounts'
import { aWrittenLine } from '../support/given/cases'
import { givenMeasuredPilot, givenSummary, type GivenMeasuredPilot } from '../support/given/readings'
import { othersWrite } from '../support/othersWrite'
import { givenProduct } from '../support/product'

/** A pilot that is concluded, extended, and concluded again, through the use cases of production. */
describe('a pilot that runs again', () => {
  const { database, clock, services, app, page, api } = givenProduct('2026-11-20T12:00:00Z')

  const versionOf = async (id: string): Promise<number> => (await database.read(tx => tx.findOneByOrFail(Pilot, { id }))).version

  async function concluded({ pilot, parents }: GivenMeasuredPilot): Promise<void> {
    const { owner, team } = parents.people
    await services.delivery.record(team, pilot.id, { share: 0.92, source: 'call log', replaces: null })
    await services.gates.recordReview(team, pilot.id, { checksSeen: true, remark: null })
    await services.gates.pass(owner, pilot.id, 'conclude', { reason: null, version: await versionOf(pilot.id) })
  }

  async function extended({ pilot, parents }: GivenMeasuredPilot, newEndOn: string): Promise<void> {
    const { ground, money } = await services.decisions.see(parents.people.sponsor, pilot.id)
    const decided = { choice: 'extend' as const, reason: 'The weeks before the holidays are missing.', conditions: 'No new staff in between.', newEndOn }
    await services.decisions.decide(parents.people.sponsor, pilot.id, { ...decided, finding: ground?.row.finding?.id ?? null, case: money?.appraisal?.digest ?? null, version: await versionOf(pilot.id) })
    clock.advance(40 * 86_400)
  }

  async function once({ treatment = 121 } = {}): Promise<GivenMeasuredPilot> {
    const given = await givenMeasuredPilot(database, { state: 'running', plan: { design: 'randomised' } })
    await givenSummary(services, given.parents.people.owner, given.pilot.id, given.metric.id, [
      { arm: 'control', period: 'outcome', successes: 137, n: 990 },
      { arm: 'treatment', period: 'outcome', successes: treatment, n: 986 },
    ])
    await concluded(given)
    return given
  }

  /** An entry as findings were told before: with what they said. */
  const storedAsBefore = (pilotId: string): Promise<void> =>
    database.write(tx =>
      tx
        .findOneByOrFail(Pilot, { id: pilotId })
        .then(({ programId }) =>
          new AuditStore(tx).append({
            program: programId,
            actor: null,
            action: 'finding.computed',
            subject: { kind: 'pilot', id: pilotId },
            details: { number: 1, verdict: 'dontKnow', evidence: 5, action: 'extend' },
            at: clock.now(),
          }),
        ),
    )

  const endAfter = (days: number): string => new Date(clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

  it('holds the log of its program only after its results are worked out', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state: 'running', plan: { design: 'randomised' } })
    const { owner, team } = parents.people
    await services.delivery.record(team, pilot.id, { share: 0.92, source: 'call log', replaces: null })
    await services.gates.recordReview(team, pilot.id, { checksSeen: true, remark: null })
    const working = async () => {
      await database.write(tx => othersWrite(tx, pilot.programId))
      return NO_ENTRY
    }
    await new GateService(database, clock, working).pass(owner, pilot.id, 'conclude', { reason: 'enough', version: await versionOf(pilot.id) })
    const entries = await database.read(tx => new AuditStore(tx).ofChain(pilot.programId, { limit: 2 }))
    expect(entries.map(({ action }) => action)).toEqual(['pilot.concluded', 'program.edited'])
  })

  it('is decided with its days and sizes beside those that were planned, and the reason of an early stop', async () => {
    const dates = { startsOn: '2026-10-05', endsOn: '2026-12-13', launchedAt: new Date('2026-10-01T08:00:00Z') }
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { state: 'running', plan: { design: 'randomised' }, pilot: dates })
    const { owner, team, sponsor } = parents.people
    await givenSummary(services, owner, pilot.id, metric.id, [
      { arm: 'control', period: 'outcome', successes: 137, n: 990 },
      { arm: 'treatment', period: 'outcome', successes: 121, n: 986 },
    ])
    await services.delivery.record(team, pilot.id, { share: 0.92, source: 'call log', replaces: null })
    await services.gates.recordReview(team, pilot.id, { checksSeen: true, remark: null })
    await services.gates.pass(owner, pilot.id, 'conclude', { reason: 'The vendor is bankrupt.', version: await versionOf(pilot.id) })
    const { text } = await page(sponsor, `/pilots/${pilot.id}/decision`)
    expect(text).toMatch(/Ran from 1 Oct 2026 to \d+ \w+ 2026; planned was 5 Oct 2026 to 13 Dec 2026\./)
    expect(text).toContain('Stopped early: The vendor is bankrupt.')
    expect(text).toContain('Units: control 990 of 1,500 planned, treatment 986 of 1,500 planned.')
    const results = await page(sponsor, `/pilots/${pilot.id}/results`)
    expect(results.text).toContain('Launched on 1 Oct 2026, 4 days before the planned first day, 5 Oct 2026')
    expect(results.text).toMatch(/Stopped early on \d+ \w+ 2026; the planned end was 13 Dec 2026: The vendor is bankrupt\./)
    expect(results.text).toContain('Fewer units than planned: control 990 of 1,500 planned')
    for (const answer of ['decision', 'results', 'export']) {
      const { body } = await api(sponsor, `/pilots/${pilot.id}/${answer}`)
      expect(body).toMatchObject({ course: { actual: { firstDay: '2026-10-01' }, earlyStop: { reason: 'The vendor is bankrupt.' } } })
    }
  })

  it('says before the click what an extension costs, and costs that', async () => {
    const given = await once()
    const { pilot, parents } = given
    const { sponsor } = parents.people
    const cost = 'The evidence falls from 5 to 3 of 5, if nothing else changes'
    expect((await page(sponsor, `/pilots/${pilot.id}/decision`)).text).toContain(cost)
    expect((await page(sponsor, `/pilots/${pilot.id}/decision/extend`)).text).toContain(cost)
    expect((await page(sponsor, `/pilots/${pilot.id}/decision/stop`)).text).not.toContain(cost)
    const choices = (await api(sponsor, `/pilots/${pilot.id}/decision`)).body.choices as { choice: string; evidence?: object }[]
    expect(choices.find(({ choice }) => choice === 'extend')?.evidence).toMatchObject({ now: 5, after: 3 })

    await extended(given, endAfter(30))
    await concluded(given)
    expect((await page(sponsor, `/pilots/${pilot.id}/decision`)).text).toContain('The plan was amended after the first outcome reading, which lowers the evidence.')
    const seenBefore = /The result was seen once before, when the pilot was concluded and then extended\./
    const { text } = await page(sponsor, `/pilots/${pilot.id}/results`)
    expect(text).toContain('Evidence 3 of 5, because')
    expect(text).toMatch(seenBefore)
    const reasons = expect.arrayContaining([expect.objectContaining({ kind: 'cost', cost: 1, text: expect.stringMatching(seenBefore) as string })]) as object
    expect((await api(sponsor, `/pilots/${pilot.id}/results`)).body.findings).toMatchObject([{ evidenceLevel: 3, evidenceReasons: reasons }])
    const exported = (await api(sponsor, `/pilots/${pilot.id}/export`)).body.findings as object[]
    expect(exported).toEqual(expect.arrayContaining([expect.objectContaining({ evidenceLevel: 3, evidenceReasons: reasons })]))

    expect((await page(sponsor, `/pilots/${pilot.id}/decision/extend`)).text).toContain('The evidence stays at 3 of 5: what an extension costs was paid')
    await extended(given, endAfter(30))
    await concluded(given)
    const third = await page(sponsor, `/pilots/${pilot.id}/results`)
    expect(third.text).toContain('Evidence 3 of 5, because')
    expect(third.text).toContain('The result was seen twice before')
  })

  it('tells nothing of the outcome in any log, whoever reads, until it is concluded again', async () => {
    const given = await once()
    const { pilot, parents } = given
    const { lead, viewer, stranger, sponsor } = parents.people
    const log = `/programs/${parents.program.id}/audit`
    await storedAsBefore(pilot.id)
    await extended(given, endAfter(30))

    const secret = /dontKnow|do not know|before the holidays|No new staff|opposes|inputsDigest|inputs digest|firedAction/
    const leadPage = await page(lead, log)
    expect(leadPage.text).toContain('finding computed')
    expect(leadPage.text).toContain('The rest is hidden, like every result of a pilot that is not concluded.')
    const csv = await page(lead, `${log}.csv`)
    expect(csv.text).toMatch(/finding\.computed,pilot,[^\n]*,"details, like every result of a pilot that is not concluded",/)
    const json = await api(lead, log)
    const items = json.body.items as { action: string; details: object; detailsHidden: boolean }[]
    expect(items.find(({ action }) => action === 'finding.computed')).toMatchObject({ details: { number: 1 }, detailsHidden: true })
    expect(items.find(({ action }) => action === 'decision.recorded')).toMatchObject({ details: {}, detailsHidden: true })
    expect(items.find(({ action }) => action === 'pilot.launched' || action === 'delivery.recorded')).toMatchObject({ detailsHidden: false })
    for (const text of [leadPage.text, csv.text, json.text]) expect(text).not.toMatch(secret)

    for (const path of [`/pilots/${pilot.id}`, `/pilots/${pilot.id}/activity`, `/pilots/${pilot.id}/decision`, `/pilots/${pilot.id}/results`, `/pilots/${pilot.id}/export.json`]) {
      const seen = await page(viewer, path)
      const text = seen.text.replaceAll('dontKnow', '') // the plan names every verdict in its rule
      expect([seen.status, secret.exec(text)?.[0]]).toEqual([200, undefined])
    }
    for (const path of [log, `${log}.csv`]) {
      expect((await page(viewer, path)).status).toBe(403)
      expect((await page(sponsor, path)).status).toBe(403)
      expect((await page(stranger, path)).status).toBe(404)
    }
    expect([(await api(viewer, log)).status, (await api(stranger, log)).status]).toEqual([403, 404])
    for await (const { broken } of services.audit.check()) expect(broken).toBeNull()

    await concluded(given)
    expect((await page(lead, log)).text).toContain('The weeks before the holidays are missing.')
    expect((await page(lead, `${log}.csv`)).text).toContain('No new staff in between.')
  })

  it('tells nobody that an extension opposed the rule, until it is concluded again', async () => {
    const given = await once({ treatment: 320 }) // harm, so that the rule says stop
    const { pilot, parents } = given
    const { sponsor, secondSponsor, lead, stranger, ...others } = parents.people
    const { ground, money } = await services.decisions.see(sponsor, pilot.id)
    const decided = { reason: 'The weeks before the holidays are missing.', conditions: null, case: money?.appraisal?.digest ?? null, finding: ground?.row.finding?.id ?? null, version: await versionOf(pilot.id) }
    await services.decisions.decide(sponsor, pilot.id, { ...decided, choice: 'adapt', newEndOn: null })
    await services.decisions.withdraw(sponsor, pilot.id, 1)
    await services.decisions.decide(sponsor, pilot.id, { ...decided, choice: 'extend', newEndOn: endAfter(30) })
    const agreedAt = new Date(clock.now().getTime() + 3_600_000).toISOString()
    clock.advance(3_600)
    await services.decisions.second(secondSponsor, pilot.id, { agrees: true, reason: 'A second look is cheap.', number: 2 })

    const path = `/pilots/${pilot.id}`
    const secret = /second sponsor|awaitsSecond|awaits second|agreed|withdrew|withdrawn"|against the rule|opposed the rule|Decision 2|"number": ?2|decision 2/i
    const names = (text: string): boolean => text.includes(secondSponsor.name)
    for (const reader of [sponsor, lead, ...Object.values(others)]) {
      const browsing = await signedInAs(app, reader)
      for (const address of [path, `${path}/activity`, `${path}/decision`, `${path}/plan`, `${path}/export.json`]) {
        const { status, text } = await browsing.get(address)
        expect([address, status, secret.exec(text)?.[0], names(text)]).toEqual([address, 200, undefined, false])
      }
    }
    for (const address of [`${path}/activity`, `${path}/decision`]) {
      const { status, text } = await api(others.member, address)
      expect([address, status, secret.exec(text)?.[0], names(text)]).toEqual([address, 200, undefined, false])
    }
    expect((await page(others.viewer, `${path}/activity`)).text).toContain(`<strong>${sponsor.name}</strong> decided to extend`)
    // the hour between decision and agreement would tell of the second as well
    expect((await api(others.viewer, `${path}/decision`)).body.decisions).toMatchObject([{ choice: 'extend', decidedAt: agreedAt }])
    expect((await api(others.viewer, `${path}/export`)).body.decisions).toMatchObject([{ choice: 'extend', decidedAt: agreedAt }])

    const log = `/programs/${parents.program.id}/audit`
    const rows = ({ text }: { readonly text: string }): string => /<tbody>[^]*<\/tbody>/.exec(text)?.[0] ?? ''
    const logged = [rows(await page(lead, log)), (await page(lead, `${log}.csv`)).text, (await api(lead, log)).text]
    for (const text of logged) expect([secret.exec(text)?.[0], names(text)]).toEqual([undefined, false])
    expect(logged[0]).toContain('decision recorded')
    const offered = /<select[^>]*name="person"[^]*?<\/select>/.exec((await page(lead, log)).text)?.[0]
    expect(Object.values(parents.people).filter(({ name }) => !offered?.includes(name)).map(({ name }) => name)).toEqual([stranger.name])
    const token = await givenAccessToken(database, { id: lead.accountId })
    const found = async (search: string) => (await request(app).get(`/api/v1${log}?${search}`).set('Authorization', `Bearer ${token}`)).body.items as object[]
    for (const search of [`person=${secondSponsor.accountId}`, 'action=decision.agreed', 'action=decision.withdrawn']) {
      expect(await found(search)).toEqual([])
    }
    expect((await page(stranger, `${path}/activity`)).status).toBe(404)

    clock.advance(40 * 86_400)
    await concluded(given)
    expect((await page(others.viewer, `${path}/activity`)).text).toContain('agreed as second sponsor')
    expect((await page(others.viewer, `${path}/decision`)).text).toContain('A second look is cheap.')
    expect(await found('action=decision.agreed')).toHaveLength(1)
  }, 60_000)

  it('tells nobody what finance signed of its effect, until it is concluded again', async () => {
    const given = await once()
    const { pilot, parents } = given
    const { owner, finance, viewer, lead } = parents.people
    const path = `/pilots/${pilot.id}`
    const driven = await services.cases.add(owner, pilot.id, lineOf(readInput(CaseLineInput, aWrittenLine())))
    const signed = (await services.cases.ofPilot(owner, pilot.id)).lines[0]?.version ?? 0
    const opinion = { status: 'reduced' as const, figureCents: 734_500, reason: 'A third of the crews is on other work.' }
    await services.cases.sign(finance, pilot.id, driven.id, opinion, signed)
    const secret = /7,345|734500|third of the crews/
    const addresses = [`${path}/case`, `${path}/case/lines/${driven.id}/finance`, `${path}/activity`, `${path}/decision`, `${path}/export.json`]
    const read = async () => Promise.all(addresses.map(async address => secret.exec((await page(finance, address)).text)?.[0]))
    const readApi = async () => secret.exec((await api(viewer, `${path}/case`)).text)?.[0]
    const readLog = async () => secret.exec((await page(lead, `/programs/${parents.program.id}/audit.csv`)).text)?.[0]
    expect([(await read()).filter(Boolean).length, Boolean(await readApi()), Boolean(await readLog())]).toEqual([4, true, true])

    await extended(given, endAfter(30))
    expect([...(await read()), await readApi(), await readLog()].filter(Boolean)).toEqual([])
    // typed as an amount while the pilot runs, the line still knows what finance signed of the effect
    const entered = aWrittenLine({ driver: 'entered', amountLikely: 500, annualVolumeLow: '', annualVolumeLikely: '', annualVolumeHigh: '', moneyPerUnitLikely: '', realisationLikely: '' })
    const version = (await services.cases.ofPilot(owner, pilot.id)).lines[0]?.version ?? 0
    await services.cases.revise(owner, pilot.id, driven.id, lineOf(readInput(CaseLineInput, entered)), version)
    expect((await read()).filter(Boolean)).toEqual([])
  }, 60_000)

  it('keeps its outcome to itself for good when it is withdrawn before it is concluded again', async () => {
    const given = await once()
    const { pilot, parents } = given
    const { owner, lead, viewer } = parents.people
    await storedAsBefore(pilot.id)
    await extended(given, endAfter(30))
    await services.pilots.withdraw(owner, pilot.id, 'The call centre moves.')
    const secret = /dontKnow|before the holidays|No new staff|opposes|inputsDigest|firedAction/
    for (const address of ['activity', 'decision', 'results', 'export.json']) {
      const { status, text } = await page(viewer, `/pilots/${pilot.id}/${address}`)
      expect([address, status, secret.exec(text.replaceAll(/"verdict": ?"dontKnow"/g, ''))?.[0]]).toEqual([address, 200, undefined])
    }
    const log = `/programs/${parents.program.id}/audit`
    for (const { text } of [await page(lead, log), await page(lead, `${log}.csv`), await api(lead, log)]) expect(secret.exec(text)?.[0]).toBeUndefined()
    expect((await page(viewer, `/pilots/${pilot.id}/results`)).text).toContain('This pilot was withdrawn while it was not concluded, so no result of it is shown.')
  })
})
