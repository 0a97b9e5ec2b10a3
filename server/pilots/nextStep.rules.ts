import { may, type Standing } from '../access/permissions'
import { isOpen, unmet, type Criterion } from './pilotLife.rules'
import type { Pilot } from './pilot.entity'

/** The one thing that somebody can do next for a pilot, or who it waits for. */
export interface NextStep {
  readonly text: string
  /** Below the pilot; null when the step is somebody else's. */
  readonly to: string | null
  readonly label: string | null
  /** The step is one click: a form that posts to `to`. */
  readonly isPost: boolean
}

export interface NextStepFacts {
  readonly pilot: Pick<Pilot, 'state' | 'pausedAt' | 'scoringClosedAt' | 'endsOn'>
  readonly standing: Standing
  /** The criteria of the next gate, where they are known. */
  readonly criteria: readonly Criterion[] | null
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
      return may(standing, 'pilot.launch')
        ? step(
            facts.criteria && unmet(facts.criteria).length === 0
              ? 'everything is there; launch it'
              : 'complete what the launch asks for, then launch it',
            'gates/launch',
            'Open the launch gate',
          )
        : may(standing, 'plan.edit')
          ? step('complete and lock the plan', 'plan', 'Open the plan')
          : waiting(`${facts.owner ?? 'the owner'} launches it`)
    case 'running':
      return ofRunning(facts)
    case 'concluded':
      return may(standing, 'pilot.decide')
        ? step('decide: scale, extend, adapt or stop', 'decision', 'Decide')
        : may(standing, 'finding.run')
          ? step('complete findings and case for the decision', 'results', 'Open the results')
          : waiting(`${facts.sponsor ?? 'the sponsor'} decides`)
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
      ? step(
          `${open.length === 1 ? 'one thing is' : `${open.length} things are`} missing before it can be submitted`,
          first?.mendTo ?? 'edit',
          'Complete the proposal',
        )
      : waiting(`${owner ?? 'its owner'} completes the proposal`)
  }
  return may(standing, 'pilot.submit')
    ? { ...step('everything is there; submit it to be scored', 'submit', 'Submit the proposal'), isPost: true }
    : waiting(`${owner ?? 'its owner'} can submit it`)
}

function ofProposed({ pilot, standing, sponsor, criteria }: NextStepFacts): NextStep {
  if (!pilot.scoringClosedAt) {
    return may(standing, 'scoring.close')
      ? step('invite raters, and close scoring once enough have scored', 'scores', 'Open the scores')
      : may(standing, 'score.give')
        ? step('the lead invites raters, and they score it', 'scores', 'Open the scores')
        : waiting('the lead invites raters, and they score it')
  }
  const open = unmet(criteria ?? [])
  if (open.length > 0) {
    const text = `${open.length === 1 ? 'one thing is' : `${open.length} things are`} missing before it can be selected`
    return may(standing, 'plan.edit') || may(standing, 'pilot.select') ? step(text, 'gates/select', 'Open the gate') : waiting(text)
  }
  return may(standing, 'pilot.select')
    ? step('scoring is closed; select it or leave it', 'gates/select', 'Open the gate')
    : waiting(`${sponsor ?? 'the sponsor'} selects`)
}

function ofRunning({ pilot, standing, owner, today }: NextStepFacts): NextStep {
  if (pilot.pausedAt) {
    return may(standing, 'pilot.pause')
      ? { ...step('it is paused', 'resume', 'Resume the pilot'), isPost: true }
      : waiting(`${owner ?? 'its owner'} or the lead resumes it`)
  }
  if (pilot.endsOn && today >= pilot.endsOn) {
    return may(standing, 'pilot.conclude')
      ? step('the planned end is reached; conclude it', 'gates/conclude', 'Open the gate')
      : waiting(`${owner ?? 'its owner'} concludes it`)
  }
  return may(standing, 'reading.log')
    ? step('log the readings', 'data', 'Log readings')
    : waiting('the team logs its readings')
}

const step = (text: string, to: string, label: string): NextStep => ({ text, to, label, isPost: false })
const waiting = (text: string): NextStep => ({ text, to: null, label: null, isPost: false })

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
  return mendTo
}

/** Where a person may change the proposal as it stands: the whole draft, or the dates alone. */
export function editPath(state: Pilot['state'], standing: Standing): 'edit' | 'timebox' | null {
  if (!may(standing, 'pilot.edit')) return null
  if (isOpen(state, 'proposal')) return 'edit'
  return isOpen(state, 'timebox') ? 'timebox' : null
}
