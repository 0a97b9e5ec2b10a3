import { sniffedFormat } from '../../server/readings/fileFormat.rules'
import { guessedMapping, guessedWords, ARM_WORDS, requireCompleteMapping, withWordsOf, type Mapping, type PlannedMetric } from '../../server/readings/mapping.rules'
import { rowReader, type Understood } from '../../server/readings/rowReader'
import { CsvRecords } from '../../server/readings/csvRecords'
import { DELIMITER_SIGN, QUOTE_SIGN } from '../../server/readings/fileFormat.rules'
import { faultsOf } from '../support/faultsOf'

const day1: PlannedMetric = { id: 'm1', name: 'Day-1 return', kind: 'proportion', unit: '' }
const day7: PlannedMetric = { id: 'm7', name: 'Day-7 return', kind: 'proportion', unit: '' }
const effort: PlannedMetric = { id: 'me', name: 'Customer effort', kind: 'mean', unit: 'points' }

const guess = (text: string, metrics = [day1, day7], design: 'randomised' | 'beforeAfter' = 'randomised', locale = 'en-GB'): Mapping =>
  guessedMapping(text, sniffedFormat(Buffer.from(text)), { design, metrics }, locale)

function read(text: string, mapping: Mapping, metrics = [day1, day7]): Understood[] {
  const reader = rowReader(mapping, metrics, () => null)
  const out: Understood[] = []
  const records = new CsvRecords({ delimiter: DELIMITER_SIGN[mapping.format.delimiter], quote: QUOTE_SIGN[mapping.format.quote] }, r => out.push(reader(r)))
  records.push(text)
  records.end()
  return mapping.format.hasHeader ? out.slice(1) : out
}

const COOKIE = 'userid,version,sum_gamerounds,retention_1,retention_7\n116,gate_30,3,FALSE,FALSE\n337,gate_30,38,TRUE,FALSE\n483,gate_40,165,TRUE,TRUE\n'

describe('how a file seems to be written', () => {
  it.each([
    ['comma', 'a,b\n1,2\n3,4\n', 'comma'],
    ['semicolon with decimal commas', 'a;b\n1,5;2,5\n3,5;4,5\n', 'semicolon'],
    ['tab', 'a\tb\n1\t2\n', 'tab'],
    ['pipe', 'a|b\n1|2\n', 'pipe'],
    ['a quoted delimiter', 'name;n\n"x,y,z";1\n"p,q,r";2\n', 'semicolon'],
  ])('%s', (_what, text, delimiter) => {
    expect(sniffedFormat(Buffer.from(text)).delimiter).toBe(delimiter)
  })

  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffa,b\n1,2\n'), 'utf-8'],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 'utf-16le'],
    ['Windows-1252', Buffer.from([0x61, 0x2c, 0xe9, 0x0a]), 'windows-1252'],
    ['UTF-8 cut within a letter', Buffer.from('a,é').subarray(0, 3), 'utf-8'],
  ])('%s', (_what, bytes, encoding) => {
    expect(sniffedFormat(bytes).encoding).toBe(encoding)
  })

  it.each([
    ['user,value\n1,2\n', true],
    ['1,2\n3,4\n', false],
    ['gate_30,TRUE\ngate_40,FALSE\n', false],
  ])('%j has a header: %p', (text, hasHeader) => {
    expect(sniffedFormat(Buffer.from(text)).hasHeader).toBe(hasHeader)
  })
})

describe('the guessed mapping', () => {
  it('reads the published test file of a game', () => {
    const mapping = guess(COOKIE, [
      { ...day1, name: 'Day-1 retention' },
      { ...day7, name: 'Day-7 retention' },
    ])
    expect(mapping).toMatchObject({
      unit: 0,
      arm: { column: 1 },
      armWords: [{ word: 'gate_30', means: 'control' }, { word: 'gate_40', means: 'treatment' }],
      period: { always: 'outcome' },
      values: [{ metricId: 'm1', column: 3 }, { metricId: 'm7', column: 4 }],
    })
  })

  it('takes one arm for granted where the design has one', () => {
    const mapping = guess('customer_id;phase;effort\nc1;before;4,5\nc2;after;3,5\n', [effort], 'beforeAfter')
    expect(mapping).toMatchObject({
      unit: 0,
      arm: { always: 'treatment' },
      period: { column: 1 },
      periodWords: [{ word: 'after', means: 'outcome' }, { word: 'before', means: 'baseline' }],
      decimal: ',',
      values: [{ metricId: 'me', column: 2 }],
    })
  })

  it.each([
    ['a column of groups holds other words', 'id,group,effort\n1,after,4\n2,middle,4\n3,treatment,3\n', { column: 1 }, [{ word: 'after', means: 'outcome' }]],
    ['a column of groups holds two words in no order', 'id,version,effort\n1,after rollout,4\n2,before rollout,4\n', { column: 1 }, []],
    ['a column of periods does', 'id,phase,effort\n1,new,4\n2,old,4\n', { column: 1 }, []],
    ['one of two words is known', 'id,phase,effort\n1,before,4\n2,later,4\n', { column: 1 }, [{ word: 'before', means: 'baseline' }, { word: 'later', means: 'outcome' }]],
    ['no column speaks of periods', 'id,effort\n1,4\n2,3\n', null, []],
    ['a column of groups has a word for each customer', `id,group,effort\n${Array.from({ length: 20 }, (_, at) => `${at},g${at},4\n`).join('')}`, null, []],
  ])('asks which rows are of the baseline where a pilot without control cannot know: %s', (_, text, period, periodWords) => {
    expect(guess(text, [effort], 'beforeAfter')).toMatchObject({ arm: { always: 'treatment' }, period, periodWords })
  })

  it.each([
    ['Chat ID,arm,effort', 0],
    ['Agent ID,arm,effort', null],
    ['store_id,ticket_number,arm,effort', 1],
    ['valid,arm,effort', null],
  ])('finds the unit in a column that numbers what it names: %s', (header, unit) => {
    expect(guess(`${header}\n${header.split(',').map(() => '4').join(',')}\n`, [effort]).unit).toBe(unit)
  })

  it.each([
    ['en-GB', 'day/month/year'],
    ['en-US', 'month/day/year'],
  ])('lets the locale %s settle what 3/4 is', (locale, dates) => {
    expect(guess('id,date,effort\n1,3/4/2026,2\n', [effort], 'randomised', locale).dates).toBe(dates)
  })

  it('lets the days themselves settle it where they can', () => {
    expect(guess('id,date,effort\n1,3/4/2026,2\n2,3/14/2026,2\n', [effort]).dates).toBe('month/day/year')
  })

  it.each([
    [['control', 'treatment'], { control: 'control', treatment: 'treatment' }],
    [['gate_40', 'gate_30'], { gate_30: 'control', gate_40: 'treatment' }],
    [['control', 'blue'], { control: 'control', blue: 'treatment' }],
    [['blue', 'test', 'control'], { test: 'treatment', control: 'control' }],
  ])('of the words %j', (words, expected) => {
    expect(Object.fromEntries(guessedWords(words, ARM_WORDS, 'later is treatment').map(({ word, means }) => [word, means]))).toEqual(expected)
  })
})

describe('the words of a file that is sorted by group', () => {
  const beginning = guess('version,retention_7\ngate_30,FALSE\ngate_30,TRUE\n')
  const words = { arm: [{ word: 'gate_30' }, { word: 'gate_40' }], period: [] }

  it('are guessed anew once the whole file is read', () => {
    const mapping = { ...beginning, arm: { column: 0 } }
    expect(withWordsOf(mapping, words).armWords).toEqual([
      { word: 'gate_30', means: 'control' },
      { word: 'gate_40', means: 'treatment' },
    ])
  })

  it('stay as they were where its beginning held all of them', () => {
    const mapping = guess(COOKIE)
    expect(withWordsOf(mapping, words)).toBe(mapping)
  })
})

describe('reading rows under a mapping', () => {
  it('makes one row of each record, empty cells missing', () => {
    const mapping = guess('userid,arm,ret_1,ret_7\n1,control,yes,NA\n', [{ ...day1, name: 'ret 1' }, { ...day7, name: 'ret 7' }])
    expect(read('userid,arm,ret_1,ret_7\n1,control,yes,NA\n', { ...mapping, values: [{ metricId: 'm1', column: 2 }, { metricId: 'm7', column: 3 }] })).toEqual([
      { row: { line: 2, unit: '1', arm: 'control', period: 'outcome', day: null, cluster: null, exposure: null, preValue: null, values: [1, null] } },
    ])
  })

  it.each([
    ['1,control,maybe', 'ret_1', /neither yes nor no/],
    ['1,blue,yes', 'arm', /Say below which group/],
    [',control,yes', 'userid', /unit is empty/],
    ['1,control', '', /has 2 cells where the first one has 3/],
    ['"1"x,control,yes', '', /Text follows/],
  ])('says what is wrong with %j', (line, column, reason) => {
    const text = `userid,arm,ret_1\n9,control,no\n8,treatment,no\n${line}\n`
    const mapping = { ...guess('userid,arm,ret_1\n9,control,no\n8,treatment,no\n', [day1]), values: [{ metricId: 'm1', column: 2 }] }
    expect(read(text, mapping, [day1])[2]).toMatchObject({ faults: [{ line: 4, column, reason: expect.stringMatching(reason) as string }] })
  })

  it('passes over rows whose word is to be left out', () => {
    const mapping: Mapping = { ...guess(COOKIE), values: [{ metricId: 'm1', column: 3 }], armWords: [{ word: 'gate_30', means: 'leaveOut' }, { word: 'gate_40', means: 'control' }] }
    expect(read(COOKIE, mapping)).toEqual(['leftOut', 'leftOut', { row: expect.objectContaining({ arm: 'control', unit: '483' }) as object }])
  })

  it('takes own words for yes and no', () => {
    const mapping: Mapping = { ...guess('id,arm,kept\n1,control,kept\n2,treatment,lost\n', [day1]), values: [{ metricId: 'm1', column: 2 }], truthWords: [{ word: 'kept', means: 'yes' }, { word: 'lost', means: 'no' }] }
    expect(read('id,arm,kept\n1,control,Kept\n2,treatment,lost\n', mapping, [day1])).toMatchObject([{ row: { values: [1] } }, { row: { values: [0] } }])
  })
})

describe('a mapping that cannot be carried out', () => {
  it.each([
    [{ arm: null }, 'arm'],
    [{ period: null }, 'period'],
    [{ values: [] }, 'values'],
    [{ values: [{ metricId: 'stranger', column: 0 }] }, 'values'],
    [{ values: [{ metricId: 'm1', column: 99 }] }, 'values'],
    [{ values: [{ metricId: 'm1', column: 3 }, { metricId: 'm1', column: 4 }] }, 'values'],
    [{ unit: 12 }, ''],
  ])('%j is refused at the field %p', (change, field) => {
    const mapping = { ...guess(COOKIE), values: [{ metricId: 'm1', column: 3 }], ...change } as Mapping
    expect(Object.keys(faultsOf(() => requireCompleteMapping(mapping, 'randomised', [day1, day7])))).toEqual([field])
  })
})
