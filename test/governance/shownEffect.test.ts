import { shownEffect } from '../../server/governance/shownEffect'

const share = { name: 'Second visits', kind: 'proportion', unit: '', direction: 'lower' } as const
const minutes = { name: 'Handle time', kind: 'mean', unit: 'minutes', direction: 'lower' } as const

describe('the effect on the page of a decision', () => {
  it.each([
    ['a share in points', { metric: share, estimate: -0.067, intervalLower: -0.096, intervalUpper: -0.038 }, '−6.7\u00a0points', '−9.6 to −3.8'],
    ['so that none of its numbers is rounded to nothing', { metric: share, estimate: -0.0002, intervalLower: -0.0304, intervalUpper: 0.0301 }, '−0.02\u00a0points', '−3.04 to 3.01'],
    ['one minute', { metric: minutes, estimate: -1, intervalLower: -2, intervalUpper: 1 }, '−1\u00a0minute', '−2 to 1'],
    ['a mean in its unit', { metric: minutes, estimate: 0.4, intervalLower: -0.1, intervalUpper: 0.9 }, '+0.4\u00a0minutes', '−0.1 to 0.9'],
  ])('is written %s', (_, finding, estimate, interval) => {
    expect(shownEffect(finding, 0.03, 'en-GB')).toEqual({ estimate, interval })
  })

  it('is none where the data gave no number', () => {
    expect(shownEffect({ metric: share, estimate: null, intervalLower: null, intervalUpper: null }, 0.03, 'en-GB')).toBeNull()
  })
})
