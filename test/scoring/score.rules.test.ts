import {
  assertMayClose,
  assertMayScore,
  axisScores,
  byRank,
  checkedValues,
  isRevealed,
  panelScores,
  quadrantOf,
  type WeighedCriterion,
} from '../../server/scoring/score.rules'
import { PILOT_STATES, type PilotState } from '../../server/pilots/pilot.entity'
import { Conflict, Forbidden, Invalid } from '../../server/platform/errors'

const criteria: readonly WeighedCriterion[] = [
  { id: 'a', axis: 'impact', weight: 3, direction: 'higher' },
  { id: 'b', axis: 'impact', weight: 1, direction: 'higher' },
  { id: 'c', axis: 'complexity', weight: 1, direction: 'higher' },
  { id: 'd', axis: 'complexity', weight: 1, direction: 'lower' },
]
const values = (a: number, b: number, c: number, d: number) =>
  Object.entries({ a, b, c, d }).map(([criterionId, value]) => ({ criterionId, value }))

describe('the axes of one rater', () => {
  it.each<[[number, number, number, number], number, number]>([
    [[1, 1, 1, 1], 1, 3],
    [[5, 5, 5, 5], 5, 3],
    [[5, 1, 1, 5], 4, 1],
    [[1, 5, 5, 1], 2, 5],
    [[3, 3, 2, 4], 3, 2],
  ])('of %j are impact %d and complexity %d', (given, impact, complexity) => {
    expect(axisScores(criteria, values(...given))).toEqual({ impact, complexity })
  })

  it('stay the same when all weights are doubled', () => {
    const doubled = criteria.map(criterion => ({ ...criterion, weight: criterion.weight * 2 }))
    expect(axisScores(doubled, values(4, 2, 3, 1))).toEqual(axisScores(criteria, values(4, 2, 3, 1)))
  })

  it.each<[string, { criterionId: string; value: number }[], string]>([
    ['a criterion is missing', values(1, 1, 1, 1).slice(1), 'values'],
    ['a criterion is scored twice', [...values(1, 1, 1, 1), { criterionId: 'a', value: 2 }], 'values.4.criterionId'],
    ['a criterion is of another model', [...values(1, 1, 1, 1), { criterionId: 'z', value: 2 }], 'values.4.criterionId'],
  ])('need every criterion once: %s', (_, given, field) => {
    expect(() => checkedValues(criteria, given)).toThrow(Invalid)
    try {
      checkedValues(criteria, given)
    } catch (fault) {
      expect(Object.keys((fault as Invalid).fields)).toEqual([field])
    }
  })
})

describe('the raters together', () => {
  it('have a mean, a spread and a number on each axis', () => {
    expect(panelScores([rater(4, 2), rater(2, 3), rater(3, 1)])).toEqual({
      impact: 3,
      complexity: 2,
      impactSpread: [2, 4],
      complexitySpread: [1, 3],
      raters: 3,
    })
  })

  it('do not count the proposer', () => {
    expect(panelScores([rater(2, 2), rater(5, 1, true)])).toMatchObject({ impact: 2, complexity: 2, raters: 1 })
    expect(panelScores([rater(5, 1, true)])).toBeNull()
    expect(panelScores([])).toBeNull()
  })

  it('put a pilot into one of four fields, the middle line to the higher one', () => {
    const fields = [
      [4, 2],
      [4, 4],
      [2, 2],
      [2, 4],
      [3, 3],
    ].map(([impact = 0, complexity = 0]) => quadrantOf({ impact, complexity }))
    expect(fields).toEqual(['doFirst', 'planWell', 'fillIn', 'leave', 'planWell'])
  })

  it('rank by impact less complexity, then impact, then name', () => {
    const pilots = [
      { title: 'B', impact: 3, complexity: 2 },
      { title: 'A', impact: 3, complexity: 2 },
      { title: 'C', impact: 4, complexity: 3 },
      { title: 'D', impact: 4, complexity: 1 },
    ]
    expect(pilots.sort(byRank).map(({ title }) => title)).toEqual(['D', 'C', 'A', 'B'])
  })
})

describe('scores are revealed', () => {
  const start = { isClosed: false, invited: 3, submitted: 1, isInvited: false, hasSubmitted: false }

  it.each([
    ['to nobody who has still to score', { isInvited: true }, false],
    ['not to the lead while somebody has still to score', {}, false],
    ['to a rater who has submitted', { isInvited: true, hasSubmitted: true }, true],
    ['to all once everybody who was invited has submitted', { submitted: 3 }, true],
    ['to all once the lead has closed scoring', { isClosed: true }, true],
    ['to nobody as long as nobody is invited', { invited: 0, submitted: 0 }, false],
  ])('%s', (_, changes, revealed) => {
    expect(isRevealed({ ...start, ...changes })).toBe(revealed)
  })
})

describe('scoring', () => {
  const open = { state: 'proposed' as PilotState, scoringClosedAt: null }
  const invited = { isInvited: true, hasSubmitted: false }

  it('is for those who were invited, once', () => {
    expect(() => assertMayScore(open, invited)).not.toThrow()
    expect(() => assertMayScore(open, { ...invited, isInvited: false })).toThrow(Forbidden)
    expect(() => assertMayScore(open, { ...invited, hasSubmitted: true })).toThrow('already')
  })

  it.each(PILOT_STATES)('in the state %s is open for proposals alone', state => {
    const attempt = () => assertMayScore({ ...open, state }, invited)
    if (state === 'proposed') expect(attempt).not.toThrow()
    else expect(attempt).toThrow(Conflict)
  })

  it('is over when it is closed', () => {
    const closed = { ...open, scoringClosedAt: new Date('2026-10-01') }
    expect(() => assertMayScore(closed, invited)).toThrow('closed')
    expect(() => assertMayClose(closed, 5, 3)).toThrow('closed')
  })

  it.each([
    [0, '3 raters are missing'],
    [2, '1 rater is missing'],
    [3, null],
    [4, null],
  ])('with %d counted raters of 3 closes or says: %s', (counted, refusal) => {
    const attempt = () => assertMayClose(open, counted, 3)
    if (refusal === null) expect(attempt).not.toThrow()
    else expect(attempt).toThrow(refusal)
  })
})

function rater(impact: number, complexity: number, isProposer = false) {
  return { impact, complexity, isProposer }
}
