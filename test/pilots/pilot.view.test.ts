import { activityWords } from '../../server/pilots/activity.rules'
import { hypothesis } from '../../server/pilots/hypothesis'
import { today } from '../../server/pilots/pilot.view'
import { sentencesOf } from '../../server/pilots/proposal.rules'
import { aPilot } from '../support/given/pilots'

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
