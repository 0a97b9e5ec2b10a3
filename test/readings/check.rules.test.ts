import { CheckTally } from '../../server/readings/check.rules'
import type { Mapping } from '../../server/readings/mapping.rules'
import type { RowFault } from '../../server/readings/rowReader'

const BOUNDS = { lock: null, end: null, today: '2026-10-20' }

describe('the faults of a file', () => {
  const mapping = { arm: null, period: null, values: [] } as unknown as Mapping
  const fault = (line: number, cell: string): RowFault => ({ line, column: 'arm', cell, reason: 'Say below which group this word means.' })

  it('are told once for all rows that have the same one, with the first line', () => {
    const tally = new CheckTally(mapping, [], new Set(), BOUNDS, null)
    for (let line = 2; line < 1002; line += 1) tally.add({ line, cells: [] }, { faults: [fault(line, line % 2 ? 'gate_40' : 'gate_30')] })
    tally.add({ line: 1002, cells: [] }, { faults: [fault(1002, 'gate_50')] })
    const { faultKinds, faults, faultCount } = tally.result()
    expect(faultKinds).toEqual([
      { ...fault(2, 'gate_30'), rows: 500 },
      { ...fault(3, 'gate_40'), rows: 500 },
      { ...fault(1002, 'gate_50'), rows: 1 },
    ])
    expect([faults.length, faultCount]).toEqual([20, 1001])
  })

  it('are kept in memory that does not grow with the file', () => {
    const tally = new CheckTally(mapping, [], new Set(), BOUNDS, null)
    for (let line = 2; line < 1002; line += 1) tally.add({ line, cells: [] }, { faults: [fault(line, `word ${line}`)] })
    expect(tally.result().faultKinds).toHaveLength(20)
  })
})
