import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RequestListener } from 'node:http'
import { createApp } from '../server/app'
import { countingQueries } from '../server/platform/database/queryCount'
import type { Services } from '../server/services'
import { bareList } from './bareList'
import { manyPilots } from './manyPilots'
import { onSample } from './onSample'
import { quantiles } from './quantiles'
import type { Benchmark } from './run'

const SIZES = [1_000, 10_000]
const WARM_UP = 30
const REQUESTS = 300
const BAR_MS = 50

/** What one page took. */
interface Measured {
  readonly page: string
  readonly p50: number
  readonly p95: number
  /** Statements sent to the database for one request, session and permission included. */
  readonly queries: number
}

/**
 * The pages people open most, one request at a time, with 1,000 and with 10,000 pilots, beside a bare Express and
 * Handlebars page in the same run. A request is timed from its first byte to the last byte of its answer.
 */
export const benchmark: Benchmark = {
  run: print =>
    onSample(async ({ config, services }) => {
      const { programId, leadId, concludedId } = await sampleIds(services)
      const cookie = await sessionOf(services, leadId)
      const counts: { last: number } = { last: 0 }
      const app = createApp(config, services) as RequestListener
      const ours = await listening((req, res) => {
        countingQueries(soFar => {
          res.on('close', () => (counts.last = soFar()))
          app(req, res)
        })
      })
      const bare = await listening(bareList() as RequestListener)
      const pages = {
        home: `/programs/${programId}`,
        'pilot list': `/programs/${programId}/pilots`,
        pilot: `/pilots/${concludedId}`,
        matrix: `/programs/${programId}/prioritise`,
        results: `/pilots/${concludedId}/results`,
      }
      const rounds: Measured[][] = []
      for (const size of SIZES) {
        await manyPilots(services.database, programId, size)
        const reference = await measure('bare list', bare, '/', '', () => 0)
        print(`\n${size.toLocaleString('en')} pilots, ${REQUESTS} requests a page after ${WARM_UP} for warm-up, one at a time`)
        print(row('page', 'p50 ms', 'p95 ms', 'ratio of p95', 'queries'))
        print(row(reference.page, ms(reference.p50), ms(reference.p95), '1.0', '0'))
        const round: Measured[] = []
        for (const [page, path] of Object.entries(pages)) {
          const measured = await measure(page, ours, path, cookie, () => counts.last)
          round.push(measured)
          print(row(page, ms(measured.p50), ms(measured.p95), (measured.p95 / reference.p95).toFixed(1), String(measured.queries)))
        }
        rounds.push(round)
      }
      ours.close()
      bare.close()
      return { barsMet: verdict(rounds, print) }
    }),
}

function verdict(rounds: readonly Measured[][], print: (line: string) => void): boolean {
  print('')
  const slow = rounds.flat().filter(({ p95 }) => p95 >= BAR_MS)
  for (const { page, p95 } of slow) print(`${page}: p95 of ${ms(p95)} ms is not under ${BAR_MS} ms`)
  const [small = [], large = []] = rounds
  const growing = small.filter(({ page, queries }) => large.find(other => other.page === page)?.queries !== queries)
  for (const { page } of growing) print(`${page}: the number of queries changes with the number of pilots`)
  return slow.length === 0 && growing.length === 0
}

async function measure(page: string, server: Server, path: string, cookie: string, queriesOfLast: () => number): Promise<Measured> {
  for (let i = 0; i < WARM_UP; i++) await timed(server, path, cookie)
  const durations: number[] = []
  for (let i = 0; i < REQUESTS; i++) durations.push(await timed(server, path, cookie))
  // the count is written when the answer has closed, which may be a moment after its last byte
  await new Promise(resolve => setImmediate(resolve))
  return { page, ...quantiles(durations), queries: queriesOfLast() }
}

function timed(server: Server, path: string, cookie: string): Promise<number> {
  const { port } = server.address() as AddressInfo
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers: { cookie, 'accept-encoding': 'gzip' } }, answer => {
      answer.on('data', () => {})
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - started)
        else reject(new Error(`${path} answered ${answer.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

function listening(handler: RequestListener): Promise<Server> {
  const server = createServer(handler)
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)))
}

async function sampleIds({ database }: Services): Promise<{ programId: string; leadId: string; concludedId: string }> {
  const [ids] = await database.read(tx =>
    tx.query<{ programId: string; leadId: string; concludedId: string }[]>(
      `SELECT p.id AS "programId", m.account_id AS "leadId", f.pilot_id AS "concludedId"
         FROM program p
         JOIN membership m ON m.program_id = p.id AND 'lead' = ANY (m.roles)
         JOIN pilot t ON t.program_id = p.id AND t.state = 'concluded'
         JOIN finding f ON f.pilot_id = t.id AND f.is_final
        WHERE p.is_sample ORDER BY t.number LIMIT 1`,
    ),
  )
  if (!ids) throw new Error('The sample program holds no concluded pilot.')
  return ids
}

async function sessionOf({ database, sessions }: Services, accountId: string): Promise<string> {
  const { sessionToken, refreshToken } = await database.write(tx => sessions.begin(tx, accountId, 'benchmark'))
  return `foothold-session=${sessionToken}; foothold-refresh=${refreshToken}`
}

const ms = (duration: number): string => duration.toFixed(1)

const row = (page: string, ...figures: readonly string[]): string => page.padEnd(12) + figures.map(figure => figure.padStart(14)).join('')
