import type { RandomSource } from '../random/randomSource'
import { smallestAttainableP } from './smallestAttainableP'

export interface Unit {
  readonly value: number
  readonly treated: boolean
}

/** Ways in which the assignment could have fallen, each with the sum of the values that it treats. */
export interface Arrangements {
  readonly sums: Float64Array
  /** how many of the units that it treats were treated in truth */
  readonly kept: Int32Array
}

/** All arrangements that treat as many units of each block as were treated in truth. */
export function everyArrangement(blocks: readonly (readonly Unit[])[]): Arrangements {
  return blocks.reduce<Arrangements>(
    (all, block) => {
      const own = choicesOf(block)
      const sums = new Float64Array(all.sums.length * own.sums.length)
      const kept = new Int32Array(sums.length)
      for (let i = 0, at = 0; i < all.sums.length; i++) {
        for (let j = 0; j < own.sums.length; j++, at++) {
          sums[at] = (all.sums[i] ?? 0) + (own.sums[j] ?? 0)
          kept[at] = (all.kept[i] ?? 0) + (own.kept[j] ?? 0)
        }
      }
      return { sums, kept }
    },
    { sums: Float64Array.of(0), kept: Int32Array.of(0) },
  )
}

/**
 * The observed arrangement, followed by as many evenly drawn ones as asked for, with replacement. Neither the order of
 * the units nor the names of the arms reach the draws: exchanged arms draw the same splits with exchanged roles.
 */
export function drawnArrangements(
  blocks: readonly (readonly Unit[])[],
  draws: number,
  random: RandomSource,
): Arrangements {
  const sums = new Float64Array(draws + 1)
  const kept = new Int32Array(draws + 1)
  const units = blocks.flat()
  const overall = precedence(ascendingValues(units, true), ascendingValues(units, false))
  for (const block of blocks) {
    const treated = ascendingValues(block, true)
    const control = ascendingValues(block, false)
    const drawsTreated = (precedence(treated, control) || overall) <= 0
    const [picked, left] = drawsTreated ? [treated, control] : [control, treated]
    const values = Float64Array.from([...picked, ...left])
    const order = Int32Array.from(values.keys())
    const total = values.reduce((sum, value) => sum + value, 0)
    sums[0] = (sums[0] ?? 0) + treated.reduce((sum, value) => sum + value, 0)
    kept[0] = (kept[0] ?? 0) + treated.length
    for (let draw = 1; draw <= draws; draw++) {
      let sum = 0
      let same = 0
      // The first steps of a shuffle; each starts where the last one left the units, which is as good as any order.
      for (let i = 0; i < picked.length; i++) {
        const from = i + Math.floor(random.next() * (order.length - i))
        const unit = order[from] ?? 0
        order[from] = order[i] ?? 0
        order[i] = unit
        sum += values[unit] ?? 0
        if (unit < picked.length) same++
      }
      sums[draw] = (sums[draw] ?? 0) + (drawsTreated ? sum : total - sum)
      kept[draw] = (kept[draw] ?? 0) + (drawsTreated ? same : treated.length - picked.length + same)
    }
  }
  return { sums, kept }
}

function ascendingValues(units: readonly Unit[], treated: boolean): Float64Array {
  return Float64Array.from(units.filter(unit => unit.treated === treated), unit => unit.value).sort()
}

/** Below 0 when `one` has fewer values, or among equally many the smaller value where the two first differ. */
function precedence(one: Float64Array, other: Float64Array): number {
  if (one.length !== other.length) return one.length - other.length
  const apart = one.findIndex((value, i) => value !== other[i])
  return (one[apart] ?? 0) - (other[apart] ?? 0)
}

/** All ways to treat as many units of one block as were treated in truth. */
function choicesOf(block: readonly Unit[]): Arrangements {
  const values = Float64Array.from(block, unit => unit.value)
  const treated = Int32Array.from(block, unit => (unit.treated ? 1 : 0))
  const nTreated = treated.reduce((sum, one) => sum + one, 0)
  const { arrangements } = smallestAttainableP({ blocks: [{ treatment: nTreated, control: block.length - nTreated }] })
  const sums = new Float64Array(arrangements)
  const kept = new Int32Array(arrangements)
  let at = 0
  const choose = (from: number, left: number, sum: number, same: number): void => {
    if (left === 0) {
      sums[at] = sum
      kept[at++] = same
      return
    }
    for (let i = from; i <= values.length - left; i++) {
      choose(i + 1, left - 1, sum + (values[i] ?? 0), same + (treated[i] ?? 0))
    }
  }
  choose(0, nTreated, 0, 0)
  return { sums, kept }
}
