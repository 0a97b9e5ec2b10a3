import { givenAccount, PASSWORD, Visitor } from '../support/given/accounts'
import { TestClock, testApp } from '../support/app'
import { givenDatabase } from '../support/database'

describe('signing in', () => {
  const database = givenDatabase()

  it('opens the page somebody was going to', async () => {
    const account = await givenAccount(database)
    const visitor = new Visitor(testApp(database, { clock: new TestClock() }))
    const asked = await visitor.get('/programs?page=2')
    expect([asked.status, asked.headers.location]).toEqual([303, '/sign-in?to=%2Fprograms%3Fpage%3D2'])
    const page = await visitor.get('/sign-in?to=%2Fprograms%3Fpage%3D2')
    expect(page.text).toContain('name="to" value="/programs?page&#x3D;2"')
    const typed = { email: account.email.toUpperCase(), password: PASSWORD, to: '/programs?page=2' }
    const answer = await visitor.post('/sign-in', typed)
    expect([answer.status, answer.headers.location]).toEqual([303, '/programs?page=2'])
  })
})
