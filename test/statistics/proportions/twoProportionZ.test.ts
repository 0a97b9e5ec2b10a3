import fc from 'fast-check'
import { twoProportionZ, type TwoProportionZInput } from '../../../server/statistics/proportions/twoProportionZ'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { BINARY_ARM, LEVELS } from '../samples'

describe('twoProportionZ against R 4.2.2', () => {
  it.each(cases<TwoProportionZInput>('twoProportionZ'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => twoProportionZ(input), reference)
  })
})

describe('twoProportionZ', () => {
  const studies = fc
    .record({ treatment: BINARY_ARM, control: BINARY_ARM, alpha: LEVELS })
    .filter(({ treatment, control }) => {
      const successes = treatment.successes + control.successes
      return successes > 0 && successes < treatment.n + control.n
    })

  it('turns the sign and keeps p when the arms are swapped, or failures counted', () => {
    const failed = ({ successes, n }: { successes: number; n: number }) => ({ successes: n - successes, n })
    fc.assert(
      fc.property(studies, ({ treatment, control, alpha }) => {
        const there = twoProportionZ({ treatment, control, alpha })
        const swapped = twoProportionZ({ treatment: control, control: treatment, alpha })
        const turned = twoProportionZ({ treatment: failed(treatment), control: failed(control), alpha })
        for (const back of [swapped, turned]) {
          expectClose(back.z, -there.z, { rel: 1e-7, abs: 1e-10 })
          expectClose(back.p, there.p, { rel: 1e-6, abs: 1e-300 })
          expectClose(back.ciLower, -there.ciUpper, { abs: 1e-12 })
        }
      }),
      PROPERTY,
    )
  })
})
