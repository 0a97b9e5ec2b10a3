import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Invalid } from '../platform/errors'
import { CsvRecords, type CsvRecord } from './csvRecords'
import { DELIMITER_SIGN, QUOTE_SIGN, type FileFormat } from './fileFormat.rules'

const PIECE_BYTES = 256 * 1024

/** The first bytes of a file, for a guess at how it is written. */
export async function headOf(path: string, bytes = 128 * 1024): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(bytes), position: 0 })
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/**
 * Reads a file from its first record to its last, in pieces, and waits for `afterPiece` before it reads on, so that
 * memory does not grow with the file.
 *
 * @throws Invalid when the bytes are not of the encoding that was chosen
 */
export async function readRecords(
  path: string,
  format: FileFormat,
  onRecord: (record: CsvRecord) => void,
  afterPiece: () => Promise<void> | void = () => {},
): Promise<void> {
  const dialect = { delimiter: DELIMITER_SIGN[format.delimiter], quote: QUOTE_SIGN[format.quote] }
  const records = new CsvRecords(dialect, onRecord)
  const decoder = new TextDecoder(format.encoding, { fatal: true })
  const decoded = (bytes?: Buffer): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      throw new Invalid({ encoding: 'Some characters of this file are not of the encoding chosen. Choose another one.' })
    }
  }
  for await (const bytes of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    records.push(decoded(bytes as Buffer))
    await afterPiece()
  }
  records.push(decoded())
  records.end()
  await afterPiece()
}
