import fc from 'fast-check'
import { NotEstimable } from '../../../server/statistics/notEstimable'
import { poissonRateRatio, type PoissonRateRatioInput } from '../../../server/statistics/rates/poissonRateRatio'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'
import { LEVELS } from '../samples'

describe('poissonRateRatio against R 4.2.2', () => {
  it.each(cases<PoissonRateRatioInput>('poissonRateRatio'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => poissonRateRatio(input), reference)
  })
})

describe('poissonRateRatio', () => {
  const arm = fc.record({ events: fc.nat(200), exposure: fc.integer({ min: 1, max: 500 }) })
  const studies = fc
    .record({ treatment: arm, control: arm, alpha: LEVELS, nullRatio: fc.constantFrom(0.5, 1, 1.7) })
    .filter(({ treatment, control }) => treatment.events + control.events > 0)

  it('has a central p at most alpha exactly when its interval leaves out the null ratio', () => {
    fc.assert(
      fc.property(studies, study => {
        const { pCentral, ciLower, ciUpper } = poissonRateRatio(study)
        expect(pCentral <= study.alpha).toBe(study.nullRatio < ciLower || study.nullRatio > ciUpper)
      }),
      PROPERTY,
    )
  })

  it('turns the ratio over when the arms are swapped', () => {
    fc.assert(
      fc.property(studies, ({ treatment, control, alpha }) => {
        const there = poissonRateRatio({ treatment, control, alpha })
        const back = poissonRateRatio({ treatment: control, control: treatment, alpha })
        expectClose(back.p, there.p, { rel: 1e-8 })
        expectClose(back.pCentral, there.pCentral, { rel: 1e-8 })
        expectClose(back.ciLower, 1 / there.ciUpper, { rel: 1e-8 })
      }),
      PROPERTY,
    )
  })

  it('does not mind the unit of exposure', () => {
    fc.assert(
      fc.property(studies, fc.constantFrom(7, 1 / 365, 1e6), (study, unit) => {
        const inUnit = ({ events, exposure }: PoissonRateRatioInput['control']) => ({ events, exposure: exposure * unit })
        const plain = poissonRateRatio(study)
        const other = poissonRateRatio({ ...study, treatment: inUnit(study.treatment), control: inUnit(study.control) })
        for (const field of ['rateRatio', 'p', 'pCentral', 'ciLower', 'ciUpper'] as const) {
          expectClose(other[field], plain[field], { rel: 1e-8 })
        }
        expectClose(other.rateControl, plain.rateControl / unit)
      }),
      PROPERTY,
    )
  })

  it('refuses more events than doubles can count one by one, and answers up to there', () => {
    const study = (events: number, alternative?: 'less') => ({
      ...{ treatment: { events, exposure: 1 }, control: { events: 3, exposure: 1 }, alpha: 0.05 },
      ...(alternative && { alternative }),
    })
    const most = Number.MAX_SAFE_INTEGER
    expect(poissonRateRatio(study(most - 4)).p).toBe(0)
    for (const alternative of [undefined, 'less'] as const) {
      expect(() => poissonRateRatio(study(most - 3, alternative))).toThrow(new NotEstimable('tooLarge'))
    }
  })
})
