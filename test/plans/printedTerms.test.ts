import { effect, printed } from '../../server/plans/printedTerms'
import { aPlanContent } from '../support/given/plans'

describe('a term of a plan', () => {
  it.each([
    [1, 'minutes', 'minute'],
    [1.0001, 'minutes', 'minute'],
    [-1, 'calls', 'call'],
    [1.5, 'minutes', 'minutes'],
    [1, 'Mbps', 'Mbps'],
    [null, 'minutes', 'minutes'],
  ])('of %p %s stands before “%s”', (value, unit, printedUnit) => {
    const metric = { kind: 'mean', unit } as const
    expect(printed('baselineValue', aPlanContent({ baselineValue: value }), metric).unit).toBe(printedUnit)
    if (value !== null) expect(effect(value, metric).unit).toBe(printedUnit)
  })
})
