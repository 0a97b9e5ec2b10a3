import fc from 'fast-check'
import { riskRatioKatz, type RiskRatioKatzInput } from '../../../server/statistics/proportions/riskRatioKatz'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { BINARY_ARM, LEVELS } from '../samples'

describe('riskRatioKatz against R 4.2.2', () => {
  it.each(cases<RiskRatioKatzInput>('riskRatioKatz'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => riskRatioKatz(input), reference)
  })
})

describe('riskRatioKatz', () => {
  const arms = fc
    .record({ treatment: BINARY_ARM, control: BINARY_ARM, alpha: LEVELS })
    .filter(({ treatment, control }) => treatment.successes > 0 && control.successes > 0)
    .filter(({ treatment, control }) => treatment.successes < treatment.n || control.successes < control.n)

  it('has p at most alpha exactly when its interval leaves out one', () => {
    fc.assert(
      fc.property(arms, input => {
        const { p, ciLower, ciUpper } = riskRatioKatz(input)
        expect(p <= input.alpha).toBe(1 < ciLower || 1 > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('turns the ratio over and keeps p when the arms are swapped', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const there = riskRatioKatz({ treatment, control, alpha })
        const back = riskRatioKatz({ treatment: control, control: treatment, alpha })
        expectClose(back.riskRatio, 1 / there.riskRatio)
        expectClose(back.ciLower, 1 / there.ciUpper)
        expectClose(back.z, -there.z, { rel: 1e-9, abs: 1e-12 })
        expectClose(back.p, there.p)
      }),
      PROPERTY,
    )
  })
})
