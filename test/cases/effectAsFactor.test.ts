import { effectAsFactor } from '../../server/cases/effectAsFactor'

const share = { id: 'm', name: 'Second visits', kind: 'proportion', unit: '', direction: 'lower', perspective: 'customer', guardrailMargin: null, moneyPerUnitCents: null } as const
const minutes = { ...share, kind: 'mean', unit: 'minutes' } as const

describe('an effect in a case', () => {
  it.each([
    ['a share, in points', 0.067, share, '6.7\u00a0points'],
    ['a small one, so that its product can be worked out again', 0.0062584, share, '0.6258\u00a0points'],
    ['harm, with a minus', -0.0082, share, '−0.82\u00a0points'],
    ['a mean, in its unit', 12.3456, minutes, '12.35\u00a0minutes'],
    ['one point', -0.01, share, '−1\u00a0point'],
    ['one minute, but for a fifth digit', 1.00001, minutes, '1\u00a0minute'],
    ['a mean without a unit', 0.5, { ...minutes, unit: '' }, '0.5'],
    ['of a metric that is not there', 0.5, null, '0.5'],
  ])('is written as %s', (_, effect, metric, words) => {
    expect(effectAsFactor(effect, { metric, locale: 'en-GB' })).toBe(words)
  })
})
