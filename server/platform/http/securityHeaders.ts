import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Everything comes from this origin, nothing is inline, and no other site may frame us. */
export function securityHeaders({ secureCookies }: { readonly secureCookies: boolean }): RequestHandler {
  const own = ["'self'"]
  const none = ["'none'"]
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: own,
        styleSrc: own,
        // Tabler draws its check marks as data: images
        imgSrc: [...own, 'data:'],
        fontSrc: own,
        connectSrc: own,
        formAction: own,
        baseUri: none,
        frameAncestors: none,
        ...(secureCookies && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: secureCookies && { maxAge: 31_536_000 },
    referrerPolicy: { policy: 'same-origin' },
  })
}
