import { NotEstimable } from '../../../server/statistics/notEstimable'
import { bestOfBinaryProgram, type BinaryProgram } from '../../../server/statistics/finance/binaryProgram'

/** Places of nearly the same worth for their weight, of which very many sets come close to the best. */
function programmeOf(places: number): BinaryProgram {
  const weights = Array.from({ length: places }, (_, i) => 1_000 + ((i * 7919) % 997))
  const half = weights.reduce((sum, weight) => sum + weight, 0) / 2
  const rows = [weights, weights.map((weight, i) => weight + ((i * 31) % 17)), weights.map((weight, i) => weight - ((i * 53) % 19))]
  return {
    gains: weights.map((weight, i) => weight + ((i * 13) % 7)),
    least: weights.map(() => 0),
    most: weights.map(() => 1),
    rows: rows.map(amounts => ({ coefficients: new Map(amounts.map((amount, i) => [i, amount])), most: half + 0.5 })),
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
    await expect(bestOfBinaryProgram(programmeOf(400), 0.3)).rejects.toEqual(new NotEstimable('tooLarge'))
    expect(performance.now() - started).toBeLessThan(8_000)
    await expect(bestOfBinaryProgram(programmeOf(400), 0)).rejects.toEqual(new NotEstimable('tooLarge'))
  })

  it('is to take nothing where there is nothing to take', async () => {
    const nothing = { gains: [], least: [], most: [], rows: [] }
    expect(await bestOfBinaryProgram(nothing, 0)).toEqual({ taken: [], seconds: 0 })
  })
})
