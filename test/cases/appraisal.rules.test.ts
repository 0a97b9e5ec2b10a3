import fc from 'fast-check'
import { amountOf, appraisalInputs, appraise, digestOf, financeScale, likelyCents, signedBenefits, turned, whyNotAppraisable } from '../../server/cases/appraisal.rules'
import { aCaseLine, aCost } from '../support/given/cases'
import { PROPERTY } from '../support/propertyRuns'

const program = { horizonYears: 3, discountRate: 0.08 }
const finding = { id: 'f', estimate: 0.067, standardError: 0.0148, interval: { lower: 0.038, upper: 0.098 } }
const certain = aCaseLine({ annualVolumeLow: 18_000, annualVolumeHigh: 18_000, moneyPerUnitLowCents: 6_200, moneyPerUnitHighCents: 6_200, realisationLow: 0.8, realisationHigh: 0.8 })

const medianOf = (...[lines, driver = finding]: [Parameters<typeof appraisalInputs>[0], typeof finding?]): number =>
  appraise(appraisalInputs(lines, driver, program)).npv.median

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

  it('adds up at its ends to the worst and the best that the case can be worth', () => {
    const oneYear = { horizonYears: 1, discountRate: 0 }
    const lines = [aCaseLine(), aCost()]
    const { worst, best } = appraise(appraisalInputs(lines, finding, oneYear)).range
    const [benefit, cost] = lines.map(line => amountOf(line, finding))
    expect(worst).toBeCloseTo((benefit?.low ?? NaN) - (cost?.high ?? NaN), 4)
    expect(best).toBeCloseTo((benefit?.high ?? NaN) - (cost?.low ?? NaN), 4)
  })

  it('counts an effect as good in the direction of its metric', () => {
    expect(turned(-0.067, 'lower')).toBe(0.067)
    expect(turned(-0.067, 'higher')).toBe(-0.067)
  })
})

describe('the value of a case', () => {
  it('is that of the arithmetic when nothing is uncertain', () => {
    const exact = { ...finding, standardError: 0 }
    const yearly = 0.067 * 18_000 * 6_200 * 0.8
    const expected = yearly / 1.08 + yearly / 1.08 ** 2 + yearly / 1.08 ** 3 - 2_000_000
    const cost = aCost({ amountLowCents: 2_000_000, amountHighCents: 2_000_000 })
    expect(medianOf([certain, cost], exact)).toBeCloseTo(expected, 0)
  })

  it('is the same whenever it is computed from the same inputs', () => {
    const lines = [aCaseLine(), aCost()]
    expect(appraise(appraisalInputs(lines, finding, program))).toEqual(appraise(appraisalInputs(lines, finding, program)))
  })

  it('counts nothing of a line that finance refused', () => {
    expect(medianOf([aCaseLine(), aCost({ financeStatus: 'refused' })])).toBeCloseTo(medianOf([aCaseLine()]), 0)
  })

  it('counts a reduced line in proportion', () => {
    const exact = { ...finding, standardError: 0 }
    const half = { ...certain, financeStatus: 'reduced' as const, financeFigureCents: Math.round((likelyCents(certain, exact) ?? 0) / 2) }
    expect(medianOf([half], exact) / medianOf([certain], exact)).toBeCloseTo(0.5, 6)
  })

  it('falls by every cost', () => {
    const exact = { ...finding, standardError: 0 }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), cents => {
        const cost = aCost({ amountLowCents: cents, amountLikelyCents: cents, amountHighCents: cents })
        expect(medianOf([certain, cost], exact)).toBeCloseTo(medianOf([certain], exact) - cents, 3)
      }),
      { ...PROPERTY, numRuns: 4 },
    )
  })

  it('has another digest as soon as anything that counts is different', () => {
    const digest = (changes: object, driver = finding) => digestOf(appraisalInputs([aCaseLine(changes)], driver, program))
    expect(digest({ id: 'x', version: 7 })).toBe(digest({}))
    expect(digest({ annualVolumeLikely: 17_000 })).not.toBe(digest({}))
    expect(digest({}, { ...finding, estimate: 0.068 })).not.toBe(digest({}))
  })

  it.each([
    ['without a line', [], finding, /no line/],
    ['with nothing but refused lines', [aCost({ financeStatus: 'refused' })], finding, /refused every line/],
    ['driven by a finding that is not there', [aCaseLine()], null, /concluded/],
  ])('is not computed %s', (_what, lines, driver, sentence) => {
    expect(whyNotAppraisable(lines, driver)).toMatch(sentence)
  })

  it('is not computed from a finding that holds no number, and says so', () => {
    expect(whyNotAppraisable([aCaseLine()], null, true)).toMatch(/holds no number/)
    expect(whyNotAppraisable([aCaseLine({ financeStatus: 'refused' }), aCost()], null, true)).toBeNull()
  })

  it('can be computed of entered lines alone, before there is a finding', () => {
    expect(whyNotAppraisable([aCost()], null)).toBeNull()
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
