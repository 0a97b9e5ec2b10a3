import { lossInWords } from '../../server/cases/chanceOfLoss'

const range = (worst: number, best: number) => ({ worst, likely: (worst + best) / 2, best })

describe('the chance of a loss', () => {
  it.each([
    ['in whole percent', 0.877, range(-1, 1), '12%'],
    ['as under one in a hundred, where no draw lost but the worst does', 1, range(-1, 5), 'under 1%'],
    ['the same where few draws did', 0.9996, range(-1, 5), 'under 1%'],
    ['as none where not even the worst is a loss', 1, range(1, 5), '0%'],
    ['as nearly all where the best would pay', 0, range(-5, 1), 'over 99%'],
    ['as all where not even the best pays', 0, range(-5, -1), '100%'],
  ])('is said %s', (_, probabilityPositive, ends, words) => {
    expect(lossInWords({ probabilityPositive, range: ends }, 'en-GB')).toBe(words)
  })
})
