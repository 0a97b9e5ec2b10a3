import fc from 'fast-check'
import { NotEstimable } from '../../../server/statistics/notEstimable'
import { portfolioMix, type PortfolioMixInput } from '../../../server/statistics/finance/portfolioMix'
import { expectClose } from '../closeness'
import { PROPERTY, PROPERTY_RUNS } from '../../support/propertyRuns'
import { cases, expectAnswer } from '../referenceCases'

/** What a promise came to, given back as a function that a comparison may call. */
async function settled(answer: Promise<unknown>): Promise<() => unknown> {
  try {
    const value = await answer
    return () => value
  } catch (fault) {
    return () => {
      throw fault
    }
  }
}

async function refusalOf(input: PortfolioMixInput): Promise<unknown> {
  return portfolioMix(input).catch((fault: unknown) => (fault instanceof NotEstimable ? fault.reason : fault))
}

describe('portfolioMix against exact enumeration', () => {
  it.each(cases<PortfolioMixInput>('portfolioMix'))('$id', async ({ input, ...reference }) => {
    expectAnswer(await settled(portfolioMix(input)), reference)
  })
})

/** Each answer is an integer programme or several, on a machine that may be busy. */
const PATIENCE_MS = 60 * PROPERTY_RUNS

describe('portfolioMix', () => {
  const cents = fc.integer({ min: 0, max: 10_000 }).map(amount => amount / 100)
  const programmes = fc.integer({ min: 1, max: 9 }).chain(n => {
    const id = fc.integer({ min: 0, max: n - 1 }).map(place => `P${place}`)
    const pairs = fc.array(fc.tuple(id, id).filter(([a, b]) => a !== b), { maxLength: n > 1 ? 3 : 0 })
    return fc.record({
      items: fc.tuple(...Array.from({ length: n }, (_, place) =>
        fc.record({
          id: fc.constant(`P${place}`), cost: cents, value: fc.integer({ min: -500, max: 10_000 }).map(v => v / 100),
          people: fc.record({ service: cents, it: cents }),
        }),
      )),
      budget: fc.integer({ min: 0, max: 30_000 }).map(amount => amount / 100),
      capacity: fc.record({ service: fc.integer({ min: 50, max: 300 }) }),
      conflicts: n > 1 ? pairs : fc.constant([]),
      requires: n > 1 ? pairs : fc.constant([]),
      forceIn: fc.array(id, { maxLength: 1 }),
      forceOut: fc.array(id, { maxLength: 1 }),
    })
  })
  const RUNS = PROPERTY

  it('finds what trying every set finds', async () => {
    await fc.assert(
      fc.asyncProperty(programmes, async input => {
        const best = bestOfAllSets(input)
        if (best === null) expect(await refusalOf(input)).toBe('infeasible')
        else expectClose((await portfolioMix(input)).value, best, { rel: 1e-12, abs: 1e-12 })
      }),
      RUNS,
    )
  }, PATIENCE_MS)

  it('answers the same whatever the order of the items', async () => {
    await fc.assert(
      fc.asyncProperty(programmes, async input => {
        const turned = { ...input, items: [...input.items].reverse() }
        expect(await portfolioMix(turned).catch(String)).toEqual(await portfolioMix(input).catch(String))
      }),
      RUNS,
    )
  }, PATIENCE_MS)

  it('meets a limit of decimal amounts exactly', async () => {
    const items = [{ id: 'a', cost: 0.1, value: 1 }, { id: 'b', cost: 0.2, value: 1 }, { id: 'c', cost: 1e9, value: 9 }]
    expect((await portfolioMix({ items, budget: 0.3 })).chosen).toEqual(['a', 'b'])
  })

  it('does not let an amount below the tolerance of the solver pass a limit', async () => {
    const items = [{ id: 'a', cost: 1, value: 10 }, { id: 'b', cost: 1 + 1e-10, value: 11 }, { id: 'c', cost: 1, value: 2 }]
    expect(await portfolioMix({ items, budget: 2 })).toEqual({ value: 12, chosen: ['a', 'c'] })
  })

  it('refuses what it does not know', async () => {
    const items = [{ id: 'a', cost: 1, value: 1 }]
    expect(await refusalOf({ items, budget: 1, forceIn: ['b'] })).toBe('invalidOption')
    expect(await refusalOf({ items: [...items, ...items], budget: 1 })).toBe('invalidOption')
    expect(await refusalOf({ items, budget: -1 })).toBe('infeasible')
    expect(await refusalOf({ items: [], budget: -1 })).toBe('infeasible')
    expect(await refusalOf({ items: [{ id: 'a', cost: 1, value: 1, people: { it: -1 } }], budget: 1 })).toBe('invalidParameter')
    const many = Array.from({ length: 501 }, (_, i) => ({ id: String(i), cost: 1, value: 1 }))
    expect(await refusalOf({ items: many, budget: 1 })).toBe('tooLarge')
  })
})

/** Greatest value over all subsets that keep every condition; null when none does. */
function bestOfAllSets(input: PortfolioMixInput): number | null {
  const { items, budget, capacity = {}, conflicts = [], requires = [], forceIn = [], forceOut = [] } = input
  let best: number | null = null
  for (let mask = 0; mask < 2 ** items.length; mask++) {
    const chosen = items.filter((_item, place) => (mask >> place) & 1)
    const has = (id: string) => chosen.some(item => item.id === id)
    const total = (amount: (item: (typeof items)[number]) => number) =>
      chosen.reduce((sum, item) => sum + Math.round(amount(item) * 100), 0)
    if (total(item => item.cost) > Math.round(budget * 100)) continue
    if (Object.entries(capacity).some(([name, days]) => total(item => item.people?.[name] ?? 0) > days * 100)) continue
    if (conflicts.some(([a, b]) => has(a) && has(b)) || requires.some(([a, b]) => has(a) && !has(b))) continue
    if (!forceIn.every(has) || forceOut.some(has)) continue
    best = Math.max(best ?? -Infinity, total(item => item.value) / 100)
  }
  return best
}
