import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A secret of 256 bits, made once and kept for its owner alone in the data folder. */
export async function keptSecret(folder: string): Promise<string> {
  const path = join(folder, 'signing-secret')
  try {
    await writeFile(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault
  }
  return readFile(path, 'utf8')
}
