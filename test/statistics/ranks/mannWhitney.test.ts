import fc from 'fast-check'
import { mannWhitney, type MannWhitneyInput } from '../../../server/statistics/ranks/mannWhitney'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { LEVELS, SPREAD_VALUES } from '../samples'

describe('mannWhitney against R 4.2.2', () => {
  it.each(cases<MannWhitneyInput>('mannWhitney'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => mannWhitney(input), reference)
  })
})

describe('mannWhitney', () => {
  const arms = fc.record({ treatment: SPREAD_VALUES, control: SPREAD_VALUES, alpha: LEVELS })

  it('finds the median of all differences', () => {
    fc.assert(
      fc.property(arms, input => {
        const differences = input.treatment.flatMap(one => input.control.map(two => one - two)).sort((a, b) => a - b)
        const middle = (differences.length - 1) / 2
        const median = ((differences[Math.floor(middle)] ?? NaN) + (differences[Math.ceil(middle)] ?? NaN)) / 2
        const { u, hodgesLehmann, ciLower, ciUpper } = mannWhitney(input)
        expect(u).toBe(differences.filter(d => d > 0).length + differences.filter(d => d === 0).length / 2)
        expectClose(hodgesLehmann, median, { rel: 1e-12, abs: 1e-12 })
        expect(differences).toContain(ciLower)
        expect(differences).toContain(ciUpper)
      }),
      PROPERTY,
    )
  })

  it('turns the sign of the shift and keeps p when the arms are swapped', () => {
    fc.assert(
      fc.property(arms, ({ treatment, control, alpha }) => {
        const there = mannWhitney({ treatment, control, alpha })
        const back = mannWhitney({ treatment: control, control: treatment, alpha })
        expect(back.u).toBe(treatment.length * control.length - there.u)
        expectClose(back.p, there.p)
        expectClose(back.hodgesLehmann, -there.hodgesLehmann, { rel: 1e-12, abs: 1e-12 })
        expectClose(back.ciLower, -there.ciUpper)
      }),
      PROPERTY,
    )
  })

  const distinct = fc
    .uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 })
    .chain(values => fc.record({ values: fc.constant(values), first: fc.integer({ min: 1, max: values.length - 1 }) }))

  it('leaves out zero wherever its exact p is below alpha', () => {
    fc.assert(
      fc.property(distinct, LEVELS, fc.constantFrom('two-sided' as const, 'less' as const, 'greater' as const),
        ({ values, first }, alpha, alternative) => {
          const [treatment, control] = [values.slice(0, first), values.slice(first)]
          const { p, ciLower, ciUpper } = mannWhitney({ treatment, control, alpha, alternative, exact: true })
          // not where p is alpha itself: like R, the interval is then the one that reaches its level
          if (p < alpha * (1 - 1e-12)) expect(0 < ciLower || 0 > ciUpper).toBe(true)
        }),
      PROPERTY,
    )
  })

  it('counts every order exactly', () => {
    fc.assert(
      fc.property(distinct, ({ values, first }) => {
        const sorted = [...values].sort((a, b) => a - b)
        const uOf = (arm: readonly number[]) => {
          const others = values.filter(value => !arm.includes(value))
          return arm.flatMap(one => others.filter(two => one > two)).length
        }
        const chosen = (from: number, left: number): number[][] =>
          left === 0 ? [[]] : sorted.slice(from).flatMap((value, i) => chosen(from + i + 1, left - 1).map(rest => [value, ...rest]))
        const all = values.length > 8 ? [] : chosen(0, first).map(uOf)
        const treatment = values.slice(0, first)
        const { u, p } = mannWhitney({ treatment, control: values.slice(first), alpha: 0.05, alternative: 'less', exact: true })
        expect(u).toBe(uOf(treatment))
        if (all.length > 0) expectClose(p, all.filter(other => other <= u).length / all.length, { rel: 1e-12 })
      }),
      PROPERTY,
    )
  })

  it('refuses more pairs than it can count', () => {
    const treatment = Array.from({ length: 200 }, (_, i) => i)
    const control = treatment.map(value => value + 0.5)
    expect(reasonOf(() => mannWhitney({ treatment, control, alpha: 0.05, exact: true }))).toBe('tooLarge')
  })

  it('follows the unit of the values and knows no origin', () => {
    fc.assert(
      fc.property(distinct, LEVELS, fc.boolean(), ({ values, first }, alpha, exact) => {
        const arms = { treatment: values.slice(0, first), control: values.slice(first), alpha, exact }
        const moved = (arm: readonly number[]) => arm.map(value => (value + 300) / 4)
        const plain = mannWhitney(arms)
        const other = mannWhitney({ ...arms, treatment: moved(arms.treatment), control: moved(arms.control) })
        expect(other).toEqual({
          ...plain, hodgesLehmann: plain.hodgesLehmann / 4, ciLower: plain.ciLower / 4, ciUpper: plain.ciUpper / 4,
        })
      }),
      PROPERTY,
    )
  })
})
