import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { mergeMoments } from '../../../server/statistics/moments/mergeMoments'
import {
  meanDifferenceOf, type Moments, momentsOf, NO_MOMENTS, varianceOf,
} from '../../../server/statistics/moments/moments'
import { expectClose } from '../closeness'
import { PROPERTY } from '../../support/propertyRuns'
import { reasonOf } from '../referenceCases'

/** Values by group of a one-way layout of NIST's Statistical Reference Datasets. */
function nistGroups(file: string): number[][] {
  const groups = new Map<string, number[]>()
  const lines = readFileSync(join(__dirname, '../reference', file), 'utf8').split('\n').slice(60)
  for (const [group, value] of lines.map(line => line.trim().split(/\s+/))) {
    if (group && value) groups.set(group, [...(groups.get(group) ?? []), Number(value)])
  }
  return [...groups.values()]
}

/** F of a one-way analysis of variance, from the moments of the groups and those of all values alone. */
function fOf(groups: readonly Moments[], all: Moments): number {
  const within = groups.reduce((sum, group) => sum + group.m2, 0)
  return (all.m2 - within) / (groups.length - 1) / (within / (all.n - groups.length))
}

describe('moments of the NIST one-way layouts', () => {
  // Certified: between 1.68, within 1.80, F 21. The offsets are 1, 1e6 and 1e12; at 1e12 a double holds three decimals
  // of a value, so that the stored values themselves have another F, here in exact arithmetic.
  it.each([
    ['nist_SmLs01.dat', 21],
    ['nist_SmLs04.dat', 21],
    ['nist_SmLs07.dat', 21.00081188781877],
  ])('%s gives F to 1e-9, merged in any order', (file, f) => {
    const values = nistGroups(file)
    const groups = values.map(momentsOf)
    expectClose(fOf(groups, mergeMoments(...groups)), f, { rel: 1e-9 })
    const pieces = fc.array(fc.record({ size: fc.integer({ min: 1, max: 20 }), place: fc.nat() }), { minLength: 40, maxLength: 60 })
    fc.assert(
      fc.property(pieces, cuts => {
        // every group in pieces of random size, merged in random order; then all pieces of all groups
        let next = 0
        const cut = (group: readonly number[]): { moments: Moments; place: number }[] => {
          const pieces: { moments: Moments; place: number }[] = []
          for (let from = 0; from < group.length; next++) {
            const { size = 1, place = 0 } = cuts[next % cuts.length] ?? {}
            pieces.push({ moments: momentsOf(group.slice(from, from + size)), place })
            from += size
          }
          return pieces.sort((a, b) => a.place - b.place)
        }
        const cells = values.map(cut)
        const merged = cells.map(pieces => mergeMoments(...pieces.map(({ moments }) => moments)))
        const everything = cells.flat().sort((a, b) => a.place - b.place)
        expectClose(fOf(merged, mergeMoments(...everything.map(({ moments }) => moments))), f, { rel: 1e-9 })
        expectClose(fOf(merged, mergeMoments(...merged)), f, { rel: 1e-9 })
      }),
      PROPERTY,
    )
  })

  it('loses nothing of what doubles hold at an offset of 1e12', () => {
    const groups = nistGroups('nist_SmLs07.dat')
    const all = momentsOf(groups.flat())
    const merged = mergeMoments(...groups.map(momentsOf))
    expectClose(merged.m2, all.m2, { rel: 1e-12 })
    expectClose(meanDifferenceOf(merged, all), 0, { abs: 1e-15 })
    // Taking 1e12 away first is exact and gives the same spread.
    expectClose(merged.m2, momentsOf(groups.flat().map(value => value - 1e12)).m2, { rel: 1e-12 })
  })

  it('gives the certified standard deviation of the silicon resistivity layout', () => {
    const text = readFileSync(join(__dirname, '../reference/nist_SiRstv.dat'), 'utf8')
    const rows = text.split('\n').slice(60).map(line => line.trim().split(/\s+/)).filter(row => row.length === 2)
    const groups = new Map<string, number[]>()
    for (const [group = '', value] of rows) groups.set(group, [...(groups.get(group) ?? []), Number(value)])
    const within = [...groups.values()].map(momentsOf).reduce((sum, group) => sum + group.m2, 0)
    expectClose(within, 2.16636560000000e-1, { rel: 1e-11 })
  })
})

describe('mergeMoments', () => {
  const value = fc.double({ min: -1e3, max: 1e3, noNaN: true })
  const lists = fc.array(fc.array(value, { maxLength: 12 }), { maxLength: 12 })

  it('gives the moments of all values in any order', () => {
    fc.assert(
      fc.property(lists, fc.constantFrom(0, 1e6, 1e9), (parts, offset) => {
        const shifted = parts.map(part => part.map(value => Math.round(value * 1024) / 1024 + offset))
        const whole = momentsOf(shifted.flat())
        for (const order of [shifted, [...shifted].reverse()]) {
          const merged = mergeMoments(...order.map(momentsOf))
          expect(merged.n).toBe(whole.n)
          expectClose(merged.mean, whole.mean, { rel: 1e-15, abs: 1e-12 })
          expectClose(merged.m2, whole.m2, { rel: 1e-12, abs: 1e-20 })
        }
      }),
      PROPERTY,
    )
  })

  it('leaves moments alone when nothing is added', () => {
    const some = momentsOf([1, 2, 4])
    expect(mergeMoments(some, NO_MOMENTS)).toEqual(some)
    expect(mergeMoments()).toEqual(NO_MOMENTS)
  })
})

describe('momentsOf', () => {
  it('finds no spread at all in equal values that doubles cannot hold exactly', () => {
    expect(momentsOf(Array.from({ length: 10 }, () => 0.1)).m2).toBe(0)
  })

  it('survives an offset of 1e9', () => {
    expectClose(varianceOf(momentsOf([4, 7, 13, 16].map(value => value + 1e9))), 30, { rel: 1e-14 })
  })

  it('refuses what is not a finite number, and squares too large for a double', () => {
    expect(reasonOf(() => momentsOf([1, NaN]))).toBe('nonFinite')
    expect(reasonOf(() => momentsOf([1e200, -1e200]))).toBe('nonFinite')
  })
})
