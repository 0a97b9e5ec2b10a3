import express from 'express'
import request from 'supertest'
import { TooOften } from '../../../server/platform/errors'
import { rateLimit } from '../../../server/platform/http/rateLimit'

/** An app behind that many proxies, which lets two requests a minute through. */
function limited(trustedProxy: number | false) {
  const app = express()
  app.set('trust proxy', trustedProxy)
  const limit = rateLimit(2)
  app.use((req, res) => limit(req, res, fault => void res.status(fault === undefined ? 200 : fault instanceof TooOften ? 429 : 500).end()))
  return app
}

const from = (app: express.Express, address: string) => request(app).get('/').set('X-Forwarded-For', address).set('Forwarded', `for=${address}`)

describe('the limit of requests', () => {
  const said = (['error', 'warn', 'log'] as const).map(way => jest.spyOn(console, way).mockImplementation(() => {}))
  afterEach(() => {
    for (const way of said) expect(way).not.toHaveBeenCalled()
  })
  afterAll(() => {
    for (const way of said) way.mockRestore()
  })

  it('does not believe an address that no proxy of ours vouches for, and says nothing on the console', async () => {
    const app = limited(false)
    const answers = [await from(app, '203.0.113.1'), await from(app, '203.0.113.2'), await from(app, '203.0.113.3')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
  })

  it('counts each visitor behind a proxy alone', async () => {
    const app = limited(1)
    const answers = [await from(app, '203.0.113.1'), await from(app, '203.0.113.1'), await from(app, '203.0.113.2'), await from(app, '203.0.113.1')]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  })
})
