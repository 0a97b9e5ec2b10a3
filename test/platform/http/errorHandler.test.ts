import express from 'express'
import request from 'supertest'
import { Forbidden } from '../../../server/platform/errors'
import { errorHandler } from '../../../server/platform/http/errorHandler'
import type { Logger } from '../../../server/platform/logging'

const silent: Logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} }

/** What the API answers when this is thrown. */
async function detailOf(thrown: Error): Promise<string> {
  const app = express()
  app.use(() => {
    throw thrown
  })
  app.use(errorHandler(silent))
  return ((await request(app).post('/api/v1/things')).body as { detail: string }).detail
}

describe('a problem document', () => {
  it('says of a refusal also what to do', async () => {
    const instead = { title: 'This is for somebody else', now: 'Ask Ada.' }
    expect(await detailOf(new Forbidden('Only Ada can do this.', instead))).toBe('Only Ada can do this. Ask Ada.')
    expect(await detailOf(new Forbidden('This access token may only read.'))).toBe('This access token may only read.')
  })
})
