import { createHash } from 'node:crypto'
import type { Express } from 'express'
import type { Response } from 'supertest'
import { Metric } from '../../server/metrics/metric.entity'
import { Pilot } from '../../server/pilots/pilot.entity'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { signedInAs, type Visitor } from '../support/given/accounts'
import { givenPilot, type GivenPilot, type Person } from '../support/given/pilots'
import { givenLockedPlan, givenPlan } from '../support/given/plans'
import { givenMetric } from '../support/given/metrics'
import { formFields } from '../support/formFields'
import { givenConcluded } from '../support/given/governance'

const database = givenDatabase()
let made: Express | undefined
const app = (): Express => (made ??= testApp(database)) // one for the file: the templates are compiled once
const as = (person: Person): Promise<Visitor> => signedInAs(app(), person)

const pageOf = ({ pilot }: GivenPilot) => `/pilots/${pilot.id}/plan`

/** The form as its page sends it. */
const fields = ({ pilot }: GivenPilot, changes: Record<string, unknown> = {}) => formFields({
  version: '0',
  primaryMetricId: pilot.metricId,
  design: 'randomised',
  pairing: 'independent',
  typedIn: 'points',
  smallestEffect: '3',
  alpha: '0.05',
  plannedPerArm: '1600',
  baselineValue: '25.3',
  baselineSd: '',
  allocationTreatment: '50',
  minimumDelivered: '80',
  decisionRule: [
    { verdict: 'harms', evidenceAtLeast: '1', action: 'stop' },
    { verdict: 'noMeaningfulEffect', evidenceAtLeast: '1', action: 'stop' },
    { verdict: 'works', evidenceAtLeast: '3', action: 'scale' },
    { verdict: '', evidenceAtLeast: '1', action: '' },
    { verdict: 'works', evidenceAtLeast: '1', action: 'extend' },
    { verdict: 'notDelivered', evidenceAtLeast: '1', action: 'adapt' },
    { verdict: 'dontKnow', evidenceAtLeast: '1', action: 'extend' },
  ],
  otherMetrics: [{ metricId: '', role: 'secondary', margin: '' }],
  ...changes,
})

describe('the plan page', () => {
  it('tells each save in the audit log of the program, in the words of the form', async () => {
    const given = await givenPlan(database, { terms: { smallestEffect: 0.025, baselineValue: 0.253, plannedPerArm: 1600 } })
    const { owner, lead } = given.parents.people
    await (await as(owner)).post(`${pageOf(given)}/edit`, fields(given, { version: '1' }))
    const { text } = await (await as(lead)).get(`/programs/${given.parents.program.id}/audit`)
    expect(text).toContain('Smallest effect that matters: 2.5 percentage points → 3 percentage points')
    expect(text).not.toContain('smallestEffect')
  })

  it('leads from an empty place over a form to a plan that says what it can show', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const owner = await as(given.parents.people.owner)
    expect((await owner.get(pageOf(given))).text).toContain('Write the plan')
    const form = (await owner.get(`${pageOf(given)}/edit`)).text
    expect(form).toContain('points')
    expect(form).toContain('The size of a change below which nobody would act; the direction comes from the metric.')
    expect(form).not.toContain('no plan with it can be locked')
    const saved = await owner.post(`${pageOf(given)}/edit`, fields(given))
    expect([saved.status, saved.headers.location]).toEqual([303, pageOf(given)])
    const { text } = await owner.get(pageOf(given))
    expect(text).toContain('3\u00a0points')
    expect(text).toContain('25.3%')
    expect(text).toContain('Can this design show it?')
  })

  it('says at the form that a plan for such a metric cannot be locked', async () => {
    const given = await givenPilot(database, { state: 'draft' })
    await database.write(tx => tx.update(Metric, { id: String(given.pilot.metricId) }, { kind: 'duration', unit: 'minutes' }))
    const { text } = await (await as(given.parents.people.owner)).get(`${pageOf(given)}/edit`)
    expect(text).toContain('This metric is neither a share nor a mean: this release analyses shares and means alone, so no plan with it can be locked yet.')
  })

  it('holds a locked plan against the timebox of the pilot, as the gates do', async () => {
    const given = await givenPilot(database, { state: 'approved', startsOn: '2026-10-05', endsOn: '2026-11-15', arrivalsPerWeek: 10 })
    await givenLockedPlan(database, { pilot: given })
    await database.write(tx => tx.update(Pilot, { id: given.pilot.id }, { endsOn: '2026-11-22' }))
    const { text } = await (await as(given.parents.people.viewer)).get(pageOf(given))
    expect(text).toContain('at 10 arrivals a week; the timebox of the pilot has 7.')
  })

  it('keeps what was typed and puts each fault beside its field', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const owner = await as(given.parents.people.owner)
    await owner.get(`${pageOf(given)}/edit`)
    const typed = fields(given, { smallestEffect: 'three', plannedPerArm: '1', baselineValue: '25.3' })
    const { status, text } = await owner.post(`${pageOf(given)}/edit`, typed)
    expect(status).toBe(422)
    expect(text).toContain('value="three"')
    expect(text).toContain('href="#field-smallestEffect"')
    expect(text).toContain('href="#field-plannedPerArm"')
    expect((await owner.get(pageOf(given))).text).toContain('Write the plan')
  })

  it('tells a late writer what stands there by now, in the units of the form', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const owner = await as(given.parents.people.owner)
    await owner.get(`${pageOf(given)}/edit`)
    await owner.post(`${pageOf(given)}/edit`, fields(given))
    const late = await owner.post(`${pageOf(given)}/edit`, fields(given, { smallestEffect: '4', minimumDelivered: '75', plannedPerArm: '' }))
    expect(late.status).toBe(409)
    for (const told of [
      'Smallest effect that matters: now 3 percentage points; yours: 4 percentage points.',
      'Delivered at least: now 80%; yours: 75%.',
      'Units planned for each group: now 1,600; yours: empty.',
    ]) expect(late.text).toContain(told)
    expect(late.text).toContain('name="version" value="1"')
    const unreadable = await owner.post(`${pageOf(given)}/edit`, fields(given, { alpha: 'small' }))
    expect([unreadable.status, unreadable.text.includes('name="version" value="0"')]).toEqual([422, true])
  })

  it('takes shares with their sign, asks what is meant by less than one, and sends its own numbers back unasked', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const owner = await as(given.parents.people.owner)
    await owner.get(`${pageOf(given)}/edit`)
    const asked = await owner.post(`${pageOf(given)}/edit`, fields(given, { smallestEffect: '0.03', baselineValue: '0.3', minimumDelivered: '0.8' }))
    expect(asked.status).toBe(422)
    expect(asked.text).toContain('0.8 is read as 0.8 %, less than one in a hundred. Type 80 for 80 %')
    const next = await owner.post(`${pageOf(given)}/edit`, fields(given, { smallestEffect: '0.03', baselineValue: '0.3' }))
    expect(next.text).toContain('Type 3 for 3 points, or 0.03 % with the sign if you mean it.')
    expect(next.text).toContain('href="#field-baselineValue"')
    const signed = fields(given, { smallestEffect: '0.3 %', baselineValue: '3,5 %', minimumDelivered: '80 %', alpha: '5%', allocationTreatment: '50%' })
    expect((await owner.post(`${pageOf(given)}/edit`, signed)).status).toBe(303)
    const [plan] = await database.read(tx => tx.query<object[]>('SELECT smallest_effect, baseline_value, alpha, minimum_delivered FROM plan WHERE pilot_id = $1', [given.pilot.id]))
    expect(plan).toEqual({ smallest_effect: 0.003, baseline_value: 0.035, alpha: 0.05, minimum_delivered: 0.8 })
    const { text } = await owner.get(`${pageOf(given)}/edit`)
    expect(text).toContain('name="smallestEffect" value="0.3"')
  })

  it('names the verdicts that a rule leaves open, and keeps its rows', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const owner = await as(given.parents.people.owner)
    await owner.get(`${pageOf(given)}/edit`)
    const decisionRule = [{ verdict: 'harms', evidenceAtLeast: '1', action: 'adapt' }]
    const { status, text } = await owner.post(`${pageOf(given)}/edit`, fields(given, { decisionRule }))
    expect(status).toBe(422)
    expect(text).toContain('“works” with evidence 1 to 5')
    expect(text).toMatch(/<option value="adapt" selected>/)
  })

  it('leaves a row of the rule out once its verdict is taken away', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const owner = await as(given.parents.people.owner)
    const form = await owner.get(`${pageOf(given)}/edit`)
    expect(form.text).toContain('A row whose verdict is “–” is left out')
    expect(form.text).toContain('<label class="field-label visually-hidden" for="field-decisionRule-0-action">Row 1: then</label>')
    const sent = fields(given)
    const emptied = { ...sent, 'decisionRule[3][evidenceAtLeast]': '4', 'decisionRule[3][action]': 'adapt' }
    expect((await owner.post(`${pageOf(given)}/edit`, emptied)).status).toBe(303)
  })

  it('says of what the lock needs that it is needed, not optional', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const { text } = await (await as(given.parents.people.owner)).get(`${pageOf(given)}/edit`)
    expect(text).toMatch(/Units planned for each group <span class="field-optional">needed to lock/)
    expect(text).toMatch(/Expected value without the change <span class="field-optional">needed to lock/)
  })

  it('puts the question before its seal', async () => {
    const given = await givenLockedPlan(database)
    const { text } = await (await as(given.parents.people.viewer)).get(pageOf(given))
    const order = ['The question', '<dt>Design</dt>', '<dt>Primary metric</dt>', '<dt>Smallest effect that matters</dt>', '<dt>Significance level</dt>', 'What follows from the answer', 'SHA-256'].map(words => text.indexOf(words))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order).not.toContain(-1)
  })

  it('offers the margin that the metric comes with, and takes it where none is typed', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const other = await givenMetric(database, { ...given.parents.program, lead: given.parents.people.lead }, { name: 'Complaints', guardrailMargin: 2.5 })
    const owner = await as(given.parents.people.owner)
    expect((await owner.get(`${pageOf(given)}/edit`)).text).toContain('Complaints (margin in percentage points; 2.5 if left empty)')
    const otherMetrics = [{ metricId: other.id, role: 'guardrail', margin: '' }]
    expect((await owner.post(`${pageOf(given)}/edit`, fields(given, { otherMetrics }))).status).toBe(303)
    expect(await database.read(tx => tx.query('SELECT margin FROM plan_metric WHERE metric_id = $1', [other.id]))).toEqual([{ margin: 0.025 }])
  })

  it('takes the margin of a guardrail in the unit of its metric, and shows it so again', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const { mean } = given.parents.metrics
    const owner = await as(given.parents.people.owner)
    const form = await owner.get(`${pageOf(given)}/edit`)
    expect(form.text).toContain(`${mean.name} (margin in ${mean.unit})`)
    const otherMetrics = [{ metricId: mean.id, role: 'guardrail', margin: '1' }]
    expect((await owner.post(`${pageOf(given)}/edit`, fields(given, { otherMetrics }))).status).toBe(303)
    const kept = () => database.read(tx => tx.query(`SELECT margin FROM plan_metric WHERE role = 'guardrail' AND metric_id = $1`, [mean.id]))
    expect(await kept()).toEqual([{ margin: 1 }])
    expect((await owner.get(`${pageOf(given)}/edit`)).text).toMatch(/name="otherMetrics\[0\]\[margin\]"[^>]* value="1"/)
  })

  it('takes the margin of a share in percentage points', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const { proportion, mean } = given.parents.metrics
    await database.write(tx => tx.query('UPDATE pilot SET metric_id = $1 WHERE id = $2', [mean.id, given.pilot.id]))
    const owner = await as(given.parents.people.owner)
    expect((await owner.get(`${pageOf(given)}/edit`)).text).toContain(`${proportion.name} (margin in percentage points)`)
    const otherMetrics = [{ metricId: proportion.id, role: 'guardrail', margin: '1' }]
    const sent = fields(given, { primaryMetricId: mean.id, typedIn: 'unit', otherMetrics })
    expect((await owner.post(`${pageOf(given)}/edit`, sent)).status).toBe(303)
    const kept = await database.read(tx => tx.query(`SELECT margin FROM plan_metric WHERE role = 'guardrail' AND metric_id = $1`, [proportion.id]))
    expect(kept).toEqual([{ margin: 0.01 }])
    expect((await owner.get(`${pageOf(given)}/edit`)).text).toMatch(/name="otherMetrics\[0\]\[margin\]"[^>]* value="1"/)
  })

  it('tells a late writer what holds by now, keeps the words, and saves at the second try', async () => {
    const given = await givenPlan(database)
    const owner = await as(given.parents.people.owner)
    await owner.get(`${pageOf(given)}/edit`)
    const late = await owner.post(`${pageOf(given)}/edit`, fields(given, { version: '0', plannedPerArm: '777' }))
    expect(late.status).toBe(409)
    expect(late.text).toContain('Units planned for each group: now 4,000; yours: 777.')
    expect(late.text).toContain('value="777"')
    const version = /name="version" value="(\d+)"/.exec(late.text)?.[1]
    expect((await owner.post(`${pageOf(given)}/edit`, fields(given, { version, plannedPerArm: '777' }))).status).toBe(303)
  })

  it('refuses numbers that were typed for another metric, and saves them once they were looked at', async () => {
    const given = await givenPilot(database, { state: 'proposed' })
    const { mean } = given.parents.metrics
    const owner = await as(given.parents.people.owner)
    await owner.get(`${pageOf(given)}/edit`)
    // in another tab
    await database.write(tx => tx.update(Pilot, { id: given.pilot.id }, { metricId: mean.id }))
    const stale = await owner.post(`${pageOf(given)}/edit`, fields(given))
    expect(stale.status).toBe(409)
    expect(stale.text).toContain(`The primary metric is now ${mean.name}.`)
    expect(stale.text).toContain('value="25.3"')
    expect(stale.text).toContain(`name="primaryMetricId" value="${mean.id}"`)
    const wrongly = await owner.post(`${pageOf(given)}/edit`, fields(given, { primaryMetricId: mean.id, typedIn: 'points' }))
    expect(wrongly.status).toBe(409)
    expect((await owner.get(pageOf(given))).text).toContain('Write the plan')
    const looked = fields(given, { primaryMetricId: mean.id, typedIn: 'unit', smallestEffect: '0.3', baselineValue: '4', baselineSd: '1.4' })
    expect((await owner.post(`${pageOf(given)}/edit`, looked)).status).toBe(303)
  })

  it.each([
    ['proposed', true],
    ['running', false],
  ] as const)('says of a weak design that is %s what the launch gate does, while it lies ahead', async (state, isAhead) => {
    const given = await givenPilot(database, { state: 'proposed' })
    await givenLockedPlan(database, { pilot: given, terms: { plannedPerArm: 60 } })
    await database.write(tx => tx.update(Pilot, { id: given.pilot.id }, { state }))
    const { text } = await (await as(given.parents.people.viewer)).get(pageOf(given))
    expect(text).toContain('more likely to miss the smallest effect that matters')
    expect(text.includes('unless the owner overrides that with a reason')).toBe(isAhead)
  })

  it('offers nothing to a reader', async () => {
    const given = await givenPlan(database)
    const { text } = await (await as(given.parents.people.viewer)).get(pageOf(given))
    expect(text).not.toContain('Edit the plan')
    expect(text).not.toContain('Lock the plan')
  })
})

describe('locking through the page', () => {
  it('shows the hash, and sends a file that hashes to exactly it', async () => {
    const given = await givenPlan(database)
    const owner = await as(given.parents.people.owner)
    await owner.get(pageOf(given))
    expect((await owner.post(`${pageOf(given)}/lock`, { version: '1' })).status).toBe(303)
    const { text } = await owner.get(pageOf(given))
    const file = await owner.agent.get(`${pageOf(given)}/canonical.json`).buffer(true).parse(asBytes)
    const hash = createHash('sha256').update(file.body as Buffer).digest('hex')
    expect(text).toContain(hash)
    expect(file.headers['content-disposition']).toContain('attachment')
    expect((file.body as Buffer).at(-1)).toBe('}'.charCodeAt(0))
  })

  it('refuses every later edit, and says what to do instead', async () => {
    const given = await givenLockedPlan(database)
    const owner = await as(given.parents.people.owner)
    await owner.get(pageOf(given))
    const answer = await owner.post(`${pageOf(given)}/edit`, fields(given, { version: '2' }))
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('Amend it instead')
    expect(answer.text).toContain(`action="${pageOf(given)}/amend"`)
    expect(answer.text).toContain('value="1600"') // as typed
    const replaces = /name="replaces" value="(\w+)"/.exec(answer.text)?.[1]
    const endsOn = /name="endsOn"[^>]* value="([\d-]+)"/.exec(answer.text)?.[1]
    const reason = 'It was locked while I was writing.'
    const amended = await owner.post(`${pageOf(given)}/amend`, fields(given, { version: undefined, replaces, endsOn, reason }))
    expect(amended.status).toBe(303)
    const again = await owner.post(`${pageOf(given)}/lock`, { version: '2' })
    expect([again.status, again.text.includes('locked already')]).toEqual([409, true])
  })

  it('names what is missing', async () => {
    const given = await givenPlan(database, { terms: { plannedPerArm: null } })
    const owner = await as(given.parents.people.owner)
    expect((await owner.get(pageOf(given))).text).toContain('not met')
    const answer = await owner.post(`${pageOf(given)}/lock`, { version: '1' })
    expect(answer.status).toBe(409)
    expect(answer.text).toContain('The units planned for each group are stated: not yet.')
  })
})

describe('amending through the page', () => {
  it('adds to the history what changed, why, and a file with its own hash', async () => {
    const given = await givenLockedPlan(database)
    const owner = await as(given.parents.people.owner)
    const replaces = /name="replaces" value="(\w+)"/.exec((await owner.get(`${pageOf(given)}/amend`)).text)?.[1]
    const { mean } = given.parents.metrics
    const otherMetrics = [{ metricId: mean.id, role: 'guardrail', margin: '0.5' }]
    const terms = { version: undefined, plannedPerArm: '900', smallestEffect: '2', baselineValue: '19', otherMetrics }
    const form = fields(given, { ...terms, replaces, endsOn: '2026-12-24' })
    const short = await owner.post(`${pageOf(given)}/amend`, { ...form, reason: 'short' })
    expect([short.status, short.text.includes('Write between 10')]).toEqual([422, true])
    const sent = await owner.post(`${pageOf(given)}/amend`, { ...form, reason: 'Two weeks were lost to a strike.' })
    expect(sent.status).toBe(303)
    const { text } = await owner.get(pageOf(given))
    expect(text).toContain('Amendment 1')
    expect(text).toContain('Two weeks were lost to a strike.')
    expect(text).toMatch(/4,000[\s\S]*900/)
    expect(text).toContain(`${mean.name} (guardrail, at most 0.5 points of 7 worse)`)
    const file = await owner.agent.get(`${pageOf(given)}/amendments/1/canonical.json`).buffer(true).parse(asBytes)
    expect(text).toContain(createHash('sha256').update(file.body as Buffer).digest('hex'))
    expect((await owner.get(`${pageOf(given)}/amendments/2/canonical.json`)).status).toBe(404)
    expect((await owner.get(`${pageOf(given)}/amendments/x/canonical.json`)).status).toBe(404)
  })
})

describe('a plan whose result has been seen', () => {
  it('offers no amendment, and says why not', async () => {
    const given = await givenConcluded(database)
    const owner = await as(given.parents.people.owner)
    const { text } = await owner.get(pageOf(given))
    expect(text).not.toContain('/plan/amend"')
    expect(text).toContain('Only the sponsor’s decision to extend the pilot amends it now.')
    const form = await owner.get(`${pageOf(given)}/amend`)
    expect(form.text).toContain('The result has been seen')
    expect(form.text).not.toContain('name="replaces"')
    const edit = await owner.get(`${pageOf(given)}/edit`)
    expect(edit.text).toContain('The result has been seen')
    expect(edit.text).not.toContain('Amend it instead')
    const terms = { version: undefined, replaces: 'x', endsOn: '2026-12-24', reason: 'A wider level would fit better.' }
    const sent = await owner.post(`${pageOf(given)}/amend`, fields(given, terms))
    expect([sent.status, sent.text.includes('The result has been seen')]).toEqual([409, true])
    expect((await (await as(given.parents.people.viewer)).get(pageOf(given))).text).not.toContain('The result has been seen')
  })
})

describe('who may', () => {
  it('a stranger finds nothing, a viewer reads and changes nothing', async () => {
    const given = await givenPlan(database)
    const stranger = await as(given.parents.people.stranger)
    const viewer = await as(given.parents.people.viewer)
    for (const path of ['', '/edit', '/canonical.json']) expect((await stranger.get(pageOf(given) + path)).status).toBe(404)
    expect((await stranger.post(`${pageOf(given)}/lock`, { version: '1' })).status).toBe(404)
    expect((await viewer.get(pageOf(given))).status).toBe(200)
    expect((await viewer.get(`${pageOf(given)}/edit`)).status).toBe(403)
    expect((await viewer.post(`${pageOf(given)}/lock`, { version: '1' })).status).toBe(403)
  })
})

/** The body as it came over the wire, for supertest's `parse`. */
function asBytes(response: Response, done: (fault: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = []
  const stream = response as unknown as NodeJS.ReadableStream
  stream.on('data', (part: Buffer) => parts.push(part))
  stream.on('end', () => done(null, Buffer.concat(parts)))
}
