import { chiSquare } from '../../../server/statistics/distributions/chiSquare'
import { seededRandom } from '../../../server/statistics/random/randomSource'
import { reasonOf } from '../referenceCases'

const drawn = (seed: number, stream: string, count: number) => {
  const random = seededRandom(seed, stream)
  return Array.from({ length: count }, () => random.next())
}

describe('seededRandom', () => {
  it('repeats itself for the same seed and name, and only then', () => {
    expect(drawn(42, 'a', 5)).toEqual(drawn(42, 'a', 5))
    expect(drawn(42, 'b', 5)).not.toEqual(drawn(42, 'a', 5))
    expect(drawn(43, 'a', 5)).not.toEqual(drawn(42, 'a', 5))
    expect(drawn(42 + 2 ** 32, 'a', 5)).not.toEqual(drawn(42, 'a', 5))
  })

  it.each([0, 1, -7, 2 ** 52 + 3])('draws evenly and without memory from seed %d', seed => {
    const values = drawn(seed, 'any', 100_000)
    expect(values.every(value => value > 0 && value < 1)).toBe(true)
    // Pairs of neighbours over a grid of 10 by 10.
    const counts = Array.from({ length: 100 }, () => 0)
    for (let i = 0; i < values.length; i += 2) {
      const cell = Math.floor((values[i] ?? 0) * 10) * 10 + Math.floor((values[i + 1] ?? 0) * 10)
      counts[cell] = (counts[cell] ?? 0) + 1
    }
    const expected = values.length / 2 / 100
    const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chiSquare(99).survival(statistic)).toBeGreaterThan(1e-4)
    expect(chiSquare(99).cdf(statistic)).toBeGreaterThan(1e-4)
  })

  it('refuses a seed that is not whole', () => {
    expect(reasonOf(() => seededRandom(1.5, 'a'))).toBe('invalidParameter')
  })
})
