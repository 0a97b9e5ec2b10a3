import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import * as fc from 'fast-check'
import { CsvRecords, type CsvRecord } from '../../server/readings/csvRecords'
import { PROPERTY } from '../support/propertyRuns'

const recordsOf = (text: string, { pieces = 1, delimiter = ',', quote = '"' } = {}): CsvRecord[] => {
  const records: CsvRecord[] = []
  const reader = new CsvRecords({ delimiter, quote }, record => records.push(record))
  const length = Math.max(1, Math.ceil(text.length / pieces))
  for (let at = 0; at < text.length; at += length) reader.push(text.slice(at, at + length))
  reader.end()
  return records
}

describe('reading records', () => {
  it.each([
    ['a line break at the end or none', 'a,b\n1,2', [['a', 'b'], ['1', '2']]],
    ['carriage returns', 'a,b\r\n1,2\r\n', [['a', 'b'], ['1', '2']]],
    ['empty cells and a last empty one', 'a,,\n', [['a', '', '']]],
    ['a delimiter inside quotes', '"a,b",c\n', [['a,b', 'c']]],
    ['a line break inside quotes', '"a\nb",c\n', [['a\nb', 'c']]],
    ['a doubled quote', '"say ""yes""",c\n', [['say "yes"', 'c']]],
    ['an empty quoted cell', '"",x\n', [['', 'x']]],
    ['a quote in the middle of a cell', '5" pipe,x\n', [['5" pipe', 'x']]],
    ['empty lines', 'a,b\n\n\n1,2\n', [['a', 'b'], ['1', '2']]],
    ['a quoted last cell and a delimiter at the end', '"a",\n"b",""', [['a', ''], ['b', '']]],
  ])('understands %s', (_what, text, expected) => {
    for (const pieces of [1, 2, 3, text.length]) {
      expect(recordsOf(text, { pieces }).map(record => record.cells)).toEqual(expected)
    }
  })

  it('tells the line of the file on which each record begins', () => {
    expect(recordsOf('a,b\n"x\ny",1\n\n"z",2\n').map(record => record.line)).toEqual([1, 2, 5])
  })

  it('says where a quotation is never closed, and reads on', () => {
    const [first, second, third] = recordsOf('a,b\n"never,1\n2,3\n')
    expect(first?.fault).toBeUndefined()
    expect(second).toMatchObject({ line: 2, fault: expect.stringContaining('never closed') as string })
    expect(third).toMatchObject({ line: 3, cells: ['2', '3'] })
  })

  it('says where text follows a closing quotation mark', () => {
    expect(recordsOf('"a"b,c\n')[0]?.fault).toMatch('Text follows')
  })

  it('gives up a quotation after a megabyte instead of keeping the whole file', () => {
    const records = recordsOf(`"never\n${'1,2\n'.repeat(300_000)}`, { pieces: 40 })
    expect(records[0]).toMatchObject({ line: 1, fault: expect.stringContaining('never closed') as string })
    expect(records).toHaveLength(300_001)
    expect(records.at(-1)).toMatchObject({ line: 300_001, cells: ['1', '2'] })
  })

  it('reads what csv-stringify writes as csv-parse does, wherever the text is cut', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('', '"', '""', ',', '\n', 'a,b', ' x ', '\u00e9\u{1F600}'))
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, pieces) => {
        const text = stringify(rows, { quoted_match: /[\r\n]/ })
        const expected: unknown = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: '\n' })
        expect(recordsOf(text, { pieces }).map(record => record.cells)).toEqual(expected)
      }),
      PROPERTY,
    )
  })
})
