import { amountOf, financeScale, likelyCents, signedBenefits, turned } from '../../server/cases/lineAmount.rules'
import { aCaseLine, aCost } from '../support/given/cases'

const finding = { id: 'f', estimate: 0.067, standardError: 0.0148, interval: { lower: 0.038, upper: 0.098 } }

describe('what a line promises', () => {
  it('is effect times volume times money times share realised, in a full year', () => {
    expect(likelyCents(aCaseLine(), finding)).toBeCloseTo(0.067 * 18_000 * 6_200 * 0.8, 6)
  })

  it('is unknown as long as its finding is', () => {
    expect(likelyCents(aCaseLine(), null)).toBeNull()
    expect(likelyCents(aCost(), null)).toBe(2_000_000)
  })

  it('ends where the interval of its finding and all its factors end together', () => {
    const { low, likely, high } = amountOf(aCaseLine(), finding) ?? { low: NaN, likely: NaN, high: NaN }
    expect(low).toBeCloseTo(0.038 * 16_000 * 5_000 * 0.6, 6)
    expect(likely).toBe(likelyCents(aCaseLine(), finding))
    expect(high).toBeCloseTo(0.098 * 20_000 * 7_000 * 0.9, 6)
  })

  it('is in order where the effect may be harmful or is', () => {
    const open = amountOf(aCaseLine(), { estimate: 0.01, interval: { lower: -0.02, upper: 0.04 } })
    expect(open?.low).toBeCloseTo(-0.02 * 20_000 * 7_000 * 0.9, 6)
    expect(open?.high).toBeCloseTo(0.04 * 20_000 * 7_000 * 0.9, 6)
    const harm = amountOf(aCaseLine(), { estimate: -0.03, interval: { lower: -0.05, upper: -0.01 } })
    expect(harm?.low).toBeCloseTo(-0.05 * 20_000 * 7_000 * 0.9, 6)
    expect(harm?.high).toBeCloseTo(-0.01 * 16_000 * 5_000 * 0.6, 6)
  })

  it('is as it was written where it is entered, and unknown at both ends before its finding', () => {
    expect(amountOf(aCost(), finding)).toEqual({ low: 1_800_000, likely: 2_000_000, high: 2_600_000 })
    expect(amountOf(aCaseLine(), null)).toBeNull()
  })

  it('counts an effect as good in the direction of its metric', () => {
    expect(turned(-0.067, 'lower')).toBe(0.067)
    expect(turned(-0.067, 'higher')).toBe(-0.067)
  })
})

describe('what finance has signed', () => {
  it('is the likely figure of accepted benefits and the accepted figure of reduced ones', () => {
    const entered = (status: 'accepted' | 'reduced' | 'refused' | 'proposed', figure: number | null = null) =>
      aCost({ kind: 'benefit', benefitClass: 'revenue', amountLikelyCents: 100, financeStatus: status, financeFigureCents: figure })
    const lines = [entered('accepted'), entered('reduced', 40), entered('refused'), entered('proposed'), aCost({ financeStatus: 'accepted' })]
    expect(signedBenefits(lines, null)).toEqual({ signedCents: 140, proposedCents: 400, open: 1 })
  })

  it('is no more than a line promises, even where finance once accepted more', () => {
    const reduced = aCost({ kind: 'benefit', benefitClass: 'revenue', amountLikelyCents: 100, financeStatus: 'reduced', financeFigureCents: 140 })
    expect(signedBenefits([reduced], null)).toEqual({ signedCents: 100, proposedCents: 100, open: 0 })
    expect(financeScale(reduced, null)).toBe(1)
  })

  it('is no sum as long as one line waits for its finding', () => {
    const lines = [aCost({ kind: 'benefit', benefitClass: 'revenue', financeStatus: 'accepted' }), aCaseLine()]
    expect(signedBenefits(lines, null)).toEqual({ signedCents: null, proposedCents: null, open: 1 })
    expect(signedBenefits(lines, finding).proposedCents).toBeCloseTo(2_000_000 + 0.067 * 18_000 * 6_200 * 0.8, 4)
  })
})
