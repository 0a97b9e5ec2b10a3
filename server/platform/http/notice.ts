import type { Request, RequestHandler, Response } from 'express'
import type { Frame } from '../views/frame'
import type { Cookies } from './cookies'

export type Notice = NonNullable<Frame['notice']>

const COOKIE = 'notice'
const LIFETIME_MS = 60_000
/** A browser reads `/\elsewhere` as `//elsewhere`, which is another site. */
const OWN_PATH = /^\/(?![/\\])/

/** The receipts of the app travel in its cookies; stands before whatever leaves or takes one. */
export function notices(cookies: Cookies): RequestHandler {
  return (_req, res, next) => {
    res.locals.noticeCookies = cookies
    next()
  }
}

const cookiesOf = (res: Response): Cookies => res.locals.noticeCookies as Cookies

/** Leaves a receipt for the page that the person is sent to next; it is shown once. */
export function notify(res: Response, notice: Notice): void {
  const text = Buffer.from(JSON.stringify(notice)).toString('base64url')
  cookiesOf(res).write(res, COOKIE, text, LIFETIME_MS)
}

/** Puts a receipt on the very page that answers this request. */
export function noticeHere(res: Response, notice: Notice): void {
  res.locals.frame = { ...(res.locals.frame as Frame), notice }
}

/** The receipt left by the request before, taken away from the browser as it is read. */
export function takeNotice(req: Request, res: Response): Notice | null {
  const text = cookiesOf(res).read(req, COOKIE)
  if (text === null) return null
  cookiesOf(res).forget(res, COOKIE)
  try {
    const notice = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Notice>
    const known = ['done', 'info', 'caution', 'stop'].includes(notice.kind ?? '') && typeof notice.text === 'string'
    // a path of our own alone: nobody shall be led away by a cookie
    const { href, ...rest } = notice as Notice
    return known ? { ...rest, ...(typeof href === 'string' && OWN_PATH.test(href) && { href }) } : null
  } catch {
    return null
  }
}
