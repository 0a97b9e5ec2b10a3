import { rmSync } from 'node:fs'

/** Stops the run's server and leaves nothing behind. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.testServer?.database.stop()
  if (globalThis.testServer) rmSync(globalThis.testServer.folder, { recursive: true, force: true })
}
