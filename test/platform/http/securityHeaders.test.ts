import request from 'supertest'
import { Assets } from '../../../server/platform/views/assets'
import { testApp } from '../../support/app'
import { givenDatabase } from '../../support/database'

describe('the headers that keep a browser from other sites', () => {
  const database = givenDatabase()

  it.each([
    ['a page', '/sign-in'],
    ['a stylesheet', new Assets().url('foothold.css')],
    ['a script or style that is not there', '/assets/nothing.css'],
    ['the word that the process answers', '/health'],
    ['the word that it reaches its database', '/ready'],
    ['an answer of the API', '/api/v1/me'],
  ])('come with %s', async (_what, path) => {
    const { headers } = await request(testApp(database)).get(path)
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  })
})
