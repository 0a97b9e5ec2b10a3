import { may, type Standing } from '../access/permissions'
import { listed } from '../platform/listed'
import { counted } from '../platform/plural'
import { unmet, type Criterion } from './criterion.rules'
import { isOpen } from './openParts.rules'
import type { Pilot } from './pilot.entity'
import type { Decision } from './pilotLife.rules'

/** The one thing that somebody can do next for a pilot, or who it waits for. */
export interface NextStep {
  readonly text: string
  /** Below the pilot; null when the step is somebody else's. */
  readonly to: string | null
  readonly label: string | null
  /** Of a step that is done by a button and not on a page of its own: what is asked before it posts to `to`. */
  readonly confirm: { readonly question: string; readonly sure: string } | null
}

/** A decision against the rule, until a second sponsor has agreed or refused. */
export interface AwaitsSecond {
  readonly choice: Decision
  /** Who decided. */
  readonly by: string
  /** Another sponsor was named since: nobody can agree to it any more, and the sponsor named now takes it back. */
  readonly isHandedOver: boolean
  /** Who could agree, by name. */
  readonly others: readonly string[]
  /** Whether whoever looks is one of them. */
  readonly mayAnswer: boolean
}

/** A decision against the rule that a second sponsor refused; the pilot is decided anew. */
export interface RefusedDecision {
  readonly choice: Decision
  /** Who refused. */
  readonly by: string
}

export interface NextStepFacts {
  readonly pilot: Pick<Pilot, 'state' | 'pausedAt' | 'scoringClosedAt' | 'endsOn'>
  readonly standing: Standing
  /** The criteria of the next gate, where they are known. */
  readonly criteria: readonly Criterion[] | null
  /** Benefit lines of the case on which finance has not spoken. */
  readonly linesToSign: number
  /** Of a concluded pilot; null while no decision waits. */
  readonly awaitsSecond: AwaitsSecond | null
  /** Of a concluded pilot: the last decision, where a second sponsor refused it. */
  readonly refused: RefusedDecision | null
  /** Whether a running pilot has as many readings as its plan asks for. */
  readonly areReadingsIn: boolean
  readonly owner: string | null
  readonly sponsor: string | null
  /** Today in the program's time zone, as YYYY-MM-DD. */
  readonly today: string
}

/** Total: every state has a next step or says that nothing is left to do. */
export function nextStep(facts: NextStepFacts): NextStep | null {
  const { pilot, standing } = facts
  switch (pilot.state) {
    case 'draft':
      return ofDraft(facts)
    case 'proposed':
      return ofProposed(facts)
    case 'approved':
      return ofApproved(facts)
    case 'running':
      return ofRunning(facts)
    case 'concluded':
      return ofConcluded(facts)
    case 'scaling':
      return may(standing, 'pilot.confirm')
        ? step('compare the benefits after rollout with the case, and confirm', 'gates/confirm', 'Open the gate')
        : waiting('finance confirms the benefits after rollout')
    case 'sustained':
    case 'stopped':
    case 'withdrawn':
      return null
  }
}

function ofDraft({ criteria, standing, owner }: NextStepFacts): NextStep {
  const open = unmet(criteria ?? [])
  if (open.length > 0) {
    const [first] = open
    return may(standing, 'pilot.edit')
      ? step(`${thingsAre(open)} missing before it can be submitted`, first?.mendTo ?? 'edit', 'Complete the proposal')
      : waiting(`${owner ?? 'its owner'} completes the proposal`)
  }
  return may(standing, 'pilot.submit')
    ? { ...step('everything is there; submit it to be scored', 'submit', 'Submit the proposal'), confirm: SUBMITTING }
    : waiting(`${owner ?? 'its owner'} can submit it`)
}

function ofProposed(facts: NextStepFacts): NextStep {
  const { pilot, standing, sponsor } = facts
  const open = unmet(facts.criteria ?? [])
  const mine = firstMend(facts, open)
  if (!pilot.scoringClosedAt) {
    const isScored = facts.criteria?.some(({ key, met }) => key === 'scored' && met) ?? false
    if (may(standing, 'scoring.close')) return isScored ? step(`${ENOUGH}; close scoring`, 'scores', 'Open the scores') : step(...MENDING.scoringClosed)
    if (mine) return mine
    const awaited = isScored ? `${ENOUGH}; the lead closes scoring` : 'the lead invites raters, and they score it'
    return may(standing, 'score.give') ? step(awaited, 'scores', 'Open the scores') : waiting(awaited)
  }
  if (may(standing, 'pilot.select')) {
    if (open.length === 0) return step('scoring is closed; select it or turn it down', 'gates/select', 'Open the gate')
    const others = open.filter(({ overrideBy }) => overrideBy === null || !may(standing, overrideBy))
    if (others.length === 0) return step(`${CONFLICTING}, or turn this one down`, 'gates/select', 'Open the gate')
    const beside = others.length < open.length ? `; ${CONFLICTING}` : ''
    return step(`${thingsAre(others)} missing before you can select it; others see to that${beside}`, 'gates/select', 'See what is missing')
  }
  if (open.length === 0) return waiting(`${sponsor ?? 'the sponsor'} selects`)
  return mine ?? waiting(`${thingsAre(open)} missing before it can be selected`)
}

const ENOUGH = 'enough raters have scored'

/** What at the selection is for the sponsor alone. */
const CONFLICTING = 'a conflicting pilot stands in the way; override it with a reason'

function ofApproved(facts: NextStepFacts): NextStep {
  const { standing, owner } = facts
  const open = unmet(facts.criteria ?? [])
  if (open.length === 0) {
    return may(standing, 'pilot.launch')
      ? step('everything is there; launch it', 'gates/launch', 'Open the launch gate')
      : waiting(`${owner ?? 'the owner'} launches it`)
  }
  const mine = firstMend(facts, open)
  if (mine) return mine
  const overridden = open.find(({ overrideBy }) => overrideBy !== null && may(standing, overrideBy))
  if (overridden) return step('a criterion of the launch waits for your word; override it with a reason, or wait', 'gates/launch', 'Open the launch gate')
  return waiting(`${owner ?? 'the owner'} and the team complete what the launch asks for`)
}

function ofConcluded(facts: NextStepFacts): NextStep {
  const { standing, sponsor, awaitsSecond, refused } = facts
  if (awaitsSecond) return ofAwaiting(facts, awaitsSecond)
  const open = unmet(facts.criteria ?? [])
  const before = refused ? `${refused.by} refused to ${refused.choice}; ` : ''
  if (may(standing, 'pilot.decide')) {
    return open.length === 0
      ? step(`${before}decide${refused ? ' anew' : ''}: scale, extend, adapt or stop`, 'decision', 'Decide')
      : step(`${before}${thingsAre(open)} missing before you can decide; others see to that`, 'decision', 'See what is missing')
  }
  const mine = firstMend(facts, open) ?? financeStep(facts)
  if (mine) return mine
  const decides = `${sponsor ?? 'the sponsor'} decides${refused ? ' anew' : ''}`
  return may(standing, 'case.edit')
    ? step(`${before}see to the case; ${decides}`, 'case', 'Open the case')
    : waiting(`${before}${decides}`)
}

/** The pilot is concluded, so its outcome is no secret: everybody is told who wants what, and whose turn it is. */
function ofAwaiting(facts: NextStepFacts, { choice, by, others, mayAnswer, isHandedOver }: AwaitsSecond): NextStep {
  const open = unmet(facts.criteria ?? [])
  if (isHandedOver) {
    const wanted = `${by} wanted to ${choice} as the sponsor before`
    return may(facts.standing, 'pilot.decide')
      ? step(`${wanted}; take that back, then decide`, 'decision', 'Open the decision')
      : waiting(`${wanted}; ${facts.sponsor ?? 'the sponsor'} takes that back and decides`)
  }
  const wish = `${by} wants to ${choice}, against the rule`
  if (mayAnswer) {
    const first = open.length > 0 ? ` (${thingsAre(open)} missing before you can agree)` : ''
    return step(`${wish}; agree or refuse${first}`, 'decision/second', 'Agree or refuse')
  }
  const mine = firstMend(facts, open) ?? financeStep(facts)
  if (mine) return mine
  const turn = others.length > 0 ? `${listed(others, 'or')} agrees or refuses` : 'a second sponsor has to agree, and the program has none; the lead can name one'
  return may(facts.standing, 'pilot.decide')
    ? step(`your decision to ${choice} waits: ${turn}`, 'decision', 'Open the decision')
    : waiting(`${wish}; ${turn}`)
}

function financeStep({ standing, linesToSign }: NextStepFacts): NextStep | null {
  if (linesToSign === 0 || !may(standing, 'case.finance')) return null
  return step(`give finance’s word on ${counted(linesToSign, 'benefit line')}`, 'case', 'Open the case')
}

type StepParts = readonly [text: string, to: string, label: string]

/** How the criteria of the gates are mended, by their keys; those of a draft are all mended in its form. */
const MENDING = {
  scored: ['invite raters, and close scoring once enough have scored', 'scores', 'Open the scores'],
  scoringClosed: ['invite raters, and close scoring once enough have scored', 'scores', 'Open the scores'],
  feasibility: ['say in the plan what the design can show', 'plan', 'Open the plan'],
  noConflict: ['move the dates away from the conflicting pilot', 'edit#field-startsOn', 'Change the dates'],
  planLocked: ['complete and lock the plan', 'plan', 'Open the plan'],
  baseline: ['record the baseline', 'data', 'Record the baseline'],
  mandate: ['take somebody from each department touched onto the team', 'team', 'Open the team'],
  checksSeen: ['the planned readings are in; look at the checks', 'gates/conclude#field-checksSeen', 'Look at the checks'],
  delivered: ['the planned readings are in; record the share delivered', 'data#field-share', 'Record the share'],
  findings: ['complete the findings', 'results', 'Open the results'],
  objections: ['answer what was objected', 'objections', 'Open the objections'],
} as const satisfies Readonly<Record<string, StepParts>>

/** The first unmet criterion that this person can mend, as a step. A weak design is left to the gate, where it is overridden. */
function firstMend({ pilot, standing }: NextStepFacts, open: readonly Criterion[]): NextStep | null {
  for (const { key, mendTo } of open) {
    const path = mendPath(mendTo, pilot.state, standing)
    const parts: StepParts | undefined = isMending(key) ? MENDING[key] : undefined
    if (path && parts) return step(parts[0], path, parts[2])
  }
  return null
}

const isMending = (key: string): key is keyof typeof MENDING => key in MENDING

const thingsAre = (open: readonly Criterion[]): string => counted(open.length, 'thing is', 'things are')

function ofRunning(facts: NextStepFacts): NextStep {
  const { pilot, standing, owner, today } = facts
  if (pilot.pausedAt) {
    return may(standing, 'pilot.pause')
      ? { ...step('it is paused', 'resume', 'Resume the pilot'), confirm: RESUMING }
      : waiting(`${owner ?? 'its owner'} or the lead resumes it`)
  }
  if (pilot.endsOn && today >= pilot.endsOn) {
    return may(standing, 'pilot.conclude')
      ? step('the planned end is reached; conclude it', 'gates/conclude', 'Open the gate')
      : waiting(`${owner ?? 'its owner'} concludes it`)
  }
  if (facts.areReadingsIn) {
    const mine = firstMend(facts, unmet(facts.criteria ?? []))
    if (mine) return mine
    return may(standing, 'pilot.conclude')
      ? step('the planned readings are in; conclude it', 'gates/conclude', 'Open the gate')
      : waiting(`${owner ?? 'its owner'} concludes it`)
  }
  return may(standing, 'reading.log')
    ? step('log the readings', 'data', 'Log readings')
    : waiting('the team logs its readings')
}

const SUBMITTING = {
  question: 'Raters can then be invited to score it. Of the proposal, only dates, arrivals and team can be changed from then on; the plan stays open until it is locked.',
  sure: 'Submit it now',
}

const RESUMING = {
  question: 'The change goes on for customers, and the team goes on logging its readings.',
  sure: 'Resume it now',
}

const step = (text: string, to: string, label: string): NextStep => ({ text, to, label, confirm: null })
const waiting = (text: string): NextStep => ({ text, to: null, label: null, confirm: null })

/** The reason of an early stop is given by whoever concludes. */
const EARLY_REASON = /^gates\/conclude#field-reason$/

/** Where this person can mend a criterion; null for what somebody else has to do. */
export function mendPath(mendTo: string | null, state: Pilot['state'], standing: Standing): string | null {
  if (mendTo === null) return null
  if (/^edit\b/.test(mendTo)) {
    const path = editPath(state, standing)
    return path && mendTo.replace(/^edit/, path)
  }
  if (/^plan\b/.test(mendTo)) return may(standing, 'plan.edit') ? mendTo : null
  if (/^data\b/.test(mendTo)) return may(standing, 'reading.log') ? mendTo : null
  if (/^scores\b/.test(mendTo)) return may(standing, 'scoring.close') ? mendTo : null
  if (/^team\b/.test(mendTo)) return may(standing, 'pilot.edit') ? mendTo : null
  if (/^results\b/.test(mendTo)) return may(standing, 'finding.run') ? mendTo : null
  if (/^case\b/.test(mendTo)) return may(standing, 'case.edit') || may(standing, 'case.finance') ? mendTo : null
  if (/^objections\b/.test(mendTo)) return may(standing, 'objection.answer') ? mendTo : null
  if (EARLY_REASON.test(mendTo)) return may(standing, 'pilot.conclude') ? mendTo : null
  if (/^gates\/confirm\b/.test(mendTo)) return may(standing, 'pilot.confirm') ? mendTo : null
  if (/^gates\/conclude\b/.test(mendTo)) return may(standing, 'reading.log') ? mendTo : null
  return mendTo
}

/** Who can mend it, for those who cannot; null where nobody can. */
export function mender(mendTo: string | null, owner: string | null): string | null {
  if (mendTo === null) return null
  const named = owner ?? 'The owner'
  if (/^scores\b/.test(mendTo)) return 'The lead'
  if (/^gates\/confirm\b/.test(mendTo)) return 'Finance'
  if (EARLY_REASON.test(mendTo)) return named
  return /^(data|gates\/conclude)\b/.test(mendTo) ? `${named} or the team` : `${named}, the team or the lead`
}

/** Where a person may change the proposal as it stands: the whole draft, or the dates alone. */
export function editPath(state: Pilot['state'], standing: Standing): 'edit' | 'timebox' | null {
  if (!may(standing, 'pilot.edit')) return null
  if (isOpen(state, 'proposal')) return 'edit'
  return isOpen(state, 'timebox') ? 'timebox' : null
}
