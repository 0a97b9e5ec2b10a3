import fc from 'fast-check'
import { appraisalInputs, appraise, digestOf, whyNotAppraisable } from '../../server/cases/appraisal.rules'
import { amountOf, likelyCents } from '../../server/cases/lineAmount.rules'
import { aCaseLine, aCost } from '../support/given/cases'
import { PROPERTY } from '../support/propertyRuns'

const program = { horizonYears: 3, discountRate: 0.08 }
const finding = { id: 'f', estimate: 0.067, standardError: 0.0148, interval: { lower: 0.038, upper: 0.098 } }
const certain = aCaseLine({ annualVolumeLow: 18_000, annualVolumeHigh: 18_000, moneyPerUnitLowCents: 6_200, moneyPerUnitHighCents: 6_200, realisationLow: 0.8, realisationHigh: 0.8 })

const medianOf = (...[lines, driver = finding]: [Parameters<typeof appraisalInputs>[0], typeof finding?]): number =>
  appraise(appraisalInputs(lines, driver, program)).npv.median

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

  it('lies between what its lines come to at their ends', () => {
    const oneYear = { horizonYears: 1, discountRate: 0 }
    const lines = [aCaseLine(), aCost()]
    const { worst, best } = appraise(appraisalInputs(lines, finding, oneYear)).range
    const [benefit, cost] = lines.map(line => amountOf(line, finding))
    expect(worst).toBeCloseTo((benefit?.low ?? NaN) - (cost?.high ?? NaN), 4)
    expect(best).toBeCloseTo((benefit?.high ?? NaN) - (cost?.low ?? NaN), 4)
  })
})
