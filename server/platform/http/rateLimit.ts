import type { RequestHandler } from 'express'
import { rateLimit as limiter } from 'express-rate-limit'
import { TooOften } from '../errors'

const WINDOW_MS = 60_000
/** Far above what a person or a well-meant script needs; sign-in has its own, much narrower throttle. */
const REQUESTS_PER_WINDOW = 6_000

/** Keeps one address from taking the whole server. Counts in this process alone. */
export function rateLimit(requestsPerMinute = REQUESTS_PER_WINDOW): RequestHandler {
  return limiter({
    windowMs: WINDOW_MS,
    limit: requestsPerMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // whoever sends X-Forwarded-For past no proxy of ours is not believed (TRUSTED_PROXY), which is meant so and no news
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_req, _res, next) => next(new TooOften(WINDOW_MS / 1000)),
  })
}
