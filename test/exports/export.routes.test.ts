import { text as textOf } from 'node:stream/consumers'
import request from 'supertest'
import { exportText } from '../../server/exports/sendExport'
import { testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, givenAccount, signedInAs } from '../support/given/accounts'
import { givenFinding } from '../support/given/findings'
import { givenMeasuredPilot, givenSummary, readingUseCases } from '../support/given/readings'
import { Account } from '../../server/accounts/account.entity'

/** Day-7 return in the Cookie Cats test: 8,279 of 45,489 with the gate at level 40, 8,502 of 44,700 at level 30. */
const DAY_7 = { control: [8502, 44_700], changed: [8279, 45_489] } as const

/** The fields of version 2 of the format. One that goes or means something else raises the version; one that comes is added here. */
const FIELDS = ['case', 'comments', 'course', 'decisions', 'earlyStop', 'exportedAt', 'findings', 'format', 'formatVersion', 'gatePassages', 'objections', 'pilot', 'plan', 'program', 'readings', 'resultsHidden']
const FINDING_FIELDS = [
  ...['adjustedP', 'alpha', 'changed', 'checks', 'computedAt', 'design', 'df', 'difference', 'engineVersion', 'evidenceLevel', 'evidenceReasons'],
  ...['firedAction', 'firedRule', 'guardrail', 'id', 'inputs', 'inputsDigest', 'isFinal', 'lower', 'method', 'metric', 'notEstimable', 'number', 'p'],
  ...['pilotId', 'planHash', 'reference', 'role', 'sentence', 'smallestEffect', 'standardError', 'statistic', 'upper', 'verdict', 'working'],
]

describe('a pilot to take away', () => {
  const database = givenDatabase()
  const accountOf = (id: string) => database.read(tx => tx.findOneByOrFail(Account, { id }))
  const bearer = async (accountId: string) => `Bearer ${await givenAccessToken(database, await accountOf(accountId), { scope: 'read' })}`

  it('says what the API says: the finding to its last digit, plan, readings, gates', async () => {
    const { pilot, parents } = await givenFinding(database, DAY_7)
    const app = testApp(database)
    const authorization = await bearer(parents.people.owner.accountId)
    const api = (path: string) => request(app).get(`/api/v1/pilots/${pilot.id}${path}`).set('Authorization', authorization)
    const { body, status } = await api('/export')
    expect(status).toBe(200)
    expect(body).toMatchObject({ format: 'foothold.pilot', formatVersion: 2, resultsHidden: null })
    expect(Object.keys(body).sort()).toEqual(FIELDS)
    expect(Object.keys(body.findings[0]).sort()).toEqual(FINDING_FIELDS)

    const [finding] = body.findings
    expect(finding.difference).toBeCloseTo(-0.0082013, 7)
    expect(finding.lower).toBeCloseTo(-0.0132823, 7)
    expect(finding.upper).toBeCloseTo(-0.0031214, 7)
    expect(finding.p).toBeCloseTo(0.00155434, 8)
    const results = (await api('/results')).body
    expect(finding).toMatchObject(results.findings[0])
    expect(body.pilot).toEqual((await api('')).body)
    expect(body.plan).toEqual((await api('/plan')).body)
    expect(body.case).toEqual((await api('/case')).body)
    expect(body.objections).toEqual((await api('/objections')).body.items)
    expect(body.readings.imports).toEqual((await api('/imports')).body.items)
    expect(body.readings.cells).toEqual([
      expect.objectContaining({ arm: 'control', period: 'outcome', n: 44_700, mean: 8502 / 44_700 }),
      expect.objectContaining({ arm: 'treatment', period: 'outcome', n: 45_489, mean: 8279 / 45_489 }),
    ])
    expect(body.plan.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('holds every reading and every import, however many there are, in their order', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { state: 'concluded', plan: { design: 'randomised' } })
    const { owner } = parents.people
    const [rows, summaries] = [2_345, 1_234]
    await database.write(async tx => {
      await tx.query(
        `INSERT INTO reading_import (pilot_id, kind, state, source, checksum, actor_id, at, committed_at, committed_by_id)
         SELECT $1, 'summary', 'committed', 'source ' || i, i::text, $2, now() + i * interval '1 second', now(), $2 FROM generate_series(1, $3::integer) i`,
        [pilot.id, owner.accountId, summaries],
      )
      await tx.query(
        `INSERT INTO reading_cell (import_id, metric_id, arm, period, cluster, day, n, mean, m2)
         SELECT (SELECT id FROM reading_import WHERE pilot_id = $1 AND checksum = '1'), $2, 'control', 'outcome', to_char(i, 'fm00000'), '2026-10-05', i, 0.5, 1
           FROM generate_series(1, $3::integer) i`,
        [pilot.id, metric.id, rows],
      )
    })
    const { body, status } = await request(testApp(database)).get(`/api/v1/pilots/${pilot.id}/export`).set('Authorization', await bearer(owner.accountId))
    expect(status).toBe(200)
    const { imports, cells } = body.readings as { imports: { source: string }[]; cells: { n: number }[] }
    expect(imports.map(({ source }) => source)).toEqual(Array.from({ length: summaries }, (_, at) => `source ${summaries - at}`))
    expect(cells.map(({ n }) => n)).toEqual(Array.from({ length: rows }, (_, at) => at + 1))
  })

  it('holds no connection for whoever downloads it slowly', async () => {
    const { pilot, parents } = await givenFinding(database)
    const { text, bytes } = await testServices(database).exports.ofPilot(parents.people.owner, pilot.id, exportText)
    const open = await database.read(tx =>
      tx.query(`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`),
    )
    expect(open).toEqual([])
    const sent = await textOf(text)
    expect(Buffer.byteLength(sent)).toBe(bytes)
    expect(JSON.parse(sent).pilot.id).toBe(pilot.id)
  })

  it('is a file in the browser, with the number of the pilot in its name', async () => {
    const { pilot, parents } = await givenFinding(database)
    const visitor = await signedInAs(testApp(database), await accountOf(parents.people.owner.accountId))
    const answer = await visitor.get(`/pilots/${pilot.id}/export.json`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-disposition']).toBe(`attachment; filename=pilot-${pilot.number}.json`)
    expect(answer.body.pilot.id).toBe(pilot.id)
    expect((await visitor.get(`/pilots/${pilot.id}`)).text).toContain(`href="/pilots/${pilot.id}/export.json"`)
  })

  it('tells nothing of the outcome while the pilot runs', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database, { state: 'running', plan: { design: 'randomised' } })
    await givenSummary(readingUseCases(database), parents.people.owner, pilot.id, metric.id, [
      { arm: 'control', period: 'outcome', successes: 137, n: 991 },
      { arm: 'treatment', period: 'outcome', successes: 113, n: 983 },
    ])
    const authorization = await bearer(parents.people.owner.accountId)
    const { body } = await request(testApp(database)).get(`/api/v1/pilots/${pilot.id}/export`).set('Authorization', authorization)
    expect(body.resultsHidden).toContain('While it runs, nobody sees an estimate')
    expect(body.findings).toEqual([])
    expect(body.readings.cells).toEqual([])
    expect(body.readings.counts).toEqual([expect.objectContaining({ n: 991 }), expect.objectContaining({ n: 983 })])
    const text = JSON.stringify(body)
    for (const told of ['137', '113', '0.138', '0.1149']) expect(text).not.toContain(`:${told}`)
    expect(body.readings.imports).toEqual([expect.objectContaining({ kind: 'summary', checksum: null, sizeBytes: null })])
  })

  it('is for members of the program alone', async () => {
    const { pilot } = await givenFinding(database)
    const stranger = await givenAccount(database)
    const app = testApp(database)
    const authorization = await bearer(stranger.id)
    expect((await request(app).get(`/api/v1/pilots/${pilot.id}/export`).set('Authorization', authorization)).status).toBe(404)
    expect((await request(app).get('/api/v1/pilots/no-id/export').set('Authorization', authorization)).status).toBe(404)
    expect((await request(app).get(`/api/v1/pilots/${pilot.id}/export`)).status).toBe(401)
  })
})
