import { readdir } from 'node:fs/promises'
import type { Express } from 'express'
import { AuditStore } from '../../server/audit/audit.store'
import { givenDatabase } from '../support/database'
import { testApp, testServices } from '../support/app'
import { signedInAs } from '../support/given/accounts'
import { givenFinding } from '../support/given/findings'
import { givenMeasuredPilot } from '../support/given/readings'

const ROWS = 'customer_id,arm,Second visit\nc1,gate_30,yes\nc2,gate_30,no\nc3,gate_40,no\nc4,gate_40,\n'

describe('readings and results as pages', () => {
  const database = givenDatabase()
  let app: Express
  beforeAll(() => {
    app = testApp(database)
  })

  it('lead from a file over what we understood to a receipt, and back', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    const base = `/pilots/${pilot.id}`
    await team.get(`${base}/data/upload`)
    const sent = await team.upload(`${base}/data/upload`, 'file', Buffer.from(ROWS), 'week 3.csv', { source: 'data warehouse' })
    expect(sent.status).toBe(303)
    const address = sent.get('location') ?? ''
    const seen = await team.get(address)
    expect(seen.text).toContain('Every row can be read')
    expect(seen.text).toMatch(/“gate_30” as control, “gate_40” as treatment/)
    const swapped = await team.post(address, {
      arm: 'column:arm', period: 'always:outcome', unit: 'customer_id', header: 'yes',
      'values[0][metric]': parents.metrics.proportion.id, 'values[0][column]': 'Second visit',
      'armWords[0][word]': 'gate_30', 'armWords[0][means]': 'treatment', 'armWords[1][word]': 'gate_40', 'armWords[1][means]': 'leaveOut',
    })
    expect(swapped.status).toBe(303)
    const told = (await team.get(address)).text
    expect(told).toMatch(/2 rows will be added, 2 rows left out: Treatment 2/)
    expect(told).not.toContain('is our guess')
    expect((await team.post(`${address}/commit`)).status).toBe(303)
    const receipt = await team.get(address)
    expect(receipt.text).toContain('The readings are added, all of them.')
    expect(receipt.text).toContain('data warehouse')
    const data = await team.get(`${base}/data`)
    expect(data.text).toContain('week 3.csv')
    expect(data.text).toContain(`href="${address}#undo"`)
    expect(receipt.text).toContain('id="undo"')
    expect(data.text).toContain('looking early makes chance look like success')
    expect((await team.post(`${address}/undo`, { reason: '' })).status).toBe(422)
    expect((await team.post(`${address}/undo`, { reason: 'wrong week' })).status).toBe(303)
    expect((await team.get(`${base}/data`)).text).toContain('wrong week')
  })

  it('refuse to add what is read another way by now than the page that was looked at', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(ROWS), 'week 3.csv', { source: 'data warehouse' })
    const address = sent.get('location') ?? ''
    const wayShown = async () => /name="seen" value="([0-9a-f]+)"/.exec((await team.get(address)).text)?.[1]
    const seen = await wayShown()
    const mapping = {
      arm: 'column:arm', period: 'always:outcome', unit: 'customer_id', header: 'yes',
      'values[0][metric]': parents.metrics.proportion.id, 'values[0][column]': 'Second visit',
      'armWords[0][word]': 'gate_30', 'armWords[0][means]': 'treatment', 'armWords[1][word]': 'gate_40', 'armWords[1][means]': 'control',
    }
    expect((await team.post(address, { ...mapping, seen: String(seen) })).status).toBe(303)
    for (const late of [await team.post(`${address}/commit`, { seen: String(seen) }), await team.post(address, { ...mapping, seen: String(seen) })]) {
      expect(late.status).toBe(409)
      expect(late.text).toContain('Somebody else changed how this file is read')
    }
    expect((await team.post(`${address}/commit`, { seen: String(await wayShown()) })).status).toBe(303)
  })

  it('say in the log who discarded an upload', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(ROWS), 'wrong week.csv', { source: 'data warehouse' })
    const address = sent.get('location') ?? ''
    const activity = async () => (await team.get(`/pilots/${pilot.id}/activity`)).text
    expect(await activity()).not.toContain('wrong week.csv')
    expect((await team.post(`${address}/discard`)).status).toBe(303)
    expect(await activity()).toContain(`<strong>${parents.people.team.name}</strong> discarded the upload of wrong week.csv before it counted`)
    expect((await team.post(`${address}/discard`)).status).toBe(409)
    expect((await activity()).split('wrong week.csv')).toHaveLength(2)
    const entries = await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 10 }))
    expect(entries).toMatchObject([
      { action: 'import.discarded', details: { import: address.split('/').at(-1), fileName: 'wrong week.csv', source: 'data warehouse' } },
    ])
  })

  it('let rows without a group be left out', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(`${ROWS}c5,,yes\n`), 'week 4.csv', { source: 'x' })
    const address = sent.get('location') ?? ''
    expect((await team.get(address)).text).toContain('Empty cells, 1 row')
    const answers = {
      arm: 'column:arm', period: 'always:outcome', unit: 'customer_id', header: 'yes',
      'values[0][metric]': parents.metrics.proportion.id, 'values[0][column]': 'Second visit',
      'armWords[0][word]': 'gate_30', 'armWords[0][means]': 'treatment', 'armWords[1][word]': 'gate_40', 'armWords[1][means]': 'control',
      'armWords[2][word]': '', 'armWords[2][means]': 'leaveOut',
    }
    expect((await team.post(address, answers)).status).toBe(303)
    expect((await team.get(address)).text).toMatch(/4 rows will be added, 1 row left out/)
  })

  it('keep every choice of a mapping that is refused, by the names of the page, and nothing of an earlier reading', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(`${ROWS}c5,,yes\n`), 'week 5.csv', { source: 'x' })
    const address = sent.get('location') ?? ''
    expect((await team.get(address)).text).toContain('Rows that cannot be read')
    const refused = await team.post(address, {
      arm: 'column:arm', period: '', unit: 'customer_id', day: 'column:arm', cluster: 'customer_id', header: 'no',
      'values[0][metric]': parents.metrics.proportion.id, 'values[0][column]': 'Second visit',
      'armWords[0][word]': 'gate_30', 'armWords[0][means]': '', 'armWords[1][word]': 'gate\u0000_40', 'armWords[1][means]': 'control',
      'armWords[2][word]': '', 'armWords[2][means]': 'leaveOut',
    })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('“gate_40”, 2 rows: Remove the invisible NUL character from this text.')
    expect(refused.text).not.toContain('Rows that cannot be read')
    expect(refused.text).not.toContain('/commit"')
    const chosen = (name: string): string | undefined =>
      /<option value="([^"]*)" selected/.exec(refused.text.split(`name="${name}"`)[1]?.split('</select>')[0] ?? '')?.[1]
    expect(['arm', 'period', 'day', 'cluster', 'header', 'armWords[0][means]', 'armWords[1][means]', 'armWords[2][means]'].map(chosen)).toEqual(
      ['column:arm', undefined, 'column:arm', 'customer_id', 'no', undefined, 'control', 'leaveOut'],
    )
  })

  it('name what is odd about a file before and after it counts', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const rows = 'customer_id,arm,date,Second visit\nc1,control,2026-09-20,yes\nc2,control,2026-10-05,no\nc2,treatment,2026-10-05,no\n'
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(rows), 'week 5.csv', { source: 'x' })
    const address = sent.get('location') ?? ''
    const understood = (await team.get(address)).text
    expect(understood).toContain('Outcome rows dated before the plan was locked: 1')
    expect(understood).toContain('locked on 25 Sept 2026; the earliest of these rows is of 20 Sept 2026')
    expect(understood).toContain('Rows that repeat a unit: 1')
    expect(understood).toContain('<li>“c2” on lines 3 and 4, in both groups</li>')
    expect((await team.post(`${address}/commit`)).status).toBe(303)
    const receipt = (await team.get(address)).text
    expect(receipt).toContain('<li>“c2” on lines 3 and 4, in both groups</li>')
    expect(receipt).toContain('1 outcome reading; a caution beside the evidence')
    const data = (await team.get(`/pilots/${pilot.id}/data`)).text
    expect(data).toContain('1 outcome reading is dated before the plan was locked')
    expect(data).toContain('<li>“c2” on lines 3 and 4 of week 5.csv, in both groups</li>')
  })

  it('keep what was typed where a form has faults', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/summary`)
    const sent = await team.post(`/pilots/${pilot.id}/data/summary`, {
      metric: metric.id, source: 'weekly report 44', day: '',
      'lines[0][arm]': 'control', 'lines[0][period]': 'outcome', 'lines[0][n]': '10', 'lines[0][successes]': '11', 'lines[0][site]': '',
    })
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('There cannot be more than the 10 that were measured.')
    expect(sent.text).toContain('value="weekly report 44"')
    const nothing = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(''), 'empty.csv', { source: 'x' })
    expect(nothing.status).toBe(422)
    expect(nothing.text).toContain('This file is empty.')
    const others = [
      [Buffer.from('504b0304140000', 'hex'), 'This is a workbook or an archive, not rows as text.'],
      [Buffer.from('89504e470d0a1a0a', 'hex'), 'This is a picture, not rows as text.'],
      [Buffer.from('customer_id,arm,Second visit\n'), 'This file has no rows, only a first line that names the columns.'],
    ] as const
    for (const [bytes, fault] of others) {
      expect((await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', bytes, 'other.csv', { source: 'x' })).text).toContain(fault)
    }
    const unsourced = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(ROWS), 'week 3.csv', { source: '' })
    for (const fault of ['Where the rows come from: Write something here.', 'File: week 3.csv was not kept: choose it again.']) expect(unsourced.text).toContain(fault)
    const empty = await team.post(`/pilots/${pilot.id}/data/upload`, { source: '', pasted: '' })
    expect(empty.status).toBe(422)
    for (const fault of ['Where the rows come from: Write something here.', 'File: Choose a file, or paste rows below.']) expect(empty.text).toContain(fault)
    const record = (share: string) => team.post(`/pilots/${pilot.id}/data/delivery`, { share, source: 'log', replaces: '' })
    expect([(await record('120')).status, (await record('92')).status]).toEqual([422, 303])
    const late = await record('80')
    expect([late.status, late.text.includes(`href="/pilots/${pilot.id}/data#delivery">Start again from what is saved now`)]).toEqual([409, true])
  })

  it('do not say of a typed summary what only rows could show', async () => {
    const { pilot, parents, metric } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/summary`)
    const sent = await team.post(`/pilots/${pilot.id}/data/summary`, {
      metric: metric.id, source: 'weekly report 45', day: '',
      'lines[0][arm]': 'control', 'lines[0][period]': 'outcome', 'lines[0][n]': '10', 'lines[0][successes]': '4', 'lines[0][site]': '',
    })
    expect(sent.status).toBe(303)
    const { text } = await team.get(`/pilots/${pilot.id}/data`)
    const receipt = (await team.get(/href="([^"]+imports[^"#]+)"/.exec(text)?.[1] ?? '')).text
    expect(receipt).toContain('<dt>Rows that repeat a unit</dt><dd>not known of a summary</dd>')
    expect(receipt).toContain('<td class="num">not known</td>')
    expect(text.match(/Not known of a summary: only rows show/g)).toHaveLength(2)
    expect(text).not.toMatch(/No value was empty|No unit comes twice/)
  })

  it('do not tell how often a yes comes, in whatever words', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const rows = 'customer_id,arm,Second visit\nc1,control,visited\nc2,control,stayed away\nc3,treatment,stayed away\nc4,treatment,stayed away\n'
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(rows), 'rows.csv', { source: 'x' })
    const { text } = await team.get(sent.get('location') ?? '')
    expect(text).toContain('“stayed away”')
    expect(text).not.toMatch(/“(stayed away|visited)”, \d/)
    expect(text).toMatch(/“control”, 2 rows/)
    expect(text).toContain('Some rows cannot be read')
    expect(text).not.toContain('of 4 cannot be read')
    expect(text).toContain('The faults as a file</a>, each answer that is not understood once')
    const viewer = await signedInAs(app, parents.people.viewer)
    const read = (await viewer.get(sent.get('location') ?? '')).text
    expect(read).toContain('Some rows cannot be read')
    expect(read).not.toMatch(/of 4 cannot be read|stayed away|visited/)
    const faults = await team.get(`${sent.get('location') ?? ''}/faults.csv`)
    expect(faults.text.match(/stayed away/g)).toHaveLength(1)
  })

  it('show rows and units to those who log readings alone', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const [team, viewer] = [await signedInAs(app, parents.people.team), await signedInAs(app, parents.people.viewer)]
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const rows = 'customer_id,arm,Second visit\nanna@example.org,control,no\nanna@example.org,control,no\nben@example.org,treatment,no\n'
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(rows), 'rows.csv', { source: 'x' })
    const address = sent.get('location') ?? ''
    const unseen = async () => {
      for (const page of [address, `/pilots/${pilot.id}/data`]) {
        const { status, text } = await viewer.get(page)
        expect(status).toBe(200)
        expect(text).not.toContain('example.org')
      }
    }
    expect((await team.get(address)).text).toContain('anna@example.org')
    await unseen()
    expect((await viewer.get(`${address}/faults.csv`)).status).toBe(403)
    await team.post(`${address}/commit`)
    expect((await team.get(`/pilots/${pilot.id}/data`)).text).toContain('“anna@example.org” on lines 2 and 3')
    await unseen()
  })

  it('caution of what counts alone, and of a file without the primary metric', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const rows = 'customer_id,arm,date,Second visit\nc2,control,2026-09-20,no\nc2,treatment,2026-09-20,no\n'
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(rows), 'rows.csv', { source: 'x' })
    const address = sent.get('location') ?? ''
    await team.post(`${address}/commit`)
    await team.post(`${address}/undo`, { reason: 'wrong week' })
    const receipt = (await team.get(address)).text
    expect(receipt).toContain('wrong week')
    expect(receipt).not.toContain('Units that come twice')
    expect(receipt).not.toContain('Dated before the lock')
    const other = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from('customer_id,arm,colour\nc1,control,red\n'), 'rows.csv', { source: 'x' })
    expect((await team.get(other.get('location') ?? '')).text).toContain('The primary metric is not in this file')
  })

  it('leave no file behind that could not be taken', async () => {
    const services = testServices(database)
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(testApp(database, {}, services), parents.people.team)
    const address = `/pilots/${pilot.id}/data/upload`
    await team.get(address)
    const file = Buffer.from(ROWS)
    expect((await team.upload(address, 'file', file, 'rows.csv', { source: '' })).status).toBe(422)
    expect((await team.upload(address, 'file', file, 'rows.csv', { source: 'x', pasted: ROWS })).status).toBe(422)
    expect(await readdir(await services.fileImports.receiving())).toEqual([])
  })

  it('tell every fault as a file', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database)
    const team = await signedInAs(app, parents.people.team)
    await team.get(`/pilots/${pilot.id}/data/upload`)
    const sent = await team.upload(`/pilots/${pilot.id}/data/upload`, 'file', Buffer.from(`${ROWS}c5,gate_40,perhaps\n`), 'rows.csv', { source: 'x' })
    const address = sent.get('location') ?? ''
    expect((await team.get(address)).text).toContain('neither yes nor no')
    expect((await team.post(`${address}/commit`)).status).toBe(409)
    const faults = await team.get(`${address}/faults.csv`)
    expect(faults.get('content-type')).toMatch('text/csv')
    expect(faults.text).toMatch(/6,Second visit,perhaps/)
  })

  it('show no estimate while the pilot runs, and all of it once concluded', async () => {
    const running = await givenFinding(database, { state: 'running' })
    const owner = await signedInAs(app, running.parents.people.owner)
    const hidden = await owner.get(`/pilots/${running.pilot.id}/results`)
    expect(hidden.text).toContain('While it runs, nobody sees an estimate')
    for (const page of ['data', 'results']) {
      const { text } = await owner.get(`/pilots/${running.pilot.id}/${page}`)
      expect(text).not.toMatch(/18\.6|25\.3|6\.7\u00a0points|p &lt; 0\.0001/)
    }
    expect((await owner.post(`/pilots/${running.pilot.id}/findings`)).status).toBe(409)

    const done = await givenFinding(database)
    const viewer = await signedInAs(app, done.parents.people.viewer)
    const results = await viewer.get(`/pilots/${done.pilot.id}/results`)
    expect(results.text).toContain('It works.')
    expect(results.text).toContain('fell from 25.3% to 18.6%: 6.7\u00a0points lower (3.8 to 9.6)')
    expect(results.text).toContain('Evidence 2 of 5')
    expect(results.text).toContain('another, stronger pilot')
    expect(results.text).toMatch(/Source: weekly report of the service desk\. <span class="no-print"><a href="\/pilots\/[^"]*\/data">/)
    const [finding] = done.findings
    const script = await viewer.get(`/pilots/${done.pilot.id}/findings/${finding?.id}/finding.R`)
    expect(script.text).toContain('x1 <- 287; n1 <- 1544')
    expect((await viewer.get(`/pilots/${done.pilot.id}/findings/${finding?.id}/working`)).text).toContain('Miettinen')
    const elsewhere = await viewer.get(`/pilots/${running.pilot.id}/findings/${finding?.id}/working`)
    expect(elsewhere.status).toBe(404)
  })
})
