import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { databaseIn } from '../../../../server/platform/database/embedded/dataFolder'
import {
  borrowEmbeddedDatabase,
  startEmbeddedDatabase,
  type EmbeddedDatabase,
} from '../../../../server/platform/database/embedded/embeddedDatabase'
import { livePostmaster, stopPostmaster, until } from '../../../../server/platform/database/embedded/postmaster'
import { closedFolder } from '../../../../server/platform/database/embedded/serverUser'
import { createLogger } from '../../../../server/platform/logging'
import { onDatabase } from '../../../support/onDatabase'
import { temporaryFolder } from '../../../support/testServer'

const logger = createLogger('silent')
const NOBODY = { uid: 65534, gid: 65534 }

describe('the embedded database', () => {
  /** One for all tests, as a person's own: each leaves it usable. */
  let folder = ''
  let running: EmbeddedDatabase[] = []
  let children: ChildProcess[] = []

  beforeAll(() => {
    folder = openFolder()
  })

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL')
    for (const database of running) await database.stop()
    await stopLeft(folder)
    running = []
    children = []
  })

  afterAll(() => rmSync(folder, { recursive: true }))

  function openFolder(): string {
    const made = temporaryFolder()
    chmodSync(made, 0o755)
    return made
  }

  async function stopLeft(where: string): Promise<void> {
    const left = livePostmaster(databaseIn(where))
    if (left) await stopPostmaster(left.pid, databaseIn(where), 10_000)
  }

  async function start(where = folder): Promise<EmbeddedDatabase> {
    const database = await startEmbeddedDatabase({ folder: where, logger })
    running.push(database)
    return database
  }

  /** Starts the database from another process, and answers with that and with the address it printed. */
  async function startElsewhere(where = folder, uid = ''): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(
      process.execPath,
      ['--require', './test/support/runTypeScript.cjs', join(__dirname, 'startDatabase.ts'), where, uid],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    children.push(child)
    const [url] = (await once(createInterface(child.stdout), 'line')) as [string]
    return { child, url }
  }

  let written = 0
  const write = (url: string): Promise<unknown> =>
    onDatabase(url, client => client.query(`CREATE TABLE kept_${(written += 1)} ()`))
  const isKept = (url: string): Promise<boolean> =>
    onDatabase(url, async client => (await client.query(`SELECT FROM kept_${written}`)).rowCount === 0)
  const serverPid = (): number => livePostmaster(databaseIn(folder))?.pid ?? 0

  it('starts, stops, and has kept everything when it starts again', async () => {
    const first = await start()
    await write(first.url)
    await first.stop()
    expect(livePostmaster(databaseIn(folder))).toBeNull()
    expect(await isKept((await start()).url)).toBe(true)
  })

  it('asks everyone on the machine for its password and writes through to the disk', async () => {
    const { url } = await start()
    await expect(onDatabase(url.replace(/:[^:@/]+@/, ':guess@'), () => Promise.resolve())).rejects.toThrow('password')
    expect(statSync(join(folder, 'database.password')).mode & 0o777).toBe(0o600)
    expect(await onDatabase(url, client => client.query('SHOW fsync'))).toMatchObject({ rows: [{ fsync: 'on' }] })
  })

  it('runs in a process group of its own, so that Ctrl-C does not reach it first', async () => {
    await start()
    const group = readFileSync(`/proc/${serverPid()}/stat`, 'utf8').split(' ')[4]
    expect(Number(group)).toBe(serverPid())
  })

  it('takes over the server that a killed process left behind', async () => {
    const { child, url } = await startElsewhere()
    await write(url)
    const orphan = serverPid()
    child.kill('SIGKILL')
    await once(child, 'exit')
    const database = await start()
    expect(serverPid()).toBe(orphan)
    expect(database.url).toBe(url)
    expect(await isKept(url)).toBe(true)
    await database.stop()
    expect(livePostmaster(databaseIn(folder))).toBeNull()
  })

  it('stops a left-behind server of another version before it starts its own', async () => {
    const { child, url } = await startElsewhere()
    await write(url)
    const orphan = serverPid()
    child.kill('SIGKILL')
    await once(child, 'exit')
    writeFileSync(join(databaseIn(folder), 'postmaster.opts'), '/opt/an-older-version/bin/postgres "-D"\n')
    const database = await start()
    expect(serverPid()).not.toBe(orphan)
    expect(await isKept(database.url)).toBe(true)
  })

  it('is not misled by the number of a dead server that another process has now', async () => {
    const first = await start()
    await write(first.url)
    const file = join(databaseIn(folder), 'postmaster.pid')
    const lines = readFileSync(file, 'utf8').split('\n')
    await first.stop()
    writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'))
    expect(await isKept((await start()).url)).toBe(true)
  })

  it('starts a killed server again at the same address, with what was saved', async () => {
    const { url } = await start()
    await write(url)
    const killed = serverPid()
    process.kill(killed, 'SIGKILL')
    await until(() => ![0, killed].includes(serverPid()) && livePostmaster(databaseIn(folder))?.ready === true, 10_000)
    expect(await isKept(url)).toBe(true)
  })

  it('is not shared by two, in this process or another', async () => {
    const { child } = await startElsewhere()
    await expect(start()).rejects.toThrow(`Foothold already runs on the data folder ${folder} (process ${child.pid})`)
    child.kill('SIGTERM')
    await once(child, 'exit')
    await start()
    await expect(start()).rejects.toThrow(`(process ${process.pid}): stop it first`)
  })

  it('is lent to a command beside the app, which leaves it running', async () => {
    const { child, url } = await startElsewhere()
    await write(url)
    const borrowed = await borrowEmbeddedDatabase({ folder, logger })
    expect(await isKept(borrowed.url)).toBe(true)
    await borrowed.stop()
    expect(await isKept(url)).toBe(true)
    child.kill('SIGTERM')
    await once(child, 'exit')
  })

  it('is started for a command where no app runs, and stopped with it', async () => {
    const borrowed = await borrowEmbeddedDatabase({ folder, logger })
    expect(await isKept(borrowed.url)).toBe(true)
    await borrowed.stop()
    expect(livePostmaster(databaseIn(folder))).toBeNull()
  })

  it('says which version made the data when it cannot read them', async () => {
    await (await start()).stop()
    const file = join(databaseIn(folder), 'PG_VERSION')
    const version = readFileSync(file)
    writeFileSync(file, '9\n')
    await expect(start()).rejects.toThrow(/made by PostgreSQL 9, but the server here is PostgreSQL \d+: install/)
    writeFileSync(file, version)
  })

  it('says that the password was lost instead of making another', async () => {
    await (await start()).stop()
    const file = join(folder, 'database.password')
    const password = readFileSync(file)
    rmSync(file)
    await expect(start()).rejects.toThrow('put that file back')
    expect(livePostmaster(databaseIn(folder))).toBeNull()
    writeFileSync(file, password)
  })

  it('begins anew where the first start was cut short', async () => {
    const cutShort = openFolder()
    mkdirSync(`${databaseIn(cutShort)}.new`)
    writeFileSync(join(`${databaseIn(cutShort)}.new`, 'PG_VERSION'), 'half')
    mkdirSync(join(cutShort, 'postgresql-0.1-x64'))
    const { url } = await start(cutShort)
    await write(url)
    expect(await isKept(url)).toBe(true)
    expect(readdirSync(cutShort).filter(name => /new$|-0\.1-/.test(name))).toEqual([])
    await running.pop()?.stop()
    rmSync(cutShort, { recursive: true })
  })

  it('runs for an ordinary user, and goes on for root with the same data', async () => {
    // Where root's project is closed to everyone else, there is no ordinary user who could start it.
    const canBe = process.getuid?.() === 0 && closedFolder(__dirname, NOBODY) === null
    const theirs = openFolder()
    if (canBe) chownSync(theirs, NOBODY.uid, NOBODY.gid)
    const { child, url } = await startElsewhere(theirs, canBe ? String(NOBODY.uid) : '')
    await write(url)
    child.kill('SIGTERM')
    await once(child, 'exit')
    expect(await isKept((await start(theirs)).url)).toBe(true)
    await running.pop()?.stop()
    rmSync(theirs, { recursive: true })
  })
})
