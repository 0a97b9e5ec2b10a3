import { hypothesis } from '../../server/pilots/hypothesis'
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
    expect(hypothesis({ change: 'If we show prices', forWhom: 'Customers who ask', expectedEffect: '', because: 'Because they ask' })).toBe('If we show prices, because they ask. For customers who ask.')
    expect(hypothesis({ ...empty, change: '' })).toBeNull()
  })
})
