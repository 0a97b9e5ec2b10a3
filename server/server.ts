import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import { CannotStart } from './platform/database/embedded/cannotStart'

/** How long requests under way may take after a stop was asked for. */
const PATIENCE_MS = 10_000

/** The app, listening. */
export interface Listening {
  readonly port: number
  /** Takes no new requests, waits for those under way, then closes. */
  stop(): Promise<void>
}

/** @throws CannotStart when the address cannot be listened on */
export async function listen(app: Express, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (fault: NodeJS.ErrnoException) => reject(cannotListen(fault, host, port)))
    server.listen(port, host, resolve)
  })
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) }
}

/**
 * Says early whether the address can be listened on, before a database is started for nothing.
 *
 * @throws CannotStart as `listen` does
 */
export async function checkAddress({ host, port }: { host: string; port: number }): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (fault: NodeJS.ErrnoException) => reject(cannotListen(fault, host, port)))
    probe.listen(port, host, resolve)
  })
  await stop(probe)
}

function stop(server: Server): Promise<void> {
  const impatient = setTimeout(() => server.closeAllConnections(), PATIENCE_MS)
  return new Promise<void>(resolve => {
    server.close(() => {
      clearTimeout(impatient)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function cannotListen(fault: NodeJS.ErrnoException, host: string, port: number): Error {
  const says: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is in use already: stop the program that uses it, or set PORT to another one.`,
    EACCES: `Port ${port} may not be used by this user: set PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one of its own, such as 127.0.0.1.`,
    ENOTFOUND: `The host name ${host} is unknown: set HOST to an address of this machine, such as 127.0.0.1.`,
  }
  const sentence = says[fault.code ?? '']
  return sentence === undefined ? fault : new CannotStart(sentence, { cause: fault })
}
