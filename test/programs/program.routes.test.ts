import request from 'supertest'
import { testApp, testServices } from '../support/app'
import { givenDatabase } from '../support/database'
import { givenAccessToken, signedInAs, type Visitor } from '../support/given/accounts'
import { aProgram, givenPerson, givenProgram, peopleOf, type GivenProgram } from '../support/given/programs'
import { Account } from '../../server/accounts/account.entity'
import type { NewProgramInput } from '../../server/programs/program.input'

/** Answers of the form of settings. */
function someSettings(changes: Partial<NewProgramInput>): Omit<NewProgramInput, 'leadEmail' | 'leadName'> {
  const { name, vision, currency, timeZone, locale, discountRatePercent, horizonYears, evidenceBar, ratersNeeded } = aProgram(changes)
  return { name, vision, currency, timeZone, locale, discountRatePercent, horizonYears, evidenceBar, ratersNeeded }
}

describe('programs over HTTP', () => {
  const database = givenDatabase()
  const app = () => testApp(database, {}, testServices(database))
  let program: GivenProgram
  let lead: Visitor
  let at: string

  beforeAll(async () => {
    program = await givenProgram(database)
    lead = await signedInAs(app(), program.lead)
    at = `/programs/${program.id}`
  })

  const api = async (person: { accountId: string }) => {
    const account = await database.read(tx => tx.findOneByOrFail(Account, { id: person.accountId }))
    const token = await givenAccessToken(database, account)
    const send = (method: 'get' | 'post' | 'put' | 'delete', path: string) =>
      request(app())[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`)
    return send
  }

  const settings = async (changes: object = {}) => {
    const send = await api(program.lead)
    const { version } = (await send('get', at)).body as { version: number }
    return { ...someSettings({ name: program.name }), version, ...changes }
  }

  describe('the list', () => {
    it('shows the programs of the person alone', async () => {
      const other = await givenProgram(database)
      const { text } = await lead.get('/programs')
      expect(text).toContain(program.name)
      expect(text).not.toContain(other.name)
      expect(text).not.toContain('/programs/new')
    })

    it('says to a stranger how to get in, and to an administrator how to begin', async () => {
      const stranger = await signedInAs(app(), await givenPerson(database))
      expect((await stranger.get('/programs')).text).toContain('Ask the lead of a program to invite you')
      const admin = await signedInAs(app(), program.admin)
      expect((await admin.get('/programs')).text).toContain('href="/programs/new"')
    })
  })

  describe('a new program', () => {
    it('is made by an administrator, with an invitation for a lead without an account', async () => {
      const admin = await signedInAs(app(), program.admin)
      expect((await admin.get('/programs/new')).status).toBe(200)
      const answers = aProgram({ name: 'Claims', leadEmail: 'new.lead@example.com', leadName: 'Nora New' })
      const answer = await admin.post('/programs/new', { ...answers })
      expect(answer.status).toBe(201)
      expect(answer.text).toContain('/link?token&#x3D;')
      expect(answer.headers['cache-control']).toBe('no-store')
      const again = await admin.post('/programs/new', { ...answers })
      expect(again.status).toBe(409)
      expect(again.text).toContain('There is a program called “Claims” already')
    })

    it('is not a member’s to make', async () => {
      expect((await lead.get('/programs/new')).status).toBe(403)
      expect((await lead.post('/programs/new', { ...aProgram({ name: 'Mine' }) })).status).toBe(403)
    })

    it('names what is wrong beside what was typed', async () => {
      const admin = await signedInAs(app(), program.admin)
      await admin.get('/programs/new')
      const answer = await admin.post('/programs/new', { ...aProgram({ name: 'Half done', timeZone: 'Mars/Olympus', leadEmail: 'nobody' }) })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('value="Half done"')
      expect(answer.text).toContain('Write an e-mail address')
      expect(answer.text).toContain('#field-timeZone')
    })
  })

  describe('settings', () => {
    it('are shown and saved', async () => {
      expect((await lead.get(`${at}/settings`)).text).toContain('Every new customer is at home with us within a week.')
      const answer = await lead.post(`${at}/settings`, await settings({ evidenceBar: 4 }))
      expect(answer.status).toBe(303)
      const send = await api(program.viewer)
      expect((await send('get', at)).body).toMatchObject({ evidenceBar: 4, discountRatePercent: 8, currency: 'EUR' })
    })

    it('tell a late editor what changed meanwhile, keep what was typed, and take it the second time', async () => {
      const typed = await settings({ vision: 'Mine' })
      await lead.post(`${at}/settings`, { ...typed, vision: 'Theirs' })
      const late = await lead.post(`${at}/settings`, typed)
      expect(late.status).toBe(409)
      expect(late.text).toContain('Vision: now “Theirs”; yours: “Mine”.')
      expect(late.text).toContain('Mine</textarea>')
      expect(late.text).toContain(`<a class="btn btn-small" href="${at}/settings">Start again from what is saved now</a>`)
      const cheaper = await lead.post(`${at}/settings`, { ...typed, discountRatePercent: '5' })
      expect(cheaper.text).toContain('Discount rate: now “8 %”; yours: “5 %”.')
      const version = /name="version" value="(\d+)"/.exec(late.text)?.[1]
      expect((await lead.post(`${at}/settings`, { ...typed, version })).status).toBe(303)
    })

    it('keep the version that was seen through a faulty answer', async () => {
      const typed = await settings()
      await lead.post(`${at}/settings`, { ...typed, vision: 'Changed by another hand' })
      const faulty = await lead.post(`${at}/settings`, { ...typed, name: '' })
      expect(faulty.status).toBe(422)
      expect(faulty.text).toContain(`name="version" value="${typed.version}"`)
    })

    it('refuse what does not exist, and fields that nobody asked for', async () => {
      const send = await api(program.lead)
      const wrong = await send('put', at).send(await settings({ currency: 'DEM', locale: 'xx-XX', horizonYears: 99, isSample: true }))
      expect(wrong.status).toBe(422)
      const { errors } = wrong.body as { errors: { field: string }[] }
      expect(errors.map(({ field }) => field).sort()).toEqual(['currency', 'horizonYears', 'isSample', 'locale'])
    })

    it('keep the currency once an amount is written down', async () => {
      const own = await givenProgram(database)
      const send = await api(own.lead)
      const here = `/programs/${own.id}`
      const answers = someSettings({ name: own.name, currency: 'SEK' })
      expect((await send('put', here).send({ ...answers, version: 1 })).status).toBe(200)
      const metric = { name: 'Visits', kind: 'proportion', direction: 'lower', perspective: 'customer', moneyPerUnit: 62 }
      expect((await send('post', `${here}/metrics`).send(metric)).status).toBe(201)
      const refused = await send('put', here).send({ ...answers, currency: 'EUR', version: 2 })
      expect(refused.status).toBe(422)
      expect((refused.body as { errors: unknown[] }).errors).toMatchObject([{ field: 'currency' }])
    })

    it('are for leads', async () => {
      for (const [role, person] of peopleOf(program)) {
        const send = await api(person)
        const expected = role === 'lead' ? 200 : 403
        expect((await send('put', at).send(await settings())).status).toBe(expected)
        expect((await send('get', `${at}/audit`)).status).toBe(expected)
        expect((await send('get', at)).status).toBe(200)
      }
    })

    it('do not exist for a stranger, an administrator, or under an impossible address', async () => {
      for (const person of [program.admin, await givenPerson(database)]) {
        const visitor = await signedInAs(app(), person)
        for (const page of ['settings', 'members', 'departments', 'audit', 'audit.csv', 'journeys', 'metrics']) {
          expect((await visitor.get(`${at}/${page}`)).status).toBe(404)
        }
      }
      expect((await lead.get('/programs/nonsense/settings')).status).toBe(404)
    })
  })

  describe('members', () => {
    it('are listed for everybody inside, changed by leads', async () => {
      const viewer = await signedInAs(app(), program.viewer)
      const page = (await viewer.get(`${at}/members`)).text
      expect(page).toContain('Sol Sponsor')
      expect(page).not.toContain('/members/invite')
      expect((await viewer.get(`${at}/members/invite`)).status).toBe(403)
    })

    it('come in by an invitation that is shown once', async () => {
      await lead.get(`${at}/members/invite`)
      const answers = { email: 'ivy@example.com', name: 'Ivy Invited', roles: ['member', 'finance'], departmentId: program.departments.support }
      const answer = await lead.post(`${at}/members/invite`, answers)
      expect(answer.status).toBe(201)
      const link = /http:[^<"]*\/link\?token(?:&#x3D;|=)[\w-]+/.exec(answer.text)?.[0]
      expect(link).toBeDefined()
      const list = (await lead.get(`${at}/members`)).text
      expect(list).toContain('Ivy Invited')
      expect(list).toContain('Finance, member')
      expect(list).toContain('invited')
      expect(list).not.toContain('/link?token')
    })

    it('come in at once where they have an account, and only once', async () => {
      const somebody = await givenPerson(database, { name: 'Ann Account' })
      const answers = { email: somebody.email, roles: ['viewer'] }
      expect((await lead.post(`${at}/members/invite`, answers)).text).toContain('Nothing to hand over')
      const again = await lead.post(`${at}/members/invite`, answers)
      expect(again.status).toBe(409)
      expect(again.text).toContain('is or was in the program already')
    })

    it('need a role, and a department to head one', async () => {
      const answer = await lead.post(`${at}/members/invite`, { email: 'x@example.com', isDepartmentHead: 'true' })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('Choose at least one.')
      const other = await givenProgram(database)
      const theirs = { email: 'x@example.com', roles: ['member'], departmentId: other.departments.sales }
      expect((await lead.post(`${at}/members/invite`, theirs)).text).toContain('Choose one of the departments of this program.')
    })

    it('leave, lose every right, and come back', async () => {
      const own = await givenProgram(database)
      const send = await api(own.lead)
      const here = `/programs/${own.id}`
      const { items } = (await send('get', `${here}/members`)).body as { items: { id: string; accountId: string; version: number }[] }
      const vic = items.find(({ accountId }) => accountId === own.viewer.accountId)!
      const asVic = await api(own.viewer)
      const ended = await send('post', `${here}/members/${vic.id}/end`).send({ version: vic.version })
      expect(ended.body).toMatchObject({ status: 'left' })
      expect((await asVic('get', here)).status).toBe(404)
      expect((await send('post', `${here}/members/${vic.id}/end`).send({ version: 2 })).status).toBe(409)
      expect((await send('post', `${here}/members/${vic.id}/reactivate`).send({ version: 2 })).status).toBe(200)
      expect((await asVic('get', here)).status).toBe(200)
    })

    it('always include a lead, also when two leads go for each other at the same time', async () => {
      const own = await givenProgram(database)
      const send = await api(own.lead)
      const here = `/programs/${own.id}/members`
      const list = async () => (await send('get', here)).body as { items: { id: string; accountId: string; version: number }[] }
      const of = async (id: string) => (await list()).items.find(({ accountId }) => accountId === id)!
      const lea = await of(own.lead.accountId)
      const alone = await send('put', `${here}/${lea.id}`).send({ roles: ['viewer'], version: lea.version })
      expect(alone.status).toBe(409)
      expect((alone.body as { detail: string }).detail).toContain('only lead')
      const max = await of(own.member.accountId)
      await send('put', `${here}/${max.id}`).send({ roles: ['lead', 'member'], version: max.version }).expect(200)
      const asMax = await api(own.member)
      const both = await Promise.all([
        send('post', `${here}/${max.id}/end`).send({ version: max.version + 1 }),
        asMax('post', `${here}/${lea.id}/end`).send({ version: lea.version }),
      ])
      expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    })

    it('of another program cannot be reached through this one', async () => {
      const other = await givenProgram(database)
      const send = await api(other.lead)
      const { items } = (await send('get', `/programs/${other.id}/members`)).body as { items: { id: string; version: number }[] }
      const theirs = items[0]!
      const mine = await api(program.lead)
      for (const [method, path] of [
        ['get', ''],
        ['put', ''],
        ['post', '/end'],
      ] as const) {
        const answer = await mine(method, `${at}/members/${theirs.id}${path}`).send({ roles: ['viewer'], version: 1, ...(path && { roles: undefined }) })
        expect(answer.status).toBe(404)
      }
    })

    it('who have left with a pilot are shown to the lead', async () => {
      const own = await givenProgram(database)
      await database.write(async tx => {
        await tx.query(
          `INSERT INTO pilot (program_id, number, title, state, proposer_id, owner_id, state_since, created_at)
           VALUES ($1, 1, 'Call before the visit', 'running', $2, $2, now(), now())`,
          [own.id, own.member.accountId],
        )
        await tx.query('UPDATE account SET deactivated_at = now() WHERE id = $1', [own.member.accountId])
      })
      const visitor = await signedInAs(app(), own.lead)
      const page = (await visitor.get(`/programs/${own.id}/members`)).text
      expect(page).toContain('For you to hand over')
      expect(page).toContain('Call before the visit')
      const viewer = await signedInAs(app(), own.viewer)
      expect((await viewer.get(`/programs/${own.id}/members`)).text).not.toContain('For you to hand over')
    })
  })

  describe('departments', () => {
    it('are added, renamed and removed', async () => {
      await lead.get(`${at}/departments`)
      expect((await lead.post(`${at}/departments`, { name: 'Field service' })).status).toBe(303)
      const twice = await lead.post(`${at}/departments`, { name: 'Field service' })
      expect(twice.status).toBe(422)
      expect(twice.text).toContain('There is a department of this name already.')
      const send = await api(program.lead)
      const { items } = (await send('get', `${at}/departments`)).body as { items: { id: string; name: string }[] }
      const field = items.find(({ name }) => name === 'Field service')!
      const here = `${at}/departments/${field.id}`
      expect((await lead.post(here, { name: 'Installation', version: 1 })).status).toBe(303)
      expect((await lead.post(here, { name: 'Visits', version: 1 })).text).toContain('Name: now “Installation”; yours: “Visits”.')
      expect((await lead.post(`${here}/remove`, { version: 1 })).status).toBe(409)
      expect((await lead.post(`${here}/remove`, { version: 2 })).status).toBe(303)
      expect((await lead.get(here)).status).toBe(404)
    })

    it('stay while somebody belongs to them', async () => {
      const answer = await lead.post(`${at}/departments/${program.departments.sales}/remove`, { version: 1 })
      expect(answer.status).toBe(409)
      expect(answer.text).toContain('Sales cannot be removed')
    })
  })

  describe('the log', () => {
    it('shows head and length, newest first, and filters', async () => {
      const page = (await lead.get(`${at}/audit`)).text
      const [chain] = await database.read(tx =>
        tx.query<{ length: string; head_hash: string }[]>('SELECT length, head_hash FROM audit_chain WHERE program_id = $1', [program.id]),
      )
      expect(page).toContain(chain!.head_hash)
      const filtered = (await lead.get(`${at}/audit?action=department.added`)).text
      expect(filtered).toContain('department added')
      expect(filtered).not.toContain('<td>member invited')
      expect((await lead.get(`${at}/audit?person=${program.lead.accountId}&action=program.created`)).text).toContain('No entry fits this filter.')
      expect((await lead.get(`${at}/audit?before=0`)).status).toBe(422)
    })

    it('can be downloaded whole, as text that no spreadsheet runs', async () => {
      await lead.get(`${at}/departments`)
      await lead.post(`${at}/departments`, { name: '=1+1' })
      const answer = await lead.get(`${at}/audit.csv`)
      expect(answer.headers['content-type']).toContain('text/csv')
      const [head, ...rows] = answer.text.trim().split('\n')
      expect(head).toBe('position,at,person,personId,action,subjectKind,subjectId,details,hidden,previousHash,hash')
      const [chain] = await database.read(tx =>
        tx.query<{ length: string }[]>('SELECT length FROM audit_chain WHERE program_id = $1', [program.id]),
      )
      expect(rows).toHaveLength(Number(chain!.length))
    })

    it('tells the same through the API', async () => {
      const send = await api(program.lead)
      const answer = await send('get', `${at}/audit`)
      const { items, chain } = answer.body as { items: { position: number; hash: string }[]; chain: { length: number; headHash: string } }
      expect(items[0]).toMatchObject({ position: chain.length, hash: chain.headHash })
    })
  })
})
