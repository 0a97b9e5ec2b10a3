import { counted } from '../platform/plural'
import { isSelectable, needsBaseline, unsaid } from '../pilots/gateCriteria.rules'
import { VERDICT_WORDS } from '../plans/decisionRule.rules'
import { reachOf, type Reach } from '../plans/feasibility.rules'
import type { MyPilot, Needs, Planned, ToSelect } from './home.store'

/** One thing that waits for a person. */
export interface Task {
  /** What to do, in a word or two. */
  readonly deed: string
  /** On what: mostly the title of a pilot. */
  readonly title: string
  readonly more: string
  /** Since when it waits; null where that says nothing. */
  readonly since: Date | null
  readonly href: string
  /** The word on the button. */
  readonly open: string
}

/** A week without a reading, and the team is reminded. */
const QUIET_DAYS = 7
const DAY_MS = 86_400_000

/** What waits for a person, the most urgent kind first: decisions, signatures, answers, scores, then one's own pilots. */
export function tasksOf(needs: Needs, { today, now }: { readonly today: string; readonly now: Date }, programId: string): Task[] {
  const pilot = (id: string, path = '') => `/pilots/${id}${path}`
  return [
    ...readyFirst(needs.toDecide).map(({ id, title, since, verdict, evidenceLevel, openObjections, refused }) => ({
      ...{ deed: 'Decide', title, since, href: pilot(id, '/decision'), open: 'Open' },
      more: `${blocked(openObjections)}${refused ? `${refused.by} refused to ${refused.choice} · ` : ''}${VERDICT_WORDS[verdict]} · evidence ${evidenceLevel} · concluded`,
    })),
    ...readyFirst(needs.toSecond).map(({ id, title, since, choice, by, openObjections }) => ({
      ...{ deed: 'Agree or refuse', title, since, href: pilot(id, '/decision/second'), open: 'Open' },
      more: `${blocked(openObjections)}${by} wants to ${choice}, against the rule`,
    })),
    ...needs.toSelect.filter(mayBeSelected).slice(0, MOST_NAMED).map(({ id, title, since }) => ({
      ...{ deed: 'Select', title, since, href: pilot(id, '/gates/select'), open: 'Open' },
      more: 'scoring is closed · proposed',
    })),
    ...needs.toSign.map(({ id, title, since, lines }) => ({
      ...{ deed: 'Sign', title, since, href: pilot(id, '/case'), open: 'Open' },
      more: `${counted(lines, 'benefit line')} without finance’s word · concluded`,
    })),
    ...needs.toConfirm.map(({ id, title, since }) => ({
      ...{ deed: 'Confirm', title, since, href: pilot(id, '/gates/confirm'), open: 'Open' },
      more: 'read the benefit against the case · scaling',
    })),
    ...needs.toAnswer.map(({ id, title, since, author }) => ({
      ...{ deed: 'Answer', title: `Objection by ${author}`, since, href: pilot(id, '/objections'), open: 'Read' },
      more: `${title} · raised`,
    })),
    ...scoring(needs.toScore, programId),
    ...needs.toInvite.map(({ id, title, since }) => ({
      ...{ deed: 'Invite raters', title, since, href: pilot(id, '/scores'), open: 'Open' },
      more: 'nobody was asked to score it yet · proposed',
    })),
    ...needs.toClose.map(({ id, title, since, raters }) => ({
      ...{ deed: 'Close scoring', title, since, href: pilot(id, '/scores'), open: 'Open' },
      more: `${counted(raters, 'rater has', 'raters have')} scored · proposed`,
    })),
    ...needs.toHandOver.map(({ id, title, owner }) => ({
      ...{ deed: 'Hand over', title, since: null, href: pilot(id, '/team'), open: 'Open' },
      more: `${owner} owns it and is no longer active`,
    })),
    ...needs.mine.flatMap(mine => nextStep(mine, today, now)),
    ...needs.stuck.map(({ id, title, since, state }) => ({
      ...{ deed: 'Unblock', title, since, href: pilot(id), open: 'Open' },
      more: `${state === 'running' ? 'running past its planned end' : state} · last moved`,
    })),
  ]
}

/** As many of a kind as a page can hold. */
const MOST_NAMED = 10

/** What the design can show, as the gate works it out. */
const plannedReach = ({ terms, metric, arrivalsPerWeek }: Planned): Reach | null =>
  terms && metric && reachOf(terms, metric, arrivalsPerWeek)

const mayBeSelected = (waiting: ToSelect): boolean => isSelectable(waiting, plannedReach(waiting))

/** What can be decided now stands above what waits for an answer of the team. */
function readyFirst<T extends { readonly openObjections: number }>(waiting: readonly T[]): T[] {
  return [...waiting].sort((a, b) => Math.sign(a.openObjections) - Math.sign(b.openObjections))
}

function blocked(openObjections: number): string {
  if (openObjections === 0) return ''
  return openObjections === 1 ? 'waits for the answer to an objection · ' : `waits for the answers to ${openObjections} objections · `
}

function scoring({ open, scored, first }: Needs['toScore'], programId: string): Task[] {
  if (open === 0 || first === null) return []
  return [
    {
      deed: 'Score',
      title: counted(open, 'proposal'),
      more: `you have scored ${scored} of ${open + scored}`,
      since: null,
      href: open === 1 ? `/pilots/${first}/scores` : `/programs/${programId}/prioritise`,
      open: 'Score',
    },
  ]
}

/** The next single step of a pilot for one of its people; none while it waits for somebody else. */
export function nextStep(mine: MyPilot, today: string, now: Date): Task[] {
  const found = stepOf(mine, today, now)
  if (!found) return []
  const [deed, path, more] = found
  return [{ deed, title: mine.title, more, since: mine.since, href: `/pilots/${mine.id}${path}`, open: 'Open' }]
}

type Step = readonly [deed: string, path: string, more: string]

function stepOf(mine: MyPilot, today: string, now: Date): Step | null {
  switch (mine.state) {
    case 'draft':
      return mine.isOwner ? ['Complete and submit', '', 'draft'] : ['Complete the proposal', '', 'draft']
    case 'proposed':
      return proposed(mine)
    case 'approved':
      return approved(mine)
    case 'running':
      return running(mine, today, now)
    case 'concluded':
      return concluded(mine)
    default:
      return null
  }
}

/** What keeps the sponsor from selecting stands here, under those who can mend it. */
function proposed(mine: MyPilot): Step | null {
  const why = 'selection asks what the design can show · proposed'
  switch (unsaid(plannedReach(mine))) {
    case 'plan':
      return ['Write the plan', '/plan', why]
    case 'terms':
      return ['Complete the plan', '/plan', why]
    case 'arrivals':
      return ['State the arrivals a week', '/timebox#field-arrivalsPerWeek', why]
    case null:
      return null
  }
}

function approved({ terms, isPlanLocked, hasBaseline, isOwner }: MyPilot): Step | null {
  if (terms === null) return ['Write the plan', '/plan', 'approved']
  if (!isPlanLocked) return ['Lock the plan', '/plan', 'approved']
  if (needsBaseline(terms.design) && !hasBaseline) return ['Record the baseline', '/data', 'the plan is locked · approved']
  return isOwner ? ['Launch', '/gates/launch', 'the plan is locked · approved'] : null
}

function running({ pausedAt, isOwner, endsOn, isDelivered, lastReadingAt }: MyPilot, today: string, now: Date): Step | null {
  if (pausedAt) return isOwner ? ['Resume or withdraw', '', 'paused'] : null
  if (endsOn !== null && today >= endsOn) {
    if (isOwner) return ['Conclude', '/gates/conclude', 'the planned end is reached · running']
    return isDelivered ? null : ['Record the share delivered', '/gates/conclude', 'the planned end is reached · running']
  }
  if (lastReadingAt === null) return ['Log readings', '/data', 'none have come yet · running']
  const quiet = Math.floor((now.getTime() - lastReadingAt.getTime()) / DAY_MS)
  return quiet >= QUIET_DAYS ? ['Log readings', '/data', `the last came ${quiet} days ago · running`] : null
}

function concluded({ hasFinding, firedAction, caseLines }: MyPilot): Step | null {
  if (!hasFinding) return ['Run the analysis', '/results', 'concluded']
  return firedAction === 'scale' && caseLines === 0 ? ['Build the case', '/case', 'the rule says scale · concluded'] : null
}

/** "Good morning" where the program lives. */
export function greeting(now: Date, timeZone: string): string {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now))
  return hour >= 5 && hour < 12 ? 'Good morning' : hour >= 12 && hour < 18 ? 'Good afternoon' : 'Good evening'
}
