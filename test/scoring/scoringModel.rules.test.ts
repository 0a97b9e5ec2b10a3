import { checkedModel, DEFAULT_CRITERIA, weightShares, type WrittenCriterion } from '../../server/scoring/scoringModel.rules'
import { type Invalid } from '../../server/platform/errors'

const faultsOf = (criteria: readonly WrittenCriterion[]): string[] => {
  try {
    checkedModel(criteria)
    return []
  } catch (fault) {
    return Object.keys((fault as Invalid).fields)
  }
}

describe('the model a program starts with', () => {
  it('is one that a lead could have written', () => {
    expect(checkedModel(DEFAULT_CRITERIA)).toBe(DEFAULT_CRITERIA)
  })

  it('says for each score of each criterion something of its own', () => {
    const texts = DEFAULT_CRITERIA.flatMap(({ rubric }) => rubric)
    expect(texts).toHaveLength(DEFAULT_CRITERIA.length * 5)
    expect(new Set(texts).size).toBe(texts.length)
  })
})

describe('a scoring model', () => {
  const [first, ...rest] = DEFAULT_CRITERIA as [WrittenCriterion, ...WrittenCriterion[]]

  it.each<[string, readonly WrittenCriterion[], string]>([
    ['both axes', DEFAULT_CRITERIA.filter(({ axis }) => axis === 'impact'), 'criteria'],
    ['each name once', [...DEFAULT_CRITERIA, { ...first, name: first.name.toUpperCase() }], 'criteria.8.name'],
    ['weights above 0', [{ ...first, weight: 0 }, ...rest], 'criteria.0.weight'],
    ['words for each score', [{ ...first, rubric: ['a', 'b', ' ', 'd', 'e'] }, ...rest], 'criteria.0.rubric.2'],
    ['five scores', [{ ...first, rubric: ['a', 'b'] }, ...rest], 'criteria.0.rubric.0'],
  ])('needs %s', (_, criteria, field) => {
    expect(faultsOf(criteria)).toEqual([field])
  })

  it('has weights that share out each axis', () => {
    const shares = weightShares(DEFAULT_CRITERIA)
    expect(shares.slice(0, 4)).toEqual([0.3, 0.3, 0.2, 0.2])
    expect(shares.slice(4).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
  })
})
