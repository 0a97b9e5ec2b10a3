import { CSRF_FIELD } from '../platform/http/csrf'
import type { RefusedUpload } from '../platform/http/refusedUpload'
import { flattened, keptForm, nested, pathOfOurs, type KeptField, type KeptForm } from './keptForm.rules'

const KEPT = 'kept'
const UPLOAD = 'upload'
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
    hidden: kept ? [...nested(kept.fields, KEPT), ...(kept.upload ? nested(flattened(kept.upload), UPLOAD) : [])] : [],
    lead: lead ?? (kept ? [KEPT_LEAD, ...fileLead(kept)].join(' ') : null),
  }
}

/** What views/accounts/sendAgain.hbs prints: the same form, with one button. */
export function sendAgainPage(kept: KeptForm, lead: string) {
  const { to, fields, upload } = kept
  return {
    // a form with a file carries its token in its address
    to: upload ? `${to}${to.includes('?') ? '&' : '?'}${CSRF_FIELD}=` : to,
    lead: [lead, ...fileLead(kept)].join(' '),
    hidden: fields,
    shown: shownOf(fields),
    isUpload: upload !== null,
    chooseAgain: upload?.fileName ? upload : null,
  }
}

const fileLead = ({ upload }: KeptForm): string[] =>
  upload?.fileName ? [`The file ${upload.fileName} is not kept: choose it again.`] : []

/** What the sign-in form carried for the person: where to go on, and a form to send again. */
export function carried(body: unknown): { to: string; kept: KeptForm | null } {
  const { to, [KEPT]: fields, [UPLOAD]: upload } = asObject(body)
  const path = pathOfOurs(to)
  return { to: path, kept: typeof fields === 'object' && fields !== null ? keptForm(path, fields, uploadOf(upload)) : null }
}

function uploadOf(given: unknown): RefusedUpload | null {
  const { field, fileName } = asObject(given)
  return typeof field === 'string' ? { field, fileName: typeof fileName === 'string' ? fileName : null } : null
}

const asObject = (given: unknown): Record<string, unknown> =>
  typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {}

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
