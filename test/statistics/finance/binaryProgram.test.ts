import { NotEstimable } from '../../../server/statistics/notEstimable'
import { bestOfBinaryProgram, type BinaryProgram } from '../../../server/statistics/finance/binaryProgram'

/** Places of nearly the same worth for their weight. */
function programmeOf(places: number): BinaryProgram {
  const weights = Array.from({ length: places }, (_, i) => 1_000 + ((i * 7919) % 997))
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  return {
    gains: weights.map((weight, i) => weight + ((i * 13) % 7)),
    least: weights.map(() => 0),
    most: weights.map(() => 1),
    rows: [{ coefficients: new Map(weights.entries()), most: half + 0.5 }],
  }
}

/**
 * A market split: 40 places that five rows ask to be halved exactly, which branch and bound settles only after many
 * millions of nodes (Cornuejols and Dawande 1998). No machine is quick enough for it.
 */
function marketSplit(): BinaryProgram {
  let state = 1
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) % 100
  const places = Array.from({ length: 40 }, (_, i) => i)
  const halves = Array.from({ length: 5 }, () => {
    const sizes = places.map(next)
    return { sizes, half: Math.floor(sizes.reduce((sum, size) => sum + size, 0) / 2) }
  })
  return {
    gains: places.map(() => 1),
    least: places.map(() => 0),
    most: places.map(() => 1),
    rows: halves.flatMap(({ sizes, half }) => [
      { coefficients: new Map(sizes.entries()), most: half },
      { coefficients: new Map(sizes.map((size, i) => [i, -size])), most: -half },
    ]),
  }
}

describe('the best of a binary programme', () => {
  it('comes with the time that it took, which is not more than was given', async () => {
    const { taken, seconds } = await bestOfBinaryProgram(programmeOf(12), 10)
    expect(taken).toHaveLength(12)
    expect(seconds).toBeGreaterThanOrEqual(0)
    expect(seconds).toBeLessThan(10)
  })

  it('is refused when the time that is left does not suffice, and not looked for when none is left', async () => {
    const started = performance.now()
    await expect(bestOfBinaryProgram(marketSplit(), 0.3)).rejects.toEqual(new NotEstimable('tooLarge'))
    expect(performance.now() - started).toBeLessThan(8_000)
    await expect(bestOfBinaryProgram(programmeOf(12), 0)).rejects.toEqual(new NotEstimable('tooLarge'))
  })

  it('is to take nothing where there is nothing to take', async () => {
    const nothing = { gains: [], least: [], most: [], rows: [] }
    expect(await bestOfBinaryProgram(nothing, 0)).toEqual({ taken: [], seconds: 0 })
  })
})
