import { createHash } from 'node:crypto'
import type { Express } from 'express'
import request from 'supertest'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken } from '../support/given/accounts'
import { givenConcluded } from '../support/given/governance'
import { givenPilot, type GivenPilot, type Person } from '../support/given/pilots'

const database = givenDatabase()
let made: Express | undefined
const app = (): Express => (made ??= testApp(database)) // one for the file: the templates are compiled once

const apiOf = ({ pilot }: GivenPilot) => `/api/v1/pilots/${pilot.id}/plan`

describe('the plan as JSON', () => {
  const call = async (person: Person) => {
    const token = await givenAccessToken(database, { id: person.accountId })
    return (method: 'get' | 'put' | 'post', path: string, body?: object) =>
      request(app())[method](path).set('Authorization', `Bearer ${token}`).send(body)
  }
  const body = {
    design: 'beforeAfter',
    pairing: 'independent',
    smallestEffect: 0.03,
    alpha: 0.05,
    plannedPerArm: 1500,
    baselineValue: 0.253,
    baselineSd: null,
    allocationTreatment: 0.5,
    minimumDelivered: 0.8,
    decisionRule: [
      { verdict: 'harms', evidenceAtLeast: 1, action: 'stop' },
      { verdict: 'noMeaningfulEffect', evidenceAtLeast: 1, action: 'stop' },
      { verdict: 'works', evidenceAtLeast: 1, action: 'extend' },
      { verdict: 'notDelivered', evidenceAtLeast: 1, action: 'adapt' },
      { verdict: 'dontKnow', evidenceAtLeast: 1, action: 'extend' },
    ],
    otherMetrics: [],
  }

  it('is written, locked, read, amended and downloaded', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const api = await call(given.parents.people.owner)
    expect((await api('get', apiOf(given))).body).toMatchObject({ version: 0, content: null })
    const made = await api('put', apiOf(given), { ...body, version: 0 })
    expect([made.status, (made.body as { version: number }).version]).toEqual([201, 1])
    const locked = await api('post', `${apiOf(given)}/lock`, { version: 1 })
    const { hash } = locked.body as { hash: string }
    expect([locked.status, hash.length]).toEqual([200, 64])
    const file = await api('get', `${apiOf(given)}/canonical`)
    expect(createHash('sha256').update(file.text).digest('hex')).toBe(hash)
    const reason = 'Fewer contacts than planned.'
    const amendment = await api('post', `${apiOf(given)}/amendments`, { ...body, plannedPerArm: 1200, reason, replaces: hash, endsOn: '2026-12-24' })
    expect(amendment.status).toBe(201)
    expect(amendment.body).toMatchObject({ number: 1, reason, afterFirstOutcome: false, content: { plannedPerArm: 1200 } })
    const amended = await api('get', `${apiOf(given)}/amendments/1/canonical`)
    expect(createHash('sha256').update(amended.text).digest('hex')).toBe((amendment.body as { hash: string }).hash)
    expect((await api('get', `${apiOf(given)}/amendments`)).body).toMatchObject({ total: 1 })
  })

  it('refuses an amendment after the result was seen, in the words of the page', async () => {
    const given = await givenConcluded(database)
    const api = await call(given.parents.people.owner)
    const late = await api('post', `${apiOf(given)}/amendments`, { ...body, alpha: 0.2, reason: 'A wider level.', replaces: 'x', endsOn: null })
    expect([late.status, late.type]).toEqual([409, 'application/problem+json'])
    expect(late.text).toContain('Only the sponsor’s decision to extend')
  })

  it.each<[string, object, number]>([
    ['an unknown field', { ...body, version: 0, typo: 1 }, 422],
    ['a wrong type', { ...body, version: 0, alpha: 'small' }, 422],
    ['a rule with a gap', { ...body, version: 0, decisionRule: [] }, 422],
    ['a design without its analysis', { ...body, version: 0, design: 'timeSeries' }, 422],
    ['a version that is not there', { ...body, version: 7 }, 409],
  ])('refuses %s with a problem document', async (_, sent, status) => {
    const given = await givenPilot(database, { state: 'proposed' })
    const api = await call(given.parents.people.owner)
    const answer = await api('put', apiOf(given), sent)
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json'])
    expect((await api('get', apiOf(given))).body).toMatchObject({ version: 0 })
  })
})
