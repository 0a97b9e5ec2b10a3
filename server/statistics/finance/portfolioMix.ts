import { requireAllFinite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'
import { type BinaryProgram, bestOfBinaryProgram, type Row } from './binaryProgram'

export interface PortfolioItem {
  readonly id: string
  /** money, in the currency of the budget, at least 0 */
  readonly cost: number
  /** what the item is worth; may be negative */
  readonly value: number
  /** days that it takes of each department */
  readonly people?: Readonly<Record<string, number>>
}

export interface PortfolioMixInput {
  readonly items: readonly PortfolioItem[]
  readonly budget: number
  /** days that each department has; a department that is not named is not limited */
  readonly capacity?: Readonly<Record<string, number>>
  /** pairs of ids of which at most one is chosen */
  readonly conflicts?: readonly (readonly [string, string])[]
  /** pairs of ids: the first only together with the second */
  readonly requires?: readonly (readonly [string, string])[]
  readonly forceIn?: readonly string[]
  readonly forceOut?: readonly string[]
}

export interface PortfolioMixResult {
  /** greatest total value of an admissible set */
  readonly value: number
  /** ids of a set with that value, sorted; the same for the same items in any order */
  readonly chosen: readonly string[]
}

const MOST_ITEMS = 500
const MOST_PAIRS = 20_000
/** A solver works to a tolerance; so often an answer that is over a limit is struck out and the next one asked for. */
const MOST_REPAIRS = 50
const MOST_SECONDS = 10
/** Totals this close to a limit are equal to it up to the rounding of decimal amounts. */
const ROUNDING = 1e-12

/**
 * The choice of pilots with the greatest total value that fits the budget, the days of each department, conflicts and
 * requirements. Solved exactly as an integer programme; every answer is checked again in plain sums.
 *
 * Takes up to ten seconds in all, during which nothing else runs on its thread: 200 items with a budget and three
 * departments took one to nine on a busy two-core machine, with pairs as without. Where the solver cannot prove within
 * the ten that nothing is better (one such mix of four under a load of ten; 500 items; 200 that are all worth what they
 * cost), it refuses.
 *
 * @throws NotEstimable (by rejection) `nonFinite`, `negativeCost`, `invalidParameter` for negative days,
 *   `invalidOption` for an id that is unknown or given twice or a pair of one item, `infeasible` when no set is
 *   admissible, `tooLarge` above 500 items, 20,000 pairs or the solver's limit of time, `noConvergence`
 *
 * Accuracy: limits are met up to rounding (relative 1e-12); the value is the greatest up to relative 1e-9.
 * Source: HiGHS 1.15 (Q. Huangfu, J. A. J. Hall, Mathematical Programming Computation 10 (2018), 119-142).
 */
export async function portfolioMix(input: PortfolioMixInput): Promise<PortfolioMixResult> {
  const { budget, capacity = {}, conflicts = [], requires = [], forceIn = [], forceOut = [] } = input
  requireFinite(budget)
  requireAllFinite(Object.values(capacity))
  for (const { cost, value, people = {} } of input.items) requireAllFinite([cost, value, ...Object.values(people)])
  if (input.items.some(({ cost }) => cost < 0)) throw new NotEstimable('negativeCost')
  if (input.items.some(({ people = {} }) => Object.values(people).some(days => days < 0))) {
    throw new NotEstimable('invalidParameter', 'Days of people cannot be negative.')
  }
  if (input.items.length > MOST_ITEMS || conflicts.length + requires.length > MOST_PAIRS) {
    throw new NotEstimable('tooLarge')
  }

  // Sorted, so that the order in which the items come decides nothing.
  const items = [...input.items].sort((a, b) => (a.id < b.id ? -1 : 1))
  const places = new Map(items.map(({ id }, place) => [id, place]))
  if (places.size < items.length) throw new NotEstimable('invalidOption', 'An id is given twice.')
  const placeOf = (id: string): number => {
    const place = places.get(id)
    if (place === undefined) throw new NotEstimable('invalidOption', `There is no item ${id}.`)
    return place
  }
  const pair = ([a, b]: readonly [string, string], sign: 1 | -1, most: number): Row => {
    if (a === b) throw new NotEstimable('invalidOption', `The item ${a} is paired with itself.`)
    return { coefficients: new Map([[placeOf(a), 1], [placeOf(b), sign]]), most }
  }
  const least = items.map(() => 0)
  const most = items.map(() => 1)
  for (const id of forceIn) least[placeOf(id)] = 1
  for (const id of forceOut) most[placeOf(id)] = 0
  if (least.some((from, place) => from > (most[place] ?? 0))) throw new NotEstimable('infeasible')

  const rows = [
    limitOf(items.map(({ cost }) => cost), budget),
    ...Object.entries(capacity).map(([department, days]) => limitOf(items.map(item => daysOf(item, department)), days)),
    ...conflicts.map(ids => pair(ids, 1, 1)),
    ...requires.map(ids => pair(ids, -1, 0)),
  ]
  return answer(items, { gains: items.map(({ value }) => value), least, most, rows })
}

async function answer(items: readonly PortfolioItem[], program: BinaryProgram): Promise<PortfolioMixResult> {
  let current = program
  let left = MOST_SECONDS
  for (let repair = 0; repair < MOST_REPAIRS; repair++) {
    const { taken, seconds } = await bestOfBinaryProgram(current, left)
    left -= seconds
    if (current.rows.every(row => keeps(row, taken))) {
      const chosen = items.filter((_item, place) => taken[place])
      return { value: compensatedSum(chosen.map(({ value }) => value)), chosen: chosen.map(({ id }) => id) }
    }
    current = { ...current, rows: [...current.rows, anythingBut(taken)] }
  }
  throw new NotEstimable('noConvergence')
}

function daysOf({ people = {} }: PortfolioItem, department: string): number {
  return Object.hasOwn(people, department) ? (people[department] ?? 0) : 0
}

function limitOf(amounts: readonly number[], most: number): Row {
  const taken = amounts.map((amount, place) => [place, amount] as const).filter(([, amount]) => amount !== 0)
  return { coefficients: new Map(taken), most }
}

/** Whether a choice keeps within a limit, in plain sums. */
function keeps({ coefficients, most }: Row, taken: readonly boolean[]): boolean {
  const total = compensatedSum([...coefficients].map(([place, amount]) => (taken[place] ? amount : 0)))
  return total <= most + ROUNDING * Math.abs(most)
}

/** Strikes out one choice and no other. */
function anythingBut(taken: readonly boolean[]): Row {
  return {
    coefficients: new Map(taken.map((isIn, place) => [place, isIn ? 1 : -1])),
    most: taken.filter(isIn => isIn).length - 1,
  }
}
