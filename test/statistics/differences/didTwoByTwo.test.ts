import fc from 'fast-check'
import { didFromCells } from '../../../server/statistics/differences/didFromCells'
import { didTwoByTwo, type DidTwoByTwoInput } from '../../../server/statistics/differences/didTwoByTwo'
import { pairedT } from '../../../server/statistics/means/pairedT'
import { STUDIES } from '../adjustment/studies'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'

describe('didTwoByTwo against R 4.2.2', () => {
  it.each(cases<DidTwoByTwoInput>('didTwoByTwo'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => didTwoByTwo(input), reference)
  })
})

describe('didTwoByTwo', () => {
  it('has p at most alpha exactly when its interval leaves out zero', () => {
    fc.assert(
      fc.property(STUDIES, study => {
        const { classical, clusterRobust } = didTwoByTwo(study)
        for (const { p, ciLower, ciUpper } of [classical, clusterRobust]) {
          expect(p <= study.alpha).toBe(0 < ciLower || 0 > ciUpper)
        }
      }),
      PROPERTY,
    )
  })

  it('turns its sign when the arms are swapped, and when the periods are', () => {
    fc.assert(
      fc.property(STUDIES, ({ treatment, control, alpha }) => {
        const there = didTwoByTwo({ treatment, control, alpha })
        const back = didTwoByTwo({ treatment: control, control: treatment, alpha })
        const turned = (arm: typeof control) => ({ pre: arm.post, post: arm.pre })
        const reversed = didTwoByTwo({ treatment: turned(treatment), control: turned(control), alpha })
        for (const other of [back, reversed]) {
          expectClose(other.estimate, -there.estimate, { abs: 1e-10 })
          expectClose(other.clusterRobust.p, there.clusterRobust.p, { rel: 1e-8 })
          expectClose(other.clusterRobust.ciLower, -there.clusterRobust.ciUpper, { abs: 1e-8 })
        }
      }),
      PROPERTY,
    )
  })

  it('answers the same for a panel and for its rows, and for cells where every row stands alone', () => {
    fc.assert(
      fc.property(STUDIES, ({ treatment, control, alpha }) => {
        const panel = didTwoByTwo({ treatment, control, alpha })
        const units = [...treatment.pre.map((_, i) => `t${i}`), ...control.pre.map((_, i) => `c${i}`)]
        const rows = {
          y: units.flatMap((_, i) => {
            const inControl = i - treatment.pre.length
            const [arm, at] = inControl < 0 ? [treatment, i] : [control, inControl]
            return [arm.post[at] ?? NaN, arm.pre[at] ?? NaN]
          }),
          treated: units.flatMap(unit => (unit.startsWith('t') ? [1, 1] : [0, 0])),
          post: units.flatMap(() => [1, 0]),
          cluster: units.flatMap(unit => [unit, unit]),
          alpha,
        }
        const long = didTwoByTwo(rows)
        const cells = didFromCells({
          treatmentPre: treatment.pre, treatmentPost: treatment.post, controlPre: control.pre,
          controlPost: control.post, alpha,
        })
        expectClose(long.estimate, panel.estimate, { abs: 1e-12 })
        expectClose(long.clusterRobust.standardError, panel.clusterRobust.standardError)
        expectClose(cells.pooledVariance.standardError, panel.classical.standardError)
      }),
      PROPERTY,
    )
  })

  it('has the spread of the paired differences when one arm never changes', () => {
    const before = [3, 5, 9, 4, 1]
    const after = [4, 7, 9, 8, 1]
    const still = { pre: [2, 2, 2], post: [2, 2, 2] }
    const treatment = { pre: before, post: after }
    const { estimate, clusterRobust } = didTwoByTwo({ treatment, control: still, alpha: 0.05 })
    const paired = pairedT({ before, after, alpha: 0.05 })
    expectClose(estimate, paired.meanDifference)
    // CR1 with 8 clusters and 16 rows, against the divisor n - 1 of five pairs
    expectClose(clusterRobust.standardError, paired.standardError * Math.sqrt((4 / 5) * (8 / 7) * (15 / 12)))
  })

  it('refuses rows without one of the periods', () => {
    const input = { y: [1, 2, 3, 4, 5, 6], treated: [1, 1, 1, 0, 0, 0], post: [1, 1, 1, 0, 1, 0], alpha: 0.05 }
    expect(reasonOf(() => didTwoByTwo({ ...input, cluster: [1, 2, 3, 4, 5, 6] }))).toBe('tooFewObservations')
  })

  it('follows the unit of the values and knows neither their origin nor what all units have in common', () => {
    fc.assert(
      fc.property(STUDIES, fc.constantFrom(0.01, 60), ({ treatment, control, alpha }, unit) => {
        const moved = (arm: typeof control) => ({
          pre: arm.pre.map(v => (v + 500) * unit), post: arm.post.map(v => (v + 800) * unit),
        })
        const plain = didTwoByTwo({ treatment, control, alpha })
        const other = didTwoByTwo({ treatment: moved(treatment), control: moved(control), alpha })
        expectClose(other.estimate, plain.estimate * unit, { abs: 1e-8 * unit })
        for (const kind of ['classical', 'clusterRobust'] as const) {
          expectClose(other[kind].standardError, plain[kind].standardError * unit, { rel: 1e-8 })
          expectClose(other[kind].p, plain[kind].p, { rel: 1e-6 })
        }
      }),
      PROPERTY,
    )
  })
})
