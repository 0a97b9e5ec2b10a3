import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from '../../server/platform/database/database'
import { testApp, type TestChanges } from './app'

/** The app of production behind a real address, for the tests around the call; ask for it inside tests and hooks. */
export function givenServer(database: Database, changes: TestChanges = {}): () => string {
  let app: RequestListener | undefined
  const server = createServer((req, res) => app?.(req, res))
  const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    // only now is it known how people reach the app, which links in invitations begin with
    app = testApp(database, { ...changes, config: { ...changes.config, baseUrl: address() } })
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  return address
}
