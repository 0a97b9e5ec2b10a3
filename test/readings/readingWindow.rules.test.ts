import { PILOT_STATES, type PilotState } from '../../server/pilots/pilot.entity'
import type { Arm, Period } from '../../server/readings/reading.entity'
import { readingRefused, readingsClosed } from '../../server/readings/readingWindow.rules'

describe('when readings are taken', () => {
  it.each(PILOT_STATES)('in %s the answer is what the life of a pilot says', state => {
    const open: readonly PilotState[] = ['approved', 'running', 'concluded']
    expect(readingsClosed(state) === null).toBe(open.includes(state))
  })

  it.each<[PilotState, boolean, Period, RegExp | null]>([
    ['draft', false, 'baseline', /once the sponsor has selected/],
    ['proposed', true, 'baseline', /once the sponsor has selected/],
    ['approved', false, 'baseline', null],
    ['approved', true, 'baseline', null],
    ['approved', true, 'outcome', /when the pilot has been launched/],
    ['running', true, 'baseline', null],
    ['running', true, 'outcome', null],
    ['running', false, 'outcome', /Lock the plan/],
    ['concluded', true, 'outcome', null],
    ['scaling', true, 'outcome', /decision stands/],
    ['stopped', true, 'baseline', /decision stands/],
    ['sustained', true, 'outcome', /decision stands/],
    ['withdrawn', true, 'outcome', /withdrawn/],
  ])('%s, plan locked %p: a reading of the %s period', (state, planLocked, period, expected) => {
    const refusal = readingRefused({ state, planLocked, design: 'randomised' }, { arm: 'treatment', period })
    if (expected === null) expect(refusal).toBeNull()
    else expect(refusal).toMatch(expected)
  })

  it.each<[Arm, boolean]>([['treatment', true], ['control', false]])('a before/after pilot takes the arm %s: %p', (arm, isTaken) => {
    const refusal = readingRefused({ state: 'running', planLocked: true, design: 'beforeAfter' }, { arm, period: 'baseline' })
    expect(refusal === null).toBe(isTaken)
  })
})
