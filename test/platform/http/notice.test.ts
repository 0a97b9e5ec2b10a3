import type { Request, Response } from 'express'
import { takeNotice } from '../../../server/platform/http/notice'

const res = { clearCookie: () => undefined } as unknown as Response

function taken(notice: object | string) {
  const text = typeof notice === 'string' ? notice : Buffer.from(JSON.stringify(notice)).toString('base64url')
  return takeNotice({ cookies: { notice: text } } as unknown as Request, res)
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
})
