/** Whoever asks, known from the session or the access token. */
export interface Actor {
  readonly accountId: string
  readonly name: string
  readonly email: string
  readonly isAdmin: boolean
  /** What an access token may do; a person in a browser may `write`. */
  readonly scope: 'read' | 'write'
}

/** In whose name a change is made: all that a record of it keeps. */
export type Doer = Pick<Actor, 'accountId' | 'name'>

declare module 'express-serve-static-core' {
  interface Request {
    /** Set by the sign-in line in app.ts; routes above it must not read it. */
    actor: Actor
  }
}
