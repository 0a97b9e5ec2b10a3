import { signedInAs } from '../support/given/accounts'
import { aWrittenCost, aWrittenLine } from '../support/given/cases'
import { givenFinding } from '../support/given/findings'
import { givenSummary } from '../support/given/readings'
import { givenProduct } from '../support/product'

/** What finance signs on the page, and what becomes of it, through the use cases of production. */
describe("finance's signature", () => {
  const { database, clock, services, app, page } = givenProduct('2026-11-20T12:00:00Z')

  /** A concluded pilot with its real finding, and a case of one driven benefit and one entered cost. */
  async function given() {
    const measured = await givenFinding(database)
    const { owner } = measured.parents.people
    const here = `/pilots/${measured.pilot.id}/case`
    const team = await signedInAs(app, owner)
    await team.post(`${here}/lines/new`, { ...aWrittenLine(), 'adoption[0][share]': '50', 'adoption[1][share]': '100' })
    await team.post(`${here}/lines/new`, aWrittenCost())
    const lines = async () => (await services.cases.ofPilot(owner, measured.pilot.id)).lines
    const [benefit, cost] = await lines()
    if (!benefit || !cost) throw new Error('The case has no lines.')
    return { ...measured, people: measured.parents.people, here, lines, benefit, cost, signAt: `${here}/lines/${benefit.id}/finance` }
  }

  type Given = Awaited<ReturnType<typeof given>>

  const sign = async ({ people, signAt }: Given, version: number, changes: object = {}) =>
    (await signedInAs(app, people.finance)).post(signAt, { status: 'accepted', figure: '', reason: '', version: String(version), ...changes })

  /** Readings that were late, after the conclusion: the finding is another one then. */
  const lateReadings = ({ people, pilot, metric }: Given) =>
    givenSummary(services, people.owner, pilot.id, metric.id, [{ arm: 'treatment', period: 'outcome', n: 400, successes: 120 }])

  it('stands for all that its form shows: amount, effect with its interval, factors, years, and what it means', async () => {
    const { people, signAt } = await given()
    const { text } = await page(people.finance, signAt)
    const plain = text.replace(/<span class="cell-more narrow-only">[^<]*<\/span>/g, '').replace(/<[^>]*>/g, ' ').replace(/[\u00a0\s]+/g, ' ')
    for (const words of [/a full year, between/, /Measured effect on Second visit needed, lower is better; finding 1, 95% interval/, /3\.815 points 6\.688 points 9\.552 points/, /× Annual volume 16,000 18,000 20,000/, /× Share realised 80% 80% 80%/, /1 50%/, /2 100%/, /Worth today at 8\.0% a year €64,013 €126,236 €200,327/, /you are asked anew/]) {
      expect(plain).toMatch(words)
    }
    expect(plain).not.toContain('Since finance last spoke')
  })

  it('lapses when the line changes in any of its numbers, and the form says what is new', async () => {
    const each = await given()
    const { people, here, benefit, lines, signAt } = each
    expect((await sign(each, 1)).status).toBe(303)
    const again = { ...aWrittenLine({ annualVolumeHigh: 19_000, version: 2 }), 'adoption[0][share]': '50', 'adoption[1][share]': '100' }
    expect((await (await signedInAs(app, people.owner)).post(`${here}/lines/${benefit.id}/edit`, again)).status).toBe(303)
    expect((await lines())[0]).toMatchObject({ financeStatus: 'proposed', signed: { status: 'accepted' } })
    const { text } = await page(people.finance, signAt)
    expect(text).toContain('Since finance last spoke')
    expect(text).toMatch(/Annual volume<\/dt><dd>18,000 \(16,000 to 19,000\)<span class="quiet">, was 18,000 \(16,000 to 20,000\)/)
  })

  it('lapses when the finding is a new one, is told in the activity and asked for on Home', async () => {
    const each = await given()
    const { people, pilot, cost, here, lines, signAt } = each
    await sign(each, 1)
    await (await signedInAs(app, people.finance)).post(`${here}/lines/${cost.id}/finance`, { status: 'accepted', figure: '', reason: '', version: '1' })
    expect((await page(people.finance, `/programs/${each.parents.program.id}`)).text).not.toContain('without finance’s word')
    clock.advance(60)
    await lateReadings(each)
    expect(await lines()).toMatchObject([
      { financeStatus: 'proposed', financeById: null, version: 3, signed: { status: 'accepted' } },
      { financeStatus: 'accepted', version: 2 },
    ])
    expect(await services.cases.ofPilot(people.owner, pilot.id)).toMatchObject({ isCurrent: true, appraisal: { number: 3 } })
    expect((await page(people.finance, `/programs/${each.parents.program.id}`)).text).toContain('1 benefit line without finance’s word')
    const { text } = await page(people.finance, signAt)
    expect(text).toContain('The finding is another one now.')
    expect((await page(people.viewer, here)).text).toMatch(/proposed<\/span><span class="cell-more">accepted by Ines Okafor on 20 Nov 2026, before it changed/)
    expect(text).toMatch(/Measured effect<\/dt>/)
    expect((await page(people.owner, `/pilots/${pilot.id}/activity`)).text).toContain('asked finance to sign Second visits avoided anew')
  })

  it('is refused from a form that shows the amounts of an older finding', async () => {
    const each = await given()
    await lateReadings(each)
    const late = await sign(each, 1)
    expect(late.status).toBe(409)
    expect(late.text).toContain('the finding that it follows')
    expect((await each.lines())[0]).toMatchObject({ financeStatus: 'proposed', signed: null })
  })

  it('is refused where the line changed behind an answer that was sent without a choice', async () => {
    const each = await given()
    const { people, here, benefit, lines } = each
    await (await signedInAs(app, people.owner)).post(`${here}/lines/${benefit.id}/edit`, aWrittenLine({ annualVolumeHigh: 19_000, version: 1 }))
    const faulty = await sign(each, 1, { status: '' })
    expect(faulty.status).toBe(422)
    expect(faulty.text).toContain('name="version" value="1"')
    const late = await sign(each, 1)
    expect(late.status).toBe(409)
    expect(late.text).toContain('name="version" value="2"')
    expect((await lines())[0]).toMatchObject({ financeStatus: 'proposed', signed: null })
  })

  it('cannot accept or reduce a line before its amount is known', async () => {
    const each = await given()
    await database.write(tx => tx.query("UPDATE pilot SET state = 'running' WHERE id = $1", [each.pilot.id]))
    for (const changes of [{}, { status: 'reduced', figure: '10', reason: 'x' }]) expect((await sign(each, 1, changes)).status).toBe(409)
    expect((await page(each.people.finance, each.signAt)).text).toContain('Until then it can be refused or left open.')
    expect((await sign(each, 1, { status: 'refused', reason: 'Nobody will pay for this.' })).status).toBe(303)
  })

  it('is not called lapsed where finance takes it back itself', async () => {
    const each = await given()
    await sign(each, 1)
    await sign(each, 2, { status: 'proposed', reason: 'The volume is asked for anew.' })
    const { text } = await page(each.people.viewer, each.here)
    expect(text).toContain('accepted by Ines Okafor on 20 Nov 2026, then left open')
    expect(text).not.toContain('before it changed')
  })

  it('is told against what was signed: who owns the line by now, and a change that rounding would hide', async () => {
    const each = await given()
    const { people, here, benefit, signAt } = each
    await sign(each, 1)
    expect((await page(people.finance, signAt)).text).toContain('Nothing has changed since.')
    const adoption = { 'adoption[0][share]': '50', 'adoption[1][share]': '100' }
    const again = { ...aWrittenLine({ annualVolumeLow: 16_000.00001, ownerId: people.team.accountId, version: 2 }), ...adoption }
    await (await signedInAs(app, people.owner)).post(`${here}/lines/${benefit.id}/edit`, again)
    const { text } = await page(people.finance, signAt)
    expect(text).toContain(`Owner</dt><dd>${people.team.name}<span class="quiet">, was nobody yet</span>`)
    expect(text).toContain('Annual volume</dt><dd>18,000 (16,000.00001 to 20,000)<span class="quiet">, was 18,000 (16,000 to 20,000)</span>')
    expect(text).not.toContain('Nothing has changed since.')
  })

  it('reduces a one-off cost once, and money that goes out has its minus wherever the signature is told', async () => {
    const { people, here, cost } = await given()
    const signAt = `${here}/lines/${cost.id}/finance`
    const finance = await signedInAs(app, people.finance)
    await finance.post(signAt, { status: 'reduced', figure: '15000', reason: 'A cheaper offer is there.', version: '1' })
    const plain = (text: string) => text.replaceAll('\u2060', '')
    expect(plain((await page(people.viewer, here)).text)).toContain('to −€15,000 once</span>')
    await (await signedInAs(app, people.owner)).post(`${here}/lines/${cost.id}/edit`, aWrittenCost({ amountLikely: 19_000, version: 2 }))
    const text = plain((await page(people.finance, signAt)).text)
    expect(text).toContain('The likely amount was −€20,000. It was reduced to −€15,000.')
    expect(text).toContain('Likely amount</dt><dd>−€19,000<span class="quiet">, was −€20,000</span>')
  })
})
