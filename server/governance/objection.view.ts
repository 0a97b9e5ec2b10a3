import { may } from '../access/permissions'
import { pilotHead } from '../pilots/pilotHead'
import { isAnsweredByOthers, objectionState, whyNotObject } from './objection.rules'
import type { SeenObjections } from './objection.service'
import type { SignedObjection } from './objection.store'

const SHAPES = { open: 'half', answered: 'tick', withdrawn: 'slash' } as const
const TONES = { open: 'caution', answered: 'good', withdrawn: 'neutral' } as const

/** One objection as the partial `comment` prints it. */
export function objectionThread(objection: SignedObjection) {
  const { id, body, at, authorName, authorDepartment, authorIsHead } = objection
  const state = objectionState(objection)
  return {
    anchor: `objection-${id}`,
    author: authorName,
    role: authorDepartment && (authorIsHead ? `head of ${authorDepartment}` : authorDepartment),
    at,
    text: body,
    status: state,
    shape: SHAPES[state],
    tone: TONES[state],
    answer:
      objection.answer === null
        ? null
        : { author: objection.answeredByName, at: objection.answeredAt, text: objection.answer },
  }
}

export const openObjections = (objections: readonly SignedObjection[]): number =>
  objections.filter(objection => objectionState(objection) === 'open').length

/** The two pages of a decision. */
export function decisionTabs(pilotId: string, objections: readonly SignedObjection[], current: 'decision' | 'objections') {
  const open = openObjections(objections)
  const count = open > 0 ? ` (${open} open)` : objections.length > 0 ? ` (${objections.length})` : ''
  return [
    { label: 'The decision', href: `/pilots/${pilotId}/decision`, current: current === 'decision' },
    { label: `Objections${count}`, href: `/pilots/${pilotId}/objections`, current: current === 'objections' },
  ]
}

/**
 * What views/governance/objections.hbs prints, ready to print.
 *
 * @param isRaising  whether a form that raises one is shown again with its faults
 */
export function objectionsPage({ pilot, objections, standing, accountId }: SeenObjections, isRaising = false) {
  const here = `/pilots/${pilot.id}/objections`
  const refusal = whyNotObject(pilot.state)
  const mayAnswer = (objection: SignedObjection): boolean =>
    objectionState(objection) === 'open' && may(standing, 'objection.answer') && isAnsweredByOthers(objection, accountId)
  const first = objections.find(mayAnswer)
  const raiseTo = refusal === null && may(standing, 'pilot.object') ? here : null
  return {
    head: pilotHead(pilot, 'decision'),
    parts: decisionTabs(pilot.id, objections, 'objections'),
    objections: objections.map(objection => {
      return {
        thread: objectionThread(objection),
        answerTo: objection !== first && mayAnswer(objection) ? `${here}/${objection.id}/answer` : null,
        withdrawTo:
          !objection.withdrawnAt && objection.authorId === accountId && may(standing, 'pilot.object')
            ? `${here}/${objection.id}/withdraw`
            : null,
      }
    }),
    /** An open objection holds the pilot up, so whoever can answer it is asked to before anything else. */
    answering: first ? { author: first.authorName, to: `${here}/${first.id}/answer`, raiseTo, isRaising } : null,
    raiseTo,
    refusal,
  }
}

/** What views/governance/answer.hbs prints: one objection and the form that answers it. */
export function answerPage(seen: SeenObjections, objection: SignedObjection) {
  const here = `/pilots/${seen.pilot.id}/objections`
  return {
    head: pilotHead(seen.pilot, 'decision'),
    parts: decisionTabs(seen.pilot.id, seen.objections, 'objections'),
    thread: objectionThread(objection),
    isOpen: objectionState(objection) === 'open' && isAnsweredByOthers(objection, seen.accountId),
    to: `${here}/${objection.id}/answer`,
    backTo: here,
  }
}
