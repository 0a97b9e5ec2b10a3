import { activityWords } from '../../server/pilots/activity.rules'
import { nextStep, type NextStepFacts } from '../../server/pilots/nextStep.rules'
import { PILOT_STATES } from '../../server/pilots/pilot.entity'
import { hypothesis } from '../../server/pilots/hypothesis'
import { today } from '../../server/pilots/pilot.view'
import { sentencesOf } from '../../server/pilots/proposal.rules'
import type { Role } from '../../server/access/permissions'
import { aPilot, stampsOf } from '../support/given/pilots'

describe('a hypothesis', () => {
  it('is said as people say it', () => {
    expect(hypothesis(aPilot())).toBe(
      'If we call each customer the day before the visit, fewer of them need a second visit, ' +
        'because half of the second visits happen because nobody was at home. For customers with an install appointment.',
    )
  })

  it('leaves out what is not written yet, and keeps abbreviations', () => {
    const empty = { change: 'SMS the date.', forWhom: '', expectedEffect: '', because: '' }
    expect(hypothesis(empty)).toBe('If we SMS the date.')
    expect(hypothesis({ ...empty, change: '' })).toBeNull()
  })
})

describe('the next step', () => {
  const facts = (
    state: NextStepFacts['pilot']['state'] | 'paused',
    roles: Role[],
    changes: Partial<NextStepFacts> = {},
  ): NextStepFacts => ({
    pilot: aPilot(stampsOf(state)),
    standing: new Set(roles),
    criteria: [
      { key: 'a', label: 'A', met: true, evidence: 'yes', mendTo: 'edit', overridable: false, overrideBy: null },
    ],
    owner: 'Jo Castillo',
    sponsor: 'Marta Silva',
    today: '2026-10-15',
    ...changes,
  })

  it.each<[NextStepFacts['pilot']['state'] | 'paused', Role[], string | null, string]>([
    ['draft', ['member', 'owner'], 'submit', 'submit it'],
    ['draft', ['lead'], null, 'Jo Castillo can submit it'],
    ['proposed', ['sponsor', 'namedSponsor'], 'scores', 'the lead invites raters'],
    ['approved', ['member', 'owner'], 'gates/launch', 'launch'],
    ['approved', ['member', 'team'], 'plan', 'lock the plan'],
    ['approved', ['viewer'], null, 'Jo Castillo launches it'],
    ['running', ['member', 'team'], 'data', 'log the readings'],
    ['running', ['lead'], null, 'the team logs'],
    ['paused', ['lead'], 'resume', 'paused'],
    ['concluded', ['sponsor', 'namedSponsor'], 'decision', 'decide'],
    ['concluded', ['member'], null, 'Marta Silva decides'],
    ['scaling', ['finance'], 'gates/confirm', 'confirm'],
    ['scaling', ['lead'], null, 'finance confirms'],
  ])('in %s for %j leads to %s', (state, roles, to, text) => {
    const { pilot } = facts(state, roles)
    const scoring = state === 'proposed' ? { pilot: { ...pilot, scoringClosedAt: null } } : {}
    const next = nextStep(facts(state, roles, scoring))
    expect([next?.to, next?.text]).toEqual([to, expect.stringContaining(text)])
  })

  it('is the missing part of a draft, with its place', () => {
    const criteria = [
      {
        key: 'budget',
        label: 'Budget',
        met: false,
        evidence: 'Missing',
        mendTo: 'edit#field-budget',
        overridable: false,
        overrideBy: null,
      },
    ]
    expect(nextStep(facts('draft', ['member', 'owner'], { criteria }))).toMatchObject({
      to: 'edit#field-budget',
      isPost: false,
    })
  })

  it('is to conclude from the planned end on', () => {
    expect(nextStep(facts('running', ['member', 'owner'], { today: '2026-11-12' }))?.to).toBe('gates/conclude')
    expect(nextStep(facts('running', ['member', 'owner'], { today: '2026-11-11' }))?.to).toBe('data')
  })

  it('is there in every state but the last ones', () => {
    for (const state of PILOT_STATES) {
      expect([state, nextStep(facts(state, ['viewer'])) === null]).toEqual([
        state,
        ['sustained', 'stopped', 'withdrawn'].includes(state),
      ])
    }
  })
})

describe('activity in words', () => {
  it.each([
    ['pilot.submitted', {}, 'submitted the proposal'],
    ['pilot.edited', { changes: { budgetCents: {}, change: {} } }, 'changed what changes and budget'],
    ['pilot.edited', null, 'changed the proposal'],
    ['pilot.teamChanged', { added: ['Ravi'], removed: [] }, 'added Ravi to the team'],
    ['pilot.handedOver', { sponsor: { before: null, after: 'Marta' } }, 'changed the sponsor to Marta'],
    [
      'pilot.journeyMoved',
      { to: 3, fellAway: 1 },
      'moved the pilot to version 3 of its journey; 1 part of the segment fell away',
    ],
    ['scoring.somethingNew', {}, 'scoring something new'],
  ])('%s with %j', (action, details, deed) => {
    expect(activityWords(action, details).deed).toBe(deed)
  })

  it('keeps the reason', () => {
    expect(activityWords('pilot.paused', { reason: 'A storm' })).toEqual({
      deed: 'paused the pilot',
      reason: 'A storm',
    })
  })
})

it('a vision is offered sentence by sentence', () => {
  expect(sentencesOf('One visit is enough. Nobody waits! …\nNobody waits!')).toEqual([
    'One visit is enough.',
    'Nobody waits!',
  ])
})

it('today is the day of the program’s time zone', () => {
  const night = new Date('2026-10-15T23:30:00Z')
  expect([today(night, 'UTC'), today(night, 'Europe/Berlin')]).toEqual(['2026-10-15', '2026-10-16'])
})
