import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { CannotStart } from './cannotStart'

/** Another process holds the data folder. */
export class FolderHeld extends CannotStart {}

/**
 * Holds a data folder for this process, so that two never share one. The lock is a name in the kernel (an abstract
 * socket), not a file: it goes with the process however that ends, so there is nothing stale to judge.
 *
 * @returns gives the folder free again
 * @throws FolderHeld when another process holds it
 */
export async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const name = `\0foothold-${createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 32)}`
  const server = createServer(asker => asker.on('error', () => asker.destroy()).end(String(process.pid)))
  if (!(await taken(server, name))) {
    throw new FolderHeld(
      `Foothold already runs on the data folder ${folder} (process ${await holderOf(name)}): ` +
        'stop it first, or set DATA_FOLDER to another folder for this one.',
    )
  }
  server.unref()
  return () => new Promise(resolve => server.close(() => resolve()))
}

function taken(server: Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => {
      if (fault.code === 'EADDRINUSE') resolve(false)
      else reject(fault)
    })
    server.listen(name, () => resolve(true))
  })
}

async function holderOf(name: string): Promise<string> {
  try {
    return await text(connect(name).setTimeout(1_000))
  } catch {
    return 'unknown'
  }
}
