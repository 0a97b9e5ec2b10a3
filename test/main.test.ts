import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import request from 'supertest'
import { databaseIn } from '../server/platform/database/embedded/dataFolder'
import { livePostmaster, stopPostmaster, until } from '../server/platform/database/embedded/postmaster'
import { givenEmptyDatabase } from './support/database'
import { onDatabase } from './support/onDatabase'
import { temporaryFolder } from './support/testServer'

const server = join(__dirname, '..', 'server')
/** The first start makes a database and loads the sample, on machines that may be busy. */
const PATIENCE_MS = 150_000
const READY = 'Foothold is ready'

/** A program of ours in a process of its own, and what it has said so far. */
class Running {
  text = ''
  private readonly exit: Promise<number | null>

  constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => (this.text += piece.toString()))
    this.exit = once(child, 'exit').then(([code]) => code as number | null)
  }

  async says(words: string): Promise<string> {
    await until(() => this.text.includes(words) || this.child.exitCode !== null, PATIENCE_MS)
    if (!this.text.includes(words)) throw new Error(`It never said “${words}”: ${this.text}`)
    return this.text
  }

  ends(): Promise<number | null> {
    return this.exit
  }

  async stop(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal)
    return this.exit
  }
}

describe('starting Foothold', () => {
  const folder = temporaryFolder()
  const started: Running[] = []
  let port = 0
  const address = () => `http://127.0.0.1:${port}`

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    port = await freePort()
  })

  afterAll(async () => {
    for (const { child } of started) child.kill('SIGKILL')
    const left = livePostmaster(databaseIn(folder))
    if (left) await stopPostmaster(left.pid, databaseIn(folder), 10_000)
    rmSync(folder, { recursive: true, force: true })
  })

  function run(file: string, settings: Record<string, string> = {}, words: readonly string[] = []): Running {
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, DATA_FOLDER: folder, PORT: String(port), ...settings }
    const child = spawn(process.execPath, ['--require', join(__dirname, 'support', 'runTypeScript.cjs'), join(server, file), ...words], { env })
    const running = new Running(child)
    started.push(running)
    return running
  }

  const isDatabaseUp = () => livePostmaster(databaseIn(folder)) !== null

  /** Presses the button of a link's page, and answers with where that leads. */
  async function follow(link: string): Promise<string> {
    const agent = request.agent(address())
    const page = await agent.get(link.slice(address().length))
    expect(page.status).toBe(200)
    const field = (name: string): string => new RegExp(`name="${name}" value="([^"]+)"`).exec(page.text)?.[1] ?? ''
    const entered = await agent.post('/link').type('form').send({ token: field('token'), _csrf: field('_csrf') })
    expect(entered.status).toBe(303)
    const home = await agent.get('/').redirects(3)
    expect(home.status).toBe(200)
    return home.text
  }

  it('says in one sentence what is wrong, and leaves nothing running', async () => {
    const wrong = run('main.ts', { LOG_LEVEL: 'loud', JOBS: 'sometimes' })
    expect(await wrong.ends()).toBe(1)
    expect(wrong.text.trim().split('\n')).toEqual([
      expect.stringMatching(/^LOG_LEVEL is "loud"; set it to one of/),
      expect.stringMatching(/^JOBS is "sometimes"; set it to one of/),
    ])

    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const second = run('main.ts')
    expect(await second.ends()).toBe(1)
    expect(second.text.trim()).toBe(`Port ${port} is in use already: stop the program that uses it, or set PORT to another one.`)
    expect(isDatabaseUp()).toBe(false)
    await new Promise(resolve => other.close(resolve))
  }, PATIENCE_MS)

  it('stops in good order while it is still loading, and begins anew', async () => {
    const first = run('main.ts')
    await first.says('Loading the sample program')
    expect(await first.stop('SIGTERM')).toBe(0)
    expect(first.text).not.toContain('rror')
    expect(isDatabaseUp()).toBe(false)
  }, PATIENCE_MS)

  it('prints a link for each of the sample’s people, lets commands in, and keeps everything through a kill', async () => {
    const first = run('main.ts')
    const text = await first.says('Ctrl-C stops it.')
    expect(text).toContain(`${READY}: ${address()}`)
    const links = [...text.matchAll(/^ {2}(\S.*?) {2,}(\S.*?) {2,}(http\S+)$/gm)].map(([, role, name, url]) => ({ role, name, url: url ?? '' }))
    expect(links.map(({ role }) => role)).toEqual([
      ...['Lead', 'Pilot owner', 'Team member', 'Sponsor', 'Second sponsor', 'Finance', 'Administrator'],
    ])
    await expect(follow(links[0]?.url ?? '')).resolves.toContain('Retail onboarding program')

    const verify = run('commands/audit-verify.ts')
    expect(await verify.ends()).toBe(0)
    expect(verify.text).toContain('All chains are whole.')
    const token = run('commands/token.ts', {}, ['amina.diallo@foothold.example', 'read'])
    expect(await token.ends()).toBe(0)
    const me = await request(address()).get('/api/v1/me').set('Authorization', `Bearer ${token.text.trim()}`)
    expect(me.body).toMatchObject({ name: 'Amina Diallo', scope: 'read' })

    await first.stop('SIGKILL')
    expect(isDatabaseUp()).toBe(true)
    const again = run('main.ts')
    const anew = await again.says('Ctrl-C stops it.')
    expect(anew).not.toContain('Loading the sample program')
    await expect(follow(/http\S+token=\S+/.exec(anew)?.[0] ?? '')).resolves.toContain('Retail onboarding program')
    const kept = await request(address()).get('/api/v1/me').set('Authorization', `Bearer ${token.text.trim()}`)
    expect(kept.status).toBe(200)
    expect(await again.stop('SIGINT')).toBe(0)
    expect(isDatabaseUp()).toBe(false)
  }, PATIENCE_MS)

  it('forgets the sample for good by a command', async () => {
    const remove = run('commands/sample-remove.ts')
    expect(await remove.ends()).toBe(0)
    expect(remove.text).toContain('“Retail onboarding program” is removed.')
    const next = run('main.ts')
    const text = await next.says('Ctrl-C stops it.')
    expect(text).not.toContain('sample')
    expect(text).toMatch(/becomes the first.*\n {2}http\S+\/link\?token=/)
    expect(await next.stop('SIGTERM')).toBe(0)
  }, PATIENCE_MS)
})

describe('starting Foothold on a database of one’s own', () => {
  const { url } = givenEmptyDatabase()
  const folder = temporaryFolder()
  const settings = { DATABASE_URL: url, SIGNING_SECRET: 'a secret for this test alone, long enough', DATA_FOLDER: folder, LOG_LEVEL: 'error' }

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function start(file: string, changes: Record<string, string> = {}): Promise<Running> {
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, ...settings, PORT: String(await freePort()), ...changes }
    return new Running(spawn(process.execPath, ['--require', join(__dirname, 'support', 'runTypeScript.cjs'), join(server, file)], { env }))
  }

  it('loads no sample and prints the first administrator’s link once', async () => {
    const first = await start('main.ts')
    const text = await first.says('Ctrl-C stops it.')
    expect(text).not.toContain('sample')
    expect(text).toMatch(/There is no administrator yet\. Whoever opens this link.*\n {2}http\S+\/link\?token=/)
    expect(await first.stop('SIGTERM')).toBe(0)
    const again = await start('main.ts', { JOBS: 'separate' })
    expect(await again.says('Ctrl-C stops it.')).toContain('npm run -s admin-link prints a link for the first.')
    expect(again.text).not.toContain('token=')
    expect(await again.stop('SIGTERM')).toBe(0)
  }, PATIENCE_MS)

  it('runs background jobs alone', async () => {
    const worker = await start('commands/worker.ts')
    await worker.says('Background jobs run in this process.')
    await onDatabase(url, client => client.query("SELECT graphile_worker.add_job('signInAttempts.forget', '{}'::json)"))
    const waiting = () => onDatabase(url, async client => (await client.query('SELECT FROM graphile_worker._private_jobs')).rowCount)
    const deadline = Date.now() + 20_000
    while ((await waiting()) !== 0 && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 100))
    expect(await waiting()).toBe(0)
    expect(await worker.stop('SIGTERM')).toBe(0)
  }, PATIENCE_MS)
})

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise(resolve => probe.close(resolve))
  return port
}
