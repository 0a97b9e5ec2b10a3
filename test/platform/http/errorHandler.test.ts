import { readFileSync } from 'node:fs'
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

  it('does not say that nothing was saved when something fails, and neither does the page', async () => {
    expect(await detailOf(new Error('full disk'))).toContain('We cannot say whether it was saved')
    expect(readFileSync('views/errors/ours.hbs', 'utf8')).toContain('we cannot say whether it was saved')
  })
})
