import { resultsHidden } from '../../server/findings/finding.rules'
import { isOutcomeOpen } from '../../server/pilots/outcome.rules'
import { PILOT_STATES } from '../../server/pilots/pilot.entity'

describe('the outcome of a pilot', () => {
  it.each(PILOT_STATES)('is shown or not while it is %s, and the results say why not', state => {
    expect(isOutcomeOpen(state)).toBe(['concluded', 'scaling', 'sustained', 'stopped'].includes(state))
    expect(resultsHidden(state) === null).toBe(isOutcomeOpen(state))
  })
})
