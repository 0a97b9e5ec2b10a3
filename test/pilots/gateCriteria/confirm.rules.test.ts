import { confirmCriteria } from '../../../server/pilots/gateCriteria/confirm.rules'
import { passes } from '../../../server/pilots/criterion.rules'

describe('the confirm gate', () => {
  it.each([
    ['every benefit read', { benefitLines: 2, withoutReading: [] }, true],
    ['one not read', { benefitLines: 2, withoutReading: ['Fewer visits'] }, false],
    ['no benefit at all', { benefitLines: 0, withoutReading: [] }, false],
  ])('%s', (_, facts, met) => {
    expect(confirmCriteria(facts).every(passes)).toBe(met)
  })

  it('leads to the form that reads a benefit, which the case has not', () => {
    const mendTo = (benefitLines: number) => confirmCriteria({ benefitLines, withoutReading: ['Fewer visits'] })[0]?.mendTo
    expect(mendTo(1)).toBe('gates/confirm#field-lineId')
    expect(mendTo(0)).toBeNull()
  })

  it.each([
    [1, '1 benefit line read after rollout.'],
    [2, '2 benefit lines read after rollout.'],
  ])('counts %d lines that were read', (benefitLines, said) => {
    expect(confirmCriteria({ benefitLines, withoutReading: [] })[0]?.evidence).toBe(said)
  })
})
