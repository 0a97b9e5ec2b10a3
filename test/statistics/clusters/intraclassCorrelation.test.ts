import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  intraclassCorrelation, type IntraclassCorrelationInput,
} from '../../../server/statistics/clusters/intraclassCorrelation'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { cases, expectAnswer, reasonOf } from '../referenceCases'
import { CLUSTERED } from './rows'

describe('intraclassCorrelation against R 4.2.2', () => {
  it.each(cases<IntraclassCorrelationInput>('intraclassCorrelation'))('$id', ({ input, ...reference }) => {
    expectAnswer(() => intraclassCorrelation(input), reference)
  })
})

describe('intraclassCorrelation', () => {
  const nist = (file: string): IntraclassCorrelationInput => {
    const lines = readFileSync(join(__dirname, '..', 'reference', file), 'utf8').split(/\r?\n/).slice(60)
    const rows = lines.map(line => line.trim().split(/\s+/)).filter(parts => parts.length === 2)
    return { cluster: rows.map(([label = '']) => label), y: rows.map(([, value]) => Number(value)) }
  }

  it.each([
    ['nist_SmLs01.dat', 21],
    ['nist_SmLs04.dat', 21],
    // not the certified 21, but the exact value of the doubles that these numbers are stored as
    ['nist_SmLs07.dat', 21.00081188781877],
  ])('finds the F of %s', (file, f) => {
    expectClose(intraclassCorrelation(nist(file)).f, f)
  })

  it('does not mind unit, origin or names of clusters', () => {
    fc.assert(
      fc.property(CLUSTERED, fc.constantFrom(0.25, 64, 4096), ({ y, cluster }, unit) => {
        const plain = reasonOf(() => intraclassCorrelation({ y, cluster }))
        const moved = reasonOf(() =>
          intraclassCorrelation({ y: y.map(v => (v + 5) * unit), cluster: cluster.map(label => `${label} of ours`) }),
        )
        if (typeof plain === 'string') return expect(moved).toBe(plain)
        expectClose((moved as { icc: number }).icc, (plain as { icc: number }).icc, { abs: 1e-9 })
      }),
      PROPERTY,
    )
  })

  it('lies between the least that the typical cluster allows and one', () => {
    fc.assert(
      fc.property(CLUSTERED, ({ y, cluster }) => {
        const answer = reasonOf(() => intraclassCorrelation({ y, cluster }))
        if (typeof answer === 'string') return
        const { icc, n0 } = answer as ReturnType<typeof intraclassCorrelation>
        expect(icc).toBeLessThanOrEqual(1)
        expect(icc).toBeGreaterThanOrEqual(-1 / (n0 - 1) - 1e-9)
      }),
      PROPERTY,
    )
  })
})
