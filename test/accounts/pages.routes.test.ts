import { givenAccount, signedInAs } from '../support/given/accounts'
import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'

describe('the pages of accounts', () => {
  const database = givenDatabase()

  it.each(['/me', '/admin/accounts', '/admin/audit', 'own'])('%s opens for an administrator', async path => {
    const admin = await givenAccount(database, { isAdmin: true })
    const visitor = await signedInAs(testApp(database), admin)
    const answer = await visitor.get(path === 'own' ? `/admin/accounts/${admin.id}` : path)
    expect(answer.status).toBe(200)
    expect(answer.text).toContain('name="_csrf"')
  })

  it.each(['/admin/accounts', '/admin/audit'])('%s is refused to everybody else', async path => {
    const visitor = await signedInAs(testApp(database), await givenAccount(database))
    expect((await visitor.get(path)).status).toBe(403)
  })
})
