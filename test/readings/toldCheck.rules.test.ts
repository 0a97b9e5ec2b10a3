import { CheckTally, type Checked } from '../../server/readings/check.rules'
import type { Mapping } from '../../server/readings/mapping.rules'
import { answerColumns, onceForEachWord, toldCheck, withoutRows } from '../../server/readings/toldCheck.rules'

const METRICS = [{ id: 'visits', kind: 'proportion' }, { id: 'effort', kind: 'mean' }, { id: 'advice', kind: 'nps' }] as const
const mapping = {
  columns: ['id', 'arm', 'Second visit', 'effort', 'Would recommend'],
  arm: { column: 1 },
  period: null,
  values: [{ metricId: 'visits', column: 2 }, { metricId: 'effort', column: 3 }, { metricId: 'advice', column: 4 }],
} as unknown as Mapping
const BOUNDS = { lock: '2026-09-25', end: null, today: '2026-10-20' }

const understood = (line: number) => ({
  row: { line, unit: `c${line}`, arm: line % 2 ? 'control' : 'treatment', period: 'outcome', day: '2026-09-24', cluster: null, exposure: null, preValue: null, values: [0, null, 9] } as const,
})
const faulty = (line: number, column: string, cell: string) => ({ faults: [{ line, column, cell, reason: 'This is not understood.' }] })

/** A file of ten good lines, and of the given cells that are not understood. */
function checkedWith(faults: readonly (readonly [column: string, cell: string])[]): Checked {
  const tally = new CheckTally(mapping, [2], answerColumns(mapping, METRICS), BOUNDS, null)
  for (let line = 2; line < 12; line += 1) tally.add({ line, cells: [] }, understood(line))
  faults.forEach(([column, cell], at) => tally.add({ line: 12 + at, cells: [] }, faulty(12 + at, column, cell)))
  return tally.result()
}

const UNTOLD = { good: null, faultyRows: null, faultCount: null, counts: null, beforeLock: null, afterEnd: null, inFuture: null, repeats: null, missing: [] }
const open = ['Second visit', 'open'] as const
const manyOthers = Array.from({ length: 30 }, (_, at) => ['arm', `gate ${at}`] as const)

describe('what a check tells', () => {
  it('is everything while each word of yes and no is understood', () => {
    expect(toldCheck(checkedWith([['arm', 'blue'], ['arm', 'blue']]), mapping, METRICS)).toMatchObject({
      rows: 12,
      good: 10,
      faultyRows: 2,
      faultCount: 2,
      counts: [{ rows: 5 }, { rows: 5 }],
      beforeLock: { rows: 10 },
      missing: [0, 10, 0],
      faults: [{ cell: 'blue', rows: 2 }],
      isCut: false,
    })
  })

  it('is no number that says on how many lines such a word stands', () => {
    const told = toldCheck(checkedWith([open, open, ['arm', 'blue']]), mapping, METRICS)
    expect(told).toMatchObject({ ...UNTOLD, rows: 13, faults: [{ cell: 'open', rows: null }, { cell: 'blue', rows: 1 }] })
  })

  it('is no number of detractors either, where the answers of a recommendation are words', () => {
    const detractor = ['Would recommend', 'detractor'] as const
    const told = toldCheck(checkedWith([detractor, detractor, ['effort', 'high']]), mapping, METRICS)
    expect(told).toMatchObject({ ...UNTOLD, rows: 13, faults: [{ cell: 'detractor', rows: null }, { cell: 'high', rows: 1 }] })
  })

  it('is none either where the word comes after more faults than are listed', () => {
    const told = toldCheck(checkedWith([...manyOthers, open, open]), mapping, METRICS)
    expect(told).toMatchObject({ ...UNTOLD, isCut: true })
    expect(told.faults).toHaveLength(20)
  })

  it('is as little of a check that does not say yet whether there are such words', () => {
    const { hasAnswerFaults: _now, ...before } = checkedWith([...manyOthers, open])
    expect(toldCheck(before, mapping, METRICS)).toMatchObject(UNTOLD)
    const { faultKinds: _kinds, ...earlier } = { ...before, faults: before.faults.slice(0, 1) }
    expect(toldCheck(earlier, mapping, METRICS)).toMatchObject(UNTOLD)
    expect(toldCheck(before, { ...mapping, values: mapping.values.slice(1, 2) }, METRICS)).toMatchObject({ good: 10, faultyRows: 31 })
  })

  it.each<{ faults: (readonly [string, string])[] }>([{ faults: [open, open] }, { faults: [...manyOthers, open] }, { faults: [['arm', 'blue']] }])('is in numbers the same to those who may not log, without rows and words: %#', ({ faults }) => {
    const told = toldCheck(checkedWith(faults), mapping, METRICS)
    const { good, faultyRows, faultCount, counts, beforeLock } = told
    expect(withoutRows(told)).toMatchObject({ good, faultyRows, faultCount, counts, beforeLock, faults: [], preview: [], words: { arm: [], period: [], truth: [] } })
  })
})

describe('the file of faults', () => {
  it('tells a word for yes or no once, and everything else on each line', () => {
    const isTold = onceForEachWord(mapping, METRICS)
    const told = ([column, cell]: readonly [string, string]) => isTold({ line: 2, column, cell, reason: '' })
    const cells: (readonly [string, string])[] = [open, open, ['Second visit', 'shut'], ['arm', 'blue'], ['arm', 'blue'], ['effort', 'open'], ['effort', 'open'], ['Would recommend', 'promoter'], ['Would recommend', 'promoter']]
    expect(cells.map(told)).toEqual([true, false, true, true, true, true, true, true, false])
  })
})
