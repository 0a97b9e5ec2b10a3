import { keptForm, nested, pathOfOurs, type KeptField, type KeptForm } from './keptForm.rules'

const KEPT = 'kept'
const KEPT_LEAD = 'Your session has ended. What you typed is kept and can be sent again after you sign in.'

/** Where the person was going, and a form to send again once there. */
export interface GoingOn {
  readonly to: string
  readonly kept?: KeptForm | null
}

/** What views/accounts/signIn.hbs prints. `to` is where the person was going, `kept` what they had typed there. */
export function signInPage({ to, kept = null, lead = null }: GoingOn & { lead?: string | null }) {
  return {
    to: kept?.to ?? pathOfOurs(to),
    hidden: kept ? nested(kept.fields, KEPT) : [],
    lead: lead ?? (kept ? KEPT_LEAD : null),
  }
}

/** What views/accounts/sendAgain.hbs prints: the same form, with one button. */
export function sendAgainPage({ to, fields }: KeptForm, lead: string) {
  return { to, lead, hidden: fields, shown: shownOf(fields) }
}

/** What the sign-in form carried for the person: where to go on, and a form to send again. */
export function carried(body: unknown): { to: string; kept: KeptForm | null } {
  const { to, [KEPT]: fields } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const path = pathOfOurs(to)
  return { to: path, kept: typeof fields === 'object' && fields !== null ? keptForm(path, fields) : null }
}

/** The first of what was typed, so that the person sees what will be sent. */
function shownOf(fields: readonly KeptField[]): KeptField[] {
  return fields
    .filter(({ name, value }) => value.trim() !== '' && !/^(version|id)$|Id$|\[id\]$/.test(name))
    .slice(0, 12)
    .map(({ name, value }) => ({ name: inWords(name), value: shortened(value) }))
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)} …` : text)

/** `lines[0][unitCost]` as "Lines 1, unit cost". */
function inWords(name: string): string {
  const words = name
    .replace(/\[(\d+)\]/g, (_, at: string) => ` ${Number(at) + 1}, `)
    .replace(/\[\]$/, '')
    .replace(/[[\]]+/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\s+,/g, ',')
    .replace(/\s+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
