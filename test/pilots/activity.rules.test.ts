import { tellable } from '../../server/pilots/activity.rules'

const extended = { action: 'pilot.extended', details: { from: 'concluded', to: 'running', newEndOn: '2026-12-18', reason: 'The effect was 3 points.' } }
const computed = { action: 'finding.computed', details: { number: 1, verdict: 'works', evidence: 2, action: 'extend', inputsDigest: 'a digest' } }
const edited = { action: 'plan.amended', details: { number: 1, reason: 'A strike.' } }

describe('what the activity of a pilot tells', () => {
  it.each([
    [extended, { from: 'concluded', to: 'running', newEndOn: '2026-12-18' }],
    [computed, { number: 1 }],
    [edited, edited.details],
  ])('leads not back to an outcome while the pilot runs again: %j', (entry, details) => {
    expect(tellable(entry, 'running')).toEqual({ ...entry, details, isHidden: details !== entry.details })
  })

  it.each([extended, computed, edited])('is everything once it is concluded: %j', entry => {
    expect(tellable(entry, 'concluded')).toEqual({ ...entry, isHidden: false })
  })
})
