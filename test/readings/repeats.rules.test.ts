import type { Arm, Period } from '../../server/readings/reading.entity'
import { RepeatTally, whereRepeated } from '../../server/readings/repeats.rules'

const row = (line: number, unit: string | null, arm: Arm = 'control', period: Period = 'outcome') => ({ line, unit, arm, period })

function tallied(rows: readonly ReturnType<typeof row>[], mostCompared?: number) {
  const tally = new RepeatTally(mostCompared)
  for (const each of rows) tally.add(each)
  return tally.result()
}

describe('units that come twice in a file', () => {
  it('are counted from their second row on, and told with their lines', () => {
    const { rows, first, isWhole } = tallied([row(2, 'a'), row(3, 'b'), row(4, 'a'), row(5, 'b', 'treatment'), row(6, 'a'), row(7, 'c')])
    expect({ rows, isWhole }).toEqual({ rows: 3, isWhole: true })
    expect(first.map(each => whereRepeated(each))).toEqual(['“a” on 3 lines from 2 to 6', '“b” on lines 3 and 5, in both groups'])
  })

  it('may come once in each period, and are nobody where the file names none', () => {
    expect(tallied([row(2, 'a', 'treatment', 'baseline'), row(3, 'a', 'treatment'), row(4, null), row(5, null)])).toEqual({ rows: 0, first: [], isWhole: true })
  })

  it('are named five at most, and all of them counted', () => {
    const rows = Array.from({ length: 12 }, (_, at) => row(at + 2, `u${at % 6}`))
    expect(tallied(rows)).toMatchObject({ rows: 6, first: ['u0', 'u1', 'u2', 'u3', 'u4'].map(unit => ({ unit })) })
  })

  it('are looked for among so many rows only, and it says so', () => {
    expect(tallied([row(2, 'a'), row(3, 'b'), row(4, 'a'), row(5, 'a')], 3)).toMatchObject({ rows: 1, isWhole: false })
    expect(tallied([row(2, 'a'), row(3, 'b'), row(4, 'b')], 3)).toMatchObject({ rows: 1, isWhole: true })
  })
})

describe('where a unit comes again', () => {
  const unit = { unit: 'c7', line: 4, lastLine: 4, rows: 1, inBothArms: false, inEarlierImport: true }

  it('names the file, and says what an earlier import has', () => {
    expect(whereRepeated(unit, 'visits.csv')).toBe('“c7” on line 4 of visits.csv, and in an earlier import')
  })
})
