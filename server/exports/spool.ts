import { randomUUID } from 'node:crypto'
import { mkdir, open, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** A long text on its way out: written already, and gone once it was read or left. */
export interface Spooled {
  readonly text: Readable
  readonly bytes: number
}

/** Long texts on disk between those who write fast and those who read as slowly as they like. */
export class Spool {
  constructor(private readonly folder: string) {}

  /** Takes a text to its end before anybody reads of it. The file has no name any more, so a killed process leaves none. */
  async hold(pieces: AsyncIterable<string>): Promise<Spooled> {
    await mkdir(this.folder, { recursive: true })
    const path = join(this.folder, randomUUID())
    const file = await open(path, 'wx+', 0o600)
    try {
      await rm(path)
      await writeFile(file, pieces)
      const { size: bytes } = await file.stat()
      return { text: file.createReadStream({ start: 0 }), bytes }
    } catch (fault) {
      await file.close()
      throw fault
    }
  }
}
