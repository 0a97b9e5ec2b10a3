import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Conflict, Invalid, TooLarge } from '../platform/errors'

/** The largest file that an import takes. */
export const UPLOAD_LIMIT_BYTES = 500 * 1024 * 1024

/**
 * Files between upload and commit, in the data folder, so that a restart loses none. A committed or discarded file is
 * removed: its readings, with line numbers, and its checksum stay in the database.
 */
export class Uploads {
  constructor(private readonly folder: string) {}

  /** Where a file lies while it is being received. */
  async receiving(): Promise<string> {
    const path = join(this.folder, 'receiving')
    await mkdir(path, { recursive: true })
    return path
  }

  /** Writes a text as if it had been uploaded. */
  async receiveText(text: string): Promise<string> {
    const path = join(await this.receiving(), randomUUID())
    await writeFile(path, text)
    return path
  }

  /**
   * Writes what arrives as if it had been uploaded, piece by piece. `from` is left open, so that it can still be answered.
   *
   * @throws TooLarge as soon as more than `limitBytes` have arrived
   */
  async receive(from: Readable, limitBytes = UPLOAD_LIMIT_BYTES): Promise<string> {
    const path = join(await this.receiving(), randomUUID())
    try {
      await pipeline(limited(from, limitBytes), createWriteStream(path))
      return path
    } catch (fault) {
      await rm(path, { force: true })
      throw from.errored ? new Invalid({}, 'The file did not arrive whole.') : fault
    }
  }

  /** Gives a received file its place. */
  async keep(received: string, importId: string): Promise<void> {
    await rename(received, this.placeOf(importId))
  }

  /** @throws Conflict when the file is gone, as after a move of the installation without its data folder */
  async pathOf(importId: string): Promise<string> {
    const path = this.placeOf(importId)
    const isThere = await stat(path).then(() => true, () => false)
    if (!isThere) throw new Conflict('The uploaded file is no longer here. Upload it again.')
    return path
  }

  async remove(importId: string): Promise<void> {
    await rm(this.placeOf(importId), { force: true })
  }

  /** What has lain here since before `before`: paths of files that never arrived whole, and imports that have a file. */
  async old(before: Date): Promise<{ readonly received: readonly string[]; readonly kept: readonly string[] }> {
    const isOld = async (path: string): Promise<boolean> => {
      const found = await stat(path).catch(() => null)
      return found !== null && found.isFile() && found.mtime < before
    }
    const receiving = await this.receiving()
    const received: string[] = []
    for (const name of await readdir(receiving)) {
      if (await isOld(join(receiving, name))) received.push(join(receiving, name))
    }
    const kept: string[] = []
    for (const name of await readdir(this.folder)) {
      if (name.endsWith('.csv') && (await isOld(join(this.folder, name)))) kept.push(name.slice(0, -'.csv'.length))
    }
    return { received, kept }
  }

  private placeOf(importId: string): string {
    return join(this.folder, `${importId}.csv`)
  }
}

async function* limited(from: Readable, limitBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const piece of from.iterator({ destroyOnReturn: false })) {
    bytes += (piece as Buffer).length
    if (bytes > limitBytes) throw new TooLarge(`A file holds ${Math.round(limitBytes / 1024 / 1024)} MB at most. Send it in parts.`)
    yield piece as Buffer
  }
}

/** SHA-256 of a file, in hexadecimal, read in pieces. */
export async function checksumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
