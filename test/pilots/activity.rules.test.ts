import { activityWords, leftOut, tellable } from '../../server/pilots/activity.rules'

const extended = { action: 'pilot.extended', details: { from: 'concluded', to: 'running', newEndOn: '2026-12-18', reason: 'The effect was 3 points.' } }
const computed = { action: 'finding.computed', details: { number: 1, verdict: 'works', evidence: 2, action: 'extend', inputsDigest: 'a digest' } }
const committed = { action: 'import.committed', details: { import: 'an import', rows: 3, checksum: 'a digest' } }
const edited = { action: 'plan.amended', details: { number: 1, reason: 'A strike.' } }

describe('what the activity of a pilot tells', () => {
  it.each([
    [extended, { from: 'concluded', to: 'running', newEndOn: '2026-12-18' }],
    [computed, { number: 1 }],
    [committed, { import: 'an import', rows: 3 }],
    [edited, edited.details],
  ])('leads not back to an outcome while the pilot runs again: %j', (entry, details) => {
    expect(tellable(entry, 'running')).toEqual({ ...entry, details, isHidden: details !== entry.details })
  })

  it.each(['awaitsSecond', 'made', 'agreed', 'refused', 'withdrawn'])('names a decision that %s like any other', action => {
    const entry = { action: `decision.${action}`, details: { number: 2, choice: 'extend', opposesRule: true, newEndOn: '2026-12-18' } }
    expect(tellable(entry, 'running')).toEqual({ action: 'decision.recorded', details: {}, isHidden: true })
    expect(tellable(entry, 'concluded')).toEqual({ ...entry, isHidden: false })
  })

  it.each(['draft', 'proposed', 'approved', 'withdrawn'] as const)('is no more while it is %s', state => {
    expect(tellable(extended, state)).toEqual(tellable(extended, 'running'))
    expect(leftOut(state)).toEqual(leftOut('running'))
  })

  it('is of finance what the case shows: its word on an amount that was typed, not on one that follows the effect', () => {
    const signed = { line: 'Training', status: 'reduced', figureCents: 100, reason: 'Cheaper.', likelyCents: 200 }
    const entered = { action: 'case.lineSigned', details: { ...signed, findingId: null } }
    expect(tellable(entered, 'running')).toEqual({ ...entered, isHidden: false })
    const driven = { action: 'case.lineSigned', details: { ...signed, findingId: 'finding' } }
    expect(tellable(driven, 'running')).toMatchObject({ details: { line: 'Training' }, isHidden: true })
  })

  it.each([extended, computed, committed, edited])('is everything once it is concluded: %j', entry => {
    expect(tellable(entry, 'concluded')).toEqual({ ...entry, isHidden: false })
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
    ['plan.revised', { version: 2, changes: { alpha: {} } }, 'changed the plan'],
    ['plan.revised', { version: 2, changes: {} }, 'saved the plan as it was'],
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
