/**
 * What can go wrong, in words of the program rather than of HTTP. Anyone throws these; `http/errorHandler.ts` alone
 * knows which status belongs to which. Each message is a sentence for a person.
 */
export abstract class Problem extends Error {
  constructor(message: string) {
    super(message)
    this.name = new.target.name
  }
}

/** Field name (dotted, as in the form) to a sentence that says what is wrong and what to do. */
export type FieldFaults = Readonly<Record<string, string>>

/** These answers need attention. */
export class Invalid extends Problem {
  constructor(
    readonly fields: FieldFaults,
    message = 'Some answers need attention.',
  ) {
    super(message)
  }
}

/** @throws Invalid where there is a fault */
export function refuse(faults: FieldFaults): void {
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
}

/** Nobody is signed in, or the session has ended. */
export class NotSignedIn extends Problem {
  constructor(message = 'Sign in to go on.') {
    super(message)
  }
}

/** What the page of a missing thing says, where more is known than that an address leads nowhere. */
export interface WayOn {
  readonly title: string
  /** What to do now, in a sentence or two. */
  readonly now: string
  /** The first is what most people will want. */
  readonly ways: readonly { readonly label: string; readonly href: string }[]
}

/** There is no such thing, or a stranger asks for it. */
export class Missing extends Problem {
  constructor(
    message = 'There is no such page.',
    readonly wayOn: WayOn | null = null,
  ) {
    super(message)
  }
}

/** What the page of a refusal says, where more is known than that a role does not allow it. */
export interface Instead {
  readonly title: string
  /** What to do now, in a sentence or two. */
  readonly now: string
}

/** One of us, but not allowed. */
export class Forbidden extends Problem {
  constructor(
    message = 'Your role in this program does not allow this.',
    readonly instead: Instead | null = null,
  ) {
    super(message)
  }
}

/** Not possible in the present state, or somebody changed it meanwhile. */
export class Conflict extends Problem {
  /** @param details what changed meanwhile, a sentence each; criteria that are not met; anything the person needs to go on */
  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message)
  }
}

/** Somebody else saved the same thing while its form was open: it can be saved over, or begun again from what is saved. */
export class Stale extends Conflict {}

/** What was sent is larger than the stated limit. */
export class TooLarge extends Problem {}

/** What was sent is of a kind that this address does not read. */
export class WrongType extends Problem {}

/** Asked too often; `retryAfterSeconds` says when it will be answered again. */
export class TooOften extends Problem {
  constructor(
    readonly retryAfterSeconds: number,
    message = 'That was too often. Wait a little and try again.',
  ) {
    super(message)
  }
}
