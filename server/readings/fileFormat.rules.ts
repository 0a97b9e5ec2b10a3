import { CsvRecords } from './csvRecords'

export const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const
export type Encoding = (typeof ENCODINGS)[number]

export const DELIMITERS = ['comma', 'semicolon', 'tab', 'pipe'] as const
export type Delimiter = (typeof DELIMITERS)[number]
export const DELIMITER_SIGN: Readonly<Record<Delimiter, string>> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' }

export const QUOTES = ['double', 'single', 'none'] as const
export type Quote = (typeof QUOTES)[number]
export const QUOTE_SIGN: Readonly<Record<Quote, string | null>> = { double: '"', single: "'", none: null }

/** How the bytes of a file become records. */
export interface FileFormat {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  readonly quote: Quote
  /** The first record names the columns. */
  readonly hasHeader: boolean
}

/** What the first bytes of a file say it is, where it is no text of rows. */
const NO_TEXT: readonly (readonly [start: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a workbook or an archive'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'a workbook of an older kind'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
]

/** What a file is that holds no rows as text; null for one that may. */
export function noTextIn(head: Uint8Array): string | null {
  return NO_TEXT.find(([start]) => start.every((byte, at) => head[at] === byte))?.[1] ?? null
}

/**
 * How a file seems to be written, judged from its first bytes. A guess: the person sees it and may correct it.
 *
 * @param head  the first bytes of the file, some tens of kilobytes; it may end in the middle of anything
 */
export function sniffedFormat(head: Uint8Array): FileFormat {
  const encoding = sniffedEncoding(head)
  const text = new TextDecoder(encoding).decode(head, { stream: true })
  const quote = sniffedQuote(text)
  const delimiter = sniffedDelimiter(text, quote)
  return { encoding, delimiter, quote, hasHeader: looksLikeHeader(recordsOf(text, { delimiter, quote }, 20)) }
}

/** The first records of a text, for a look at it; the last one is left out when the text may have been cut. */
export function recordsOf(text: string, { delimiter, quote }: Pick<FileFormat, 'delimiter' | 'quote'>, most: number): readonly (readonly string[])[] {
  const records: (readonly string[])[] = []
  const reader = new CsvRecords({ delimiter: DELIMITER_SIGN[delimiter], quote: QUOTE_SIGN[quote] }, record => {
    if (records.length < most && record.fault === undefined) records.push(record.cells)
  })
  reader.push(text)
  if (records.length < most) reader.end()
  return records
}

function sniffedEncoding(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'utf-8'
  } catch {
    return 'windows-1252' // what spreadsheets write where they do not write UTF-8
  }
}

/** Double quotes unless only single ones enclose whole cells. */
function sniffedQuote(text: string): Quote {
  const enclosing = (sign: string): number =>
    text.match(new RegExp(`(^|[,;|\\t\\n])${sign}[^${sign}\\n]*${sign}(?=[,;|\\t\\r\\n]|$)`, 'g'))?.length ?? 0
  return enclosing("'") > 0 && enclosing('"') === 0 ? 'single' : 'double'
}

/** The sign that cuts the most lines into the same number of cells, at least two; the more cells, the better. */
function sniffedDelimiter(text: string, quote: Quote): Delimiter {
  const score = (delimiter: Delimiter): number => {
    const widths = recordsOf(text, { delimiter, quote }, 100).map(cells => cells.length)
    const width = widths[0] ?? 1
    return width < 2 ? 0 : (widths.filter(other => other === width).length / widths.length) * 100 + Math.min(width, 50)
  }
  return DELIMITERS.reduce((best, delimiter) => (score(delimiter) > score(best) ? delimiter : best), 'comma')
}

/** A header has no numbers, no empty cells and no name twice, while some column below it holds something else. */
function looksLikeHeader([first, ...others]: readonly (readonly string[])[]): boolean {
  if (!first) return true
  const names = first.map(cell => cell.trim())
  if (names.some(name => name === '' || isFigure(name)) || new Set(names).size < names.length) return false
  if (others.length === 0) return true
  return names.some((name, column) => others.every(cells => cells[column]?.trim() !== name))
}

const isFigure = (cell: string): boolean => /^[+-]?[\d.,:/ -]*\d[\d.,:/ -]*%?$/.test(cell) || /^(true|false|yes|no)$/i.test(cell)
