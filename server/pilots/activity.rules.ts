import { listed } from '../platform/listed'
import { counted } from '../platform/plural'
import { isOutcomeOpen } from './outcome.rules'
import type { PilotState } from './pilot.entity'
import { PROPOSAL_WORDS } from './proposal.rules'

type Details = Readonly<Record<string, unknown>>

/** What happened, to be read after the name of who did it, and the words that were given with it. */
export interface ActivityWords {
  readonly deed: string
  readonly reason: string | null
}

const MOST_NAMED = 5

/*
 * Audit entries in words. An entry that is not listed is printed plainly from its own name, so a feature that tells
 * something new is readable before it is listed here.
 */
const SENTENCES: Readonly<Record<string, (details: Details) => string>> = {
  'pilot.drafted': () => 'started the draft',
  'pilot.edited': details => `changed ${changedFields(details)}`,
  'pilot.rescheduled': details => `changed ${changedFields(details)}`,
  'pilot.journeyMoved': ({ to, fellAway }) =>
    `moved the pilot to version ${word(to)} of its journey${Number(fellAway) > 0 ? `; ${counted(Number(fellAway), 'part')} of the segment fell away` : ''}`,
  'pilot.teamChanged': ({ added, removed }) =>
    [names(added) && `added ${names(added)} to the team`, names(removed) && `removed ${names(removed)} from the team`]
      .filter(Boolean)
      .join(' and '),
  'pilot.handedOver': ({ owner, sponsor }) =>
    [handed(owner, 'handed the pilot over'), handed(sponsor, 'changed the sponsor')].filter(Boolean).join(' and '),
  'pilot.submitted': () => 'submitted the proposal',
  'pilot.selected': () => 'selected the pilot',
  'pilot.launched': () => 'launched the pilot',
  'pilot.concluded': () => 'concluded the pilot',
  'pilot.scaled': () => 'decided to scale',
  'pilot.extended': () => 'decided to extend',
  'pilot.adapted': () => 'decided to adapt',
  'pilot.stopped': () => 'decided to stop',
  'pilot.confirmed': () => 'confirmed the benefits',
  'pilot.paused': () => 'paused the pilot',
  'pilot.resumed': () => 'resumed the pilot',
  'pilot.withdrawn': () => 'withdrew the pilot',
  'plan.written': () => 'wrote the plan',
  'plan.revised': details => (keysOfChanges(details).length === 0 ? 'saved the plan as it was' : 'changed the plan'),
  'plan.locked': ({ hash }) => `locked the plan${typeof hash === 'string' ? ` (${hash.slice(0, 12)})` : ''}`,
  'plan.amended': ({ number }) => `amended the plan${number === undefined ? '' : ` (amendment ${word(number)})`}`,
  'scoring.invited': ({ raters }) => `invited ${names(raters) || 'raters'} to score`,
  'scoring.uninvited': () => 'took an invitation to score back',
  'scoring.closed': () => 'closed scoring',
  'score.given': () => 'scored the proposal',
  'import.committed': () => 'added readings from a file',
  'import.undone': () => 'undid an import',
  'import.discarded': ({ fileName }) => `discarded the upload${typeof fileName === 'string' ? ` of ${fileName}` : ''} before it counted`,
  'summary.added': () => 'typed a summary of readings',
  'delivery.recorded': () => 'recorded the share delivered',
  'checks.lookedAt': () => 'looked at the checks of the data',
  'criterion.overridden': () => 'overrode a criterion',
  'finding.computed': () => 'had the results worked out',
  'case.lineAdded': ({ line }) => `added ${lineName(line)} to the case`,
  'case.lineRevised': details => {
    const isSame = typeof details.changes === 'object' && keysOfChanges(details).length === 0
    return isSame ? `saved ${lineName(details.line)} in the case as it was` : `changed ${lineName(details.line)} in the case`
  },
  'case.lineRemoved': ({ line }) => `took ${lineName(line)} out of the case`,
  'case.lineSigned': ({ line }) => `set the finance status of ${lineName(line)}`,
  'case.signaturesLapsed': ({ lines }) => `asked finance to sign ${names(lines) || 'lines of the case'} anew, since the finding is a new one`,
  'case.appraised': () => 'had the value of the case computed',
  'objection.raised': () => 'raised an objection',
  'objection.answered': () => 'answered an objection',
  'objection.withdrawn': () => 'withdrew an objection',
  'decision.awaitsSecond': () => 'decided against the rule, which a second sponsor must agree to',
  'decision.made': () => 'decided',
  'decision.agreed': () => 'agreed as second sponsor',
  'decision.refused': () => 'refused as second sponsor',
  'decision.withdrawn': () => 'withdrew a decision',
  'benefit.read': () => 'recorded a benefit after the rollout',
}

/** What the log tells of decisions. */
export const DECISION_ACTIONS: readonly string[] = Object.keys(SENTENCES).filter(action => action.startsWith('decision.'))

const TELLS_OUTCOME = /^(finding|decision|case)\.|^pilot\.(scaled|extended|adapted|stopped)$/
const TELLS_NOTHING = ['from', 'to', 'number', 'newEndOn', 'line', 'kind', 'unsigned']
/** What an entry of a decision is called while its own name would tell that the decision opposed the rule. */
export const DECISION_UNTOLD = 'decision.recorded'

/**
 * What an entry may tell in this state. While the outcome is closed, nothing leads back to it: that it was analysed and
 * decided on stands there, not what was found and why, nor whether the decision opposed the rule.
 *
 * @param state  of the pilot that the entry is about; null where it is about something else
 */
export function tellable<E extends { readonly action: string | null; readonly details: unknown }>(
  entry: E,
  state: PilotState | null,
): E & { readonly isHidden: boolean } {
  if (state === null || isOutcomeOpen(state)) return { ...entry, isHidden: false }
  // a few rows are found again by trying; only entries of earlier versions hold one
  if (entry.action === 'import.committed') return without(entry, ([key]) => key === 'checksum')
  if (!TELLS_OUTCOME.test(entry.action ?? '')) return { ...entry, isHidden: false }
  if (DECISION_ACTIONS.includes(entry.action ?? '')) return { ...entry, action: DECISION_UNTOLD, details: {}, isHidden: true }
  if (isOfEnteredAmount(entry)) return { ...entry, isHidden: false }
  return without(entry, ([key]) => !TELLS_NOTHING.includes(key))
}

function without<E extends { readonly details: unknown }>(entry: E, isHidden: (detail: [string, unknown]) => boolean): E & { readonly isHidden: boolean } {
  const details = Object.entries(entry.details ?? {})
  const told = details.filter(detail => !isHidden(detail))
  return { ...entry, details: Object.fromEntries(told), isHidden: told.length < details.length }
}

/** What finance said of an amount that was typed, as the page of the case shows it at any time. */
function isOfEnteredAmount({ action, details }: { readonly action: string | null; readonly details: unknown }): boolean {
  const { findingId, likelyCents } = (details ?? {}) as Details
  return action === 'case.lineSigned' && findingId === null && typeof likelyCents === 'number'
}

/** What says nothing more: a comment's own entry, and that of a decision which the step of the pilot tells in the same moment. */
const SAID_ALREADY: readonly string[] = ['pilot.commented', 'decision.made']

/**
 * The entries that the activity leaves out. While the outcome is closed those of decisions are among them: that there are
 * two of them, or whose they are, tells that a second sponsor was asked. What was decided, and by whom, stands there as the
 * step of the pilot.
 */
export const leftOut = (state: PilotState): readonly string[] =>
  isOutcomeOpen(state) ? SAID_ALREADY : [...SAID_ALREADY, ...DECISION_ACTIONS]

export function activityWords(action: string, details: unknown): ActivityWords {
  const known: Details = typeof details === 'object' && details !== null ? (details as Details) : {}
  return {
    deed: (SENTENCES[action]?.(known) ?? '') || plainly(action),
    reason: typeof known.reason === 'string' && known.reason !== '' ? known.reason : null,
  }
}

/** `scoring.closed` as "scoring closed". */
function plainly(action: string): string {
  return action
    .replace(/[._]/g, ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}

/** In the order of the form, the first few by name: whoever needs all of them finds them in the audit log. */
function changedFields(details: Details): string {
  const keys = keysOfChanges(details)
  const words = Object.entries(PROPOSAL_WORDS).flatMap(([key, name]) => (keys.includes(key) ? [lower(name)] : []))
  if (words.length === 0) return 'the proposal'
  return words.length <= MOST_NAMED
    ? listed(words)
    : listed([...words.slice(0, MOST_NAMED - 1), `${words.length - MOST_NAMED + 1} more`])
}

const keysOfChanges = ({ changes }: Details): string[] => (typeof changes === 'object' && changes !== null ? Object.keys(changes) : [])

function names(value: unknown): string {
  return Array.isArray(value) ? listed(value.filter(each => typeof each === 'string')) : ''
}

function handed(change: unknown, deed: string): string {
  if (typeof change !== 'object' || change === null) return ''
  const { before, after } = change as { before?: unknown; after?: unknown }
  return `${deed}${before ? ` from ${word(before)}` : ''} to ${word(after)}`
}

const word = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : 'nobody'
const lineName = (line: unknown): string => (typeof line === 'string' ? `“${line}”` : 'a line')
const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
