import { greeting, nextStep, tasksOf } from '../../server/home/home.rules'
import type { MyPilot, Needs, ToSelect } from '../../server/home/home.store'
import { aPlan } from '../support/given/plans'

const now = new Date('2026-11-20T12:00:00Z')
const today = '2026-11-20'

const mine = (changes: Partial<MyPilot> = {}): MyPilot => ({
  id: 'p1',
  title: 'Call ahead',
  since: new Date('2026-11-10T12:00:00Z'),
  state: 'draft',
  pausedAt: null,
  endsOn: '2026-12-01',
  isOwner: true,
  terms: aPlan(),
  metric: { kind: 'proportion', direction: 'higher' },
  arrivalsPerWeek: 500,
  isPlanLocked: true,
  hasBaseline: false,
  lastReadingAt: now,
  isDelivered: false,
  hasFinding: false,
  firedAction: null,
  caseLines: 0,
  ...changes,
})

describe('the next single step of a pilot for one of its people', () => {
  const late = { endsOn: '2026-11-20' }
  it.each<[string, Partial<MyPilot>, string | null]>([
    ['a draft of one’s own', {}, 'Complete and submit'],
    ['a draft of the team', { isOwner: false }, 'Complete the proposal'],
    ['proposed without a plan', { state: 'proposed', terms: null }, 'Write the plan'],
    ['proposed with a plan that says too little', { state: 'proposed', terms: aPlan({ plannedPerArm: null }) }, 'Complete the plan'],
    ['proposed with a plan that no power can be computed from', { state: 'proposed', terms: aPlan({ baselineValue: 0.99 }) }, 'Complete the plan'],
    ['proposed without arrivals a week', { state: 'proposed', arrivalsPerWeek: null }, 'State the arrivals a week'],
    ['proposed with a plan', { state: 'proposed' }, null],
    ['approved without a plan', { state: 'approved', terms: null }, 'Write the plan'],
    ['approved with an open plan', { state: 'approved', isPlanLocked: false }, 'Lock the plan'],
    ['approved before and after', { state: 'approved', terms: aPlan({ design: 'beforeAfter' }) }, 'Record the baseline'],
    ['approved with its baseline', { state: 'approved', terms: aPlan({ design: 'beforeAfter' }), hasBaseline: true }, 'Launch'],
    ['approved, for the team', { state: 'approved', isOwner: false }, null],
    ['running without readings', { state: 'running', lastReadingAt: null }, 'Log readings'],
    ['running, read yesterday', { state: 'running', lastReadingAt: new Date('2026-11-19T12:00:00Z') }, null],
    ['running, quiet for a week', { state: 'running', lastReadingAt: new Date('2026-11-13T12:00:00Z') }, 'Log readings'],
    ['running at its end', { state: 'running', ...late }, 'Conclude'],
    ['running at its end, for the team', { state: 'running', isOwner: false, ...late }, 'Record the share delivered'],
    ['running at its end and delivered, for the team', { state: 'running', isOwner: false, isDelivered: true, ...late }, null],
    ['paused', { state: 'running', pausedAt: now }, 'Resume or withdraw'],
    ['paused, for the team', { state: 'running', pausedAt: now, isOwner: false }, null],
    ['concluded', { state: 'concluded' }, 'Run the analysis'],
    ['concluded, rule says scale', { state: 'concluded', hasFinding: true, firedAction: 'scale' }, 'Build the case'],
    ['concluded with its case', { state: 'concluded', hasFinding: true, firedAction: 'scale', caseLines: 2 }, null],
    ['concluded, rule says stop', { state: 'concluded', hasFinding: true, firedAction: 'stop' }, null],
  ])('%s', (_when, changes, deed) => {
    expect(nextStep(mine(changes), today, now).map(task => task.deed)).toEqual(deed === null ? [] : [deed])
  })
})

describe('what needs me', () => {
  const ref = { id: 'p2', title: 'Move the first gate later', since: now }
  const nothing: Needs = {
    mine: [],
    toSelect: [],
    toDecide: [],
    toSecond: [],
    toSign: [],
    toConfirm: [],
    toAnswer: [],
    toInvite: [],
    toClose: [],
    toHandOver: [],
    stuck: [],
    toScore: { open: 0, scored: 0, first: null },
  }

  it('is nothing where nothing waits', () => {
    expect(tasksOf(nothing, { today, now }, 'g')).toEqual([])
  })

  it('starts with decisions, and says what the pilot showed', () => {
    const needs: Needs = { ...nothing, mine: [mine()], toDecide: [{ ...ref, verdict: 'harms', evidenceLevel: 5, openObjections: 0, refused: null }] }
    expect(tasksOf(needs, { today, now }, 'g')[0]).toMatchObject({
      deed: 'Decide',
      title: 'Move the first gate later',
      more: 'harms · evidence 5 · concluded',
      href: '/pilots/p2/decision',
    })
  })

  it('says that an objection blocks a decision, and puts those below that can be taken now', () => {
    const decision = { ...ref, verdict: 'harms', evidenceLevel: 5, refused: null } as const
    const toDecide = [{ ...decision, title: 'A', openObjections: 2 }, { ...decision, title: 'B', openObjections: 1 }, { ...decision, title: 'C', openObjections: 0 }]
    const told = tasksOf({ ...nothing, toDecide }, { today, now }, 'g').map(({ title, more }) => `${title}: ${more.split(' · ')[0]}`)
    expect(told).toEqual(['C: harms', 'A: waits for the answers to 2 objections', 'B: waits for the answer to an objection'])
  })

  it('offers the selection where nothing is missing but what the sponsor may override', () => {
    const ready: ToSelect = { ...ref, ...{ raters: 3, ratersNeeded: 3, closedAt: now, arrivalsPerWeek: 500 }, ...{ terms: aPlan(), metric: { kind: 'proportion', direction: 'higher' } } }
    const toSelect = [ready, { ...ready, title: 'A', raters: 2 }, { ...ready, title: 'B', terms: aPlan({ baselineValue: 0.99 }) }]
    expect(tasksOf({ ...nothing, toSelect }, { today, now }, 'g')).toMatchObject([{ deed: 'Select', title: ref.title }])
  })

  it('gathers proposals to score into one line', () => {
    const four = tasksOf({ ...nothing, toScore: { open: 4, scored: 1, first: 'p2' } }, { today, now }, 'g')
    expect(four).toMatchObject([{ deed: 'Score', title: '4 proposals', more: 'you have scored 1 of 5', href: '/programs/g/prioritise' }])
    const one = tasksOf({ ...nothing, toScore: { open: 1, scored: 0, first: 'p2' } }, { today, now }, 'g')
    expect(one).toMatchObject([{ title: '1 proposal', href: '/pilots/p2/scores' }])
  })
})

describe('the greeting', () => {
  it.each([
    ['Europe/Berlin', 'Good afternoon'],
    ['America/New_York', 'Good morning'],
    ['Asia/Tokyo', 'Good evening'],
  ])('follows the hour in %s', (zone, words) => {
    expect(greeting(now, zone)).toBe(words)
  })
})
