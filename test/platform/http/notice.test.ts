import cookieParser from 'cookie-parser'
import express, { type Request, type Response } from 'express'
import request from 'supertest'
import { Cookies } from '../../../server/platform/http/cookies'
import { notices, notify, takeNotice } from '../../../server/platform/http/notice'

const res = { locals: { noticeCookies: new Cookies(false) }, clearCookie: () => undefined } as unknown as Response

function taken(notice: object | string) {
  const text = typeof notice === 'string' ? notice : Buffer.from(JSON.stringify(notice)).toString('base64url')
  return takeNotice({ cookies: { 'foothold-notice': text } } as unknown as Request, res)
}

describe('the receipt of the request before', () => {
  it('is given back with a link of ours', () => {
    expect(taken({ kind: 'done', text: 'Saved.', href: '/pilots' })).toEqual({ kind: 'done', text: 'Saved.', href: '/pilots' })
  })

  it.each(['//elsewhere.example', '/\\elsewhere.example', 'https://elsewhere.example', 'javascript:alert(1)', 7])('leads to no other site: %s', href => {
    expect(taken({ kind: 'done', text: 'Saved.', href })).toEqual({ kind: 'done', text: 'Saved.' })
  })

  it('is nothing where it cannot be read', () => {
    expect(taken('not json')).toBeNull()
    expect(taken({ kind: 'shout', text: 'Saved.' })).toBeNull()
  })

  it.each([
    ['', false, /^foothold-notice=\w+; Max-Age=60; Path=\/; .*HttpOnly; SameSite=Lax$/],
    [' where cookies are secure', true, /^__Host-foothold-notice=\w+; Max-Age=60; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/],
  ])('travels like every cookie of ours%s, and is taken once', async (_where, secure, form) => {
    const app = express()
      .use(cookieParser(), notices(new Cookies(secure)))
      .post('/', (_req, answer) => {
        notify(answer, { kind: 'done', text: 'Saved.' })
        answer.sendStatus(204)
      })
      .get('/', (req, answer) => void answer.json(takeNotice(req, answer)))
    const [cookie = ''] = (await request(app).post('/')).get('Set-Cookie') ?? []
    expect(cookie).toMatch(form)
    const read = await request(app).get('/').set('Cookie', cookie.split(';')[0] ?? '')
    expect(read.body).toEqual({ kind: 'done', text: 'Saved.' })
    expect(read.get('Set-Cookie')?.[0]).toMatch(/foothold-notice=; .*Expires=Thu, 01 Jan 1970/)
  })
})
