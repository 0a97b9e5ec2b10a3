/** One entry of the rail: a page that exists and that the person may open. */
export interface RailEntry {
  readonly label: string
  readonly href: string
  /** Name of a file in views/partials/icons. */
  readonly icon: string
  readonly current?: boolean
}

/** A step of the breadcrumb; the last one has no address. */
export interface TrailStep {
  readonly label: string
  readonly href?: string
}

/** What every page shows around its content: `res.locals.frame`, in templates `@root.frame`. */
export interface Frame {
  /** BCP 47, for numbers, money and dates. */
  readonly locale: string
  /** IANA name. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
  /** The moment the page is made: "3 days ago" and the date on paper count from it. */
  readonly now: Date
  /** The path that was asked for, with its query. */
  readonly path: string
  /** The same with scheme and host, printed at the foot of a page on paper. */
  readonly address: string
  /** The token of the hidden field in every form. */
  readonly csrf: string
  readonly person?: {
    readonly name: string
    readonly email: string
    /** Profile, tokens: what the person menu offers besides signing out. */
    readonly links?: readonly { readonly label: string; readonly href: string }[]
    readonly signOutTo?: string
  }
  readonly program?: { readonly name: string; readonly href: string }
  /** The programs the switcher offers. */
  readonly programs?: readonly { readonly name: string; readonly href: string; readonly current?: boolean }[]
  readonly rail?: readonly RailEntry[]
  readonly trail?: readonly TrailStep[]
  /** What stands above every page of a part of the program: the trail of a page that does not set its own. */
  readonly above?: readonly TrailStep[]
  /** Where the search form of the top line goes; no form without it. */
  readonly searchTo?: string
  /** What was typed there. */
  readonly searched?: string
  /** A receipt for what was just done, or a word of warning. */
  readonly notice?: {
    readonly kind: 'done' | 'info' | 'caution' | 'stop'
    readonly text: string
    readonly href?: string
    readonly label?: string
  }
}

/** How numbers, money and dates are written; the defaults hold where nobody is signed in. */
export type Customs = Pick<Frame, 'locale' | 'timeZone' | 'currency' | 'now'>

/** The customs of the page being made. */
export function customsOf(root: unknown): Customs {
  const frame = (root as { frame?: Partial<Frame> } | undefined)?.frame
  return {
    locale: frame?.locale ?? 'en-GB',
    timeZone: frame?.timeZone ?? 'UTC',
    currency: frame?.currency ?? 'EUR',
    now: frame?.now ?? new Date(),
  }
}

/** Says where a page stands: the steps of its breadcrumb, the last one without an address. */
export function setTrail(res: { locals: Record<string, unknown> }, ...trail: readonly TrailStep[]): void {
  res.locals.frame = { ...(res.locals.frame as Frame), trail }
}
