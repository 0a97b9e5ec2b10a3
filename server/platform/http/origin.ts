import type { Request } from 'express'

/** Where the page stands that sent a request; `unstated` by programs and by browsers that keep it to themselves. */
export type Origin = 'own' | 'foreign' | 'unstated'

/**
 * What the browser itself says, which no page can forge. Sec-Fetch-Site comes first: it is there even where the
 * referrer policy turns Origin into `null`.
 *
 * @param baseUrl  how people reach the app, where a proxy in front changes the Host header
 */
export function originOf(req: Request, baseUrl: string): Origin {
  const site = req.get('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none' ? 'own' : 'foreign'
  const origin = req.get('origin')
  if (origin === undefined || origin === 'null') return 'unstated'
  if (!URL.canParse(origin)) return 'foreign'
  const { host } = new URL(origin)
  return host === req.get('host') || origin === new URL(baseUrl).origin ? 'own' : 'foreign'
}
