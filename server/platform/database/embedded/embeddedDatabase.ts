import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client, DatabaseError } from 'pg'
import { type Logger } from '../../logging'
import { binariesFor, removeOldBinaries, requireLinux, type Binaries } from './binaries'
import { CannotStart } from './cannotStart'
import { databaseIn } from './dataFolder'
import { FolderHeld, holdFolder } from './folderLock'
import { livePostmaster, programOf, stopPostmaster, until, worksIn, type Postmaster } from './postmaster'
import { serverUser, type ServerUser } from './serverUser'

const run = promisify(execFile)

/** A PostgreSQL server that runs beside this process, for it alone. */
export interface EmbeddedDatabase {
  readonly url: string
  /** Stops the server in good order and waits until it is gone. */
  stop(): Promise<void>
}

export interface EmbeddedDatabaseOptions {
  /** From `dataFolder`: an absolute path that the server's user can reach. */
  readonly folder: string
  readonly logger: Logger
  /** For tests: fast, and worth nothing after a power cut. */
  readonly throwaway?: boolean
}

const NAME = 'foothold'
const STOP_PATIENCE_MS = 30_000
/** Recovery after a crash may have much to read again. */
const START_PATIENCE_MS = 300_000
/** Another process took the free port in between; the last servants of a server that was killed have not left yet. */
const PASSING = /Address already in use|pre-existing shared memory block/
/** The app may be starting just now. */
const BORROW_PATIENCE_MS = 10_000
const WATCH_EVERY_MS = 500
const LOG_LIMIT_BYTES = 10_000_000
/** Settings and language of the machine and of the person stay out: PGPORT or a German message would confuse us. */
const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

/**
 * Starts the database server on a data folder, making the database where there is none. A server that an earlier,
 * killed process left behind is taken over when it is the same program and answers, else stopped first.
 *
 * @throws CannotStart with one sentence that says what to do
 */
export async function startEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  requireLinux()
  const release = await holdFolder(options.folder)
  try {
    const server = new Server(options, release)
    await server.start()
    return server
  } catch (fault) {
    await release()
    throw fault
  }
}

/**
 * The database for a command beside the app: the running one's, when it runs on this folder, or else started for the
 * command and stopped with it.
 */
export async function borrowEmbeddedDatabase(options: EmbeddedDatabaseOptions): Promise<EmbeddedDatabase> {
  try {
    return await startEmbeddedDatabase(options)
  } catch (fault) {
    if (!(fault instanceof FolderHeld)) throw fault
    const directory = databaseIn(options.folder)
    await until(() => livePostmaster(directory)?.ready === true, BORROW_PATIENCE_MS)
    const running = livePostmaster(directory)
    if (!running?.ready) throw fault
    return { url: urlOf(running.port, await keptPassword(options.folder), NAME), stop: () => Promise.resolve() }
  }
}

class Server implements EmbeddedDatabase {
  url = ''
  private readonly directory: string
  private pid = 0
  private watching: NodeJS.Timeout | undefined
  private restarting: Promise<void> | null = null
  private stopping: Promise<void> | null = null

  constructor(
    private readonly options: EmbeddedDatabaseOptions,
    private readonly release: () => Promise<void>,
  ) {
    this.directory = databaseIn(options.folder)
  }

  async start(): Promise<void> {
    const { folder, logger } = this.options
    const user = serverUser(this.directory)
    const binaries = await binariesFor(folder, user, await majorOfData(this.directory))
    const password = await keptPassword(folder)
    if (!existsSync(this.directory)) await this.initialise(binaries, user, password)

    const adopted = await this.adopt(binaries, password)
    const { pid, port } = adopted ?? (await this.launch(binaries, user, freePort))
    this.pid = pid
    this.url = urlOf(port, password, NAME)
    try {
      if (!adopted) await makeDatabase(port, password)
      await removeOldBinaries(folder, binaries)
    } catch (fault) {
      await stopPostmaster(pid, this.directory, STOP_PATIENCE_MS)
      throw isWrongPassword(fault) ? lostPassword(folder, fault) : fault
    }
    this.watch(() => this.launch(binaries, user, () => Promise.resolve(port)))
    logger.info(adopted ? 'database server taken over' : 'database server started', {
      pid,
      port,
      postgresql: binaries.major,
      from: binaries.origin,
      folder,
    })
  }

  stop(): Promise<void> {
    clearInterval(this.watching)
    this.stopping ??= (this.restarting ?? Promise.resolve())
      .then(() => stopPostmaster(this.pid, this.directory, STOP_PATIENCE_MS))
      .finally(this.release)
    return this.stopping
  }

  /** A server that somebody killed comes back at the same address; the next statements find it there. */
  private watch(restart: () => Promise<Postmaster>): void {
    const { logger } = this.options
    this.watching = setInterval(() => {
      if (this.restarting || this.stopping || worksIn(this.pid, this.directory)) return
      logger.warn('the database server is gone and is started again', { pid: this.pid })
      this.restarting = restart()
        .then(({ pid }) => {
          this.pid = pid
        })
        .catch((error: unknown) => logger.error('the database server cannot be started again', { error }))
        .finally(() => {
          this.restarting = null
        })
    }, WATCH_EVERY_MS).unref()
  }

  /** Made beside its place and moved there when complete, so that a half-made one is never started. */
  private async initialise(binaries: Binaries, user: ServerUser | null, password: string): Promise<void> {
    const { throwaway = false } = this.options
    const fresh = `${this.directory}.new`
    const passwordFile = `${fresh}.password`
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh)
    await chmod(fresh, 0o700)
    await rm(passwordFile, { force: true })
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (user) for (const path of [fresh, passwordFile]) await chown(path, user.uid, user.gid)
    try {
      await run(
        join(binaries.bin, 'initdb'),
        [
          `--pgdata=${fresh}`,
          `--username=${NAME}`,
          `--pwfile=${passwordFile}`,
          `--auth=${throwaway ? 'trust' : 'scram-sha-256'}`,
          '--encoding=UTF8',
          // The same order of text everywhere, and one that no update of the machine's language files can change.
          ...(binaries.major >= 17
            ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
            : ['--locale=C.UTF-8']),
          ...(throwaway ? ['--no-sync'] : []),
          '--no-instructions',
        ],
        { cwd: '/', env: ENVIRONMENT, ...user },
      )
    } catch (fault) {
      await rm(fresh, { recursive: true, force: true })
      throw new CannotStart(`The database in ${this.options.folder} could not be made: ${lastWords(fault)}`, {
        cause: fault,
      })
    } finally {
      await rm(passwordFile, { force: true })
    }
    await rename(fresh, this.directory)
    await settle(this.options.folder)
  }

  /** The server that an earlier process left running, if it will do; otherwise there is none when this returns. */
  private async adopt(binaries: Binaries, password: string): Promise<Postmaster | null> {
    const left = livePostmaster(this.directory)
    if (!left) return null
    if (programOf(this.directory) === join(binaries.bin, 'postgres') && (await this.becomesReady(left.pid))) {
      const ready = livePostmaster(this.directory)
      if (ready && (await answers(ready.port, password))) return ready
    }
    this.options.logger.warn('stopping a database server that was left behind', { pid: left.pid })
    await stopPostmaster(left.pid, this.directory, STOP_PATIENCE_MS)
    return null
  }

  private async launch(
    binaries: Binaries,
    user: ServerUser | null,
    choosePort: () => Promise<number>,
  ): Promise<Postmaster> {
    const logFile = join(this.options.folder, 'database.log')
    const attempts = 5
    // Nobody lives behind it, we looked; the server would believe any process that now has the same number.
    await rm(join(this.directory, 'postmaster.pid'), { force: true })
    for (let attempt = 1; ; attempt += 1) {
      const log = await openLog(logFile)
      const from = (await log.stat()).size
      try {
        const port = await choosePort()
        const child = spawn(
          join(binaries.bin, 'postgres'),
          ['-D', this.directory, ...settings(port, this.options.throwaway ?? false)],
          // A group of its own: Ctrl-C in the terminal is for us, who then stop the server in good order.
          { cwd: '/', env: ENVIRONMENT, detached: true, stdio: ['ignore', log.fd, log.fd], ...user },
        )
        const pid = await started(child)
        child.unref()
        if (await this.becomesReady(pid)) return { pid, port, ready: true }
        const words = (await readFile(logFile)).subarray(from).toString('utf8')
        if (attempt < attempts && PASSING.test(words)) {
          await after(200)
          continue
        }
        throw new CannotStart(`The database server did not start: ${lastLine(words)} See ${logFile}.`)
      } finally {
        await log.close()
      }
    }
  }

  /** `false` when the server ended instead. */
  private async becomesReady(pid: number): Promise<boolean> {
    const isReady = (): boolean => {
      const now = livePostmaster(this.directory)
      return now?.pid === pid && now.ready
    }
    await until(() => isReady() || !isAlive(pid), START_PATIENCE_MS)
    return isReady()
  }
}

/** Makes a new name in the folder outlast a power cut. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function settings(port: number, throwaway: boolean): string[] {
  const values: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '', // their paths may not be longer than 107 bytes
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    shared_buffers: '256MB',
    work_mem: '32MB',
    max_wal_size: '2GB',
    ...(throwaway ? { fsync: 'off', full_page_writes: 'off' } : {}),
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function started(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', fault => {
      reject(new CannotStart(`The database server could not be started (${fault.message}).`, { cause: fault }))
    })
    child.once('spawn', () => resolve(child.pid ?? 0))
  })
}

async function openLog(file: string): ReturnType<typeof open> {
  const size = existsSync(file) ? (await stat(file)).size : 0
  if (size > LOG_LIMIT_BYTES) await rename(file, `${file}.1`)
  return open(file, 'a', 0o600)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

async function majorOfData(directory: string): Promise<number | null> {
  try {
    return Number.parseInt(await readFile(join(directory, 'PG_VERSION'), 'utf8'), 10)
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new CannotStart(
      `The database in ${directory} cannot be read (${code}): it belongs to another user. ` +
        'Start Foothold as that user, or set DATA_FOLDER to another folder.',
      { cause: fault },
    )
  }
}

/** Readable by our own user alone; made once. */
async function keptPassword(folder: string): Promise<string> {
  const file = join(folder, 'database.password')
  if (!existsSync(file)) {
    await writeFile(`${file}.new`, randomBytes(24).toString('base64url'), { mode: 0o600 })
    await rename(`${file}.new`, file)
  }
  return readFile(file, 'utf8')
}

function urlOf(port: number, password: string, database: string): string {
  return `postgres://${NAME}:${password}@127.0.0.1:${port}/${database}`
}

async function answers(port: number, password: string): Promise<boolean> {
  const client = new Client({ connectionString: urlOf(port, password, NAME), connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end()
  }
}

async function makeDatabase(port: number, password: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(port, password, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [NAME])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${NAME}`)
  } finally {
    await client.end()
  }
}

function isWrongPassword(fault: unknown): boolean {
  return fault instanceof DatabaseError && fault.code === '28P01'
}

function lostPassword(folder: string, cause: unknown): CannotStart {
  return new CannotStart(
    `The password in ${join(folder, 'database.password')} does not open the database beside it: ` +
      'put that file back as it was, or set DATA_FOLDER to a new folder.',
    { cause },
  )
}

function lastWords(fault: unknown): string {
  const { stderr, message } = fault as { stderr?: string; message: string }
  return lastLine(stderr ?? message)
}

/** The line of a program's output that tells why it gave up. */
function lastLine(words: string): string {
  const lines = words.split('\n').filter(line => line.trim() !== '')
  return (lines.findLast(line => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'it said nothing.').trim()
}
