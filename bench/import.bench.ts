import { createReadStream, createWriteStream, chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { randomUUID } from 'node:crypto'
import type { Actor } from '../server/access/actor'
import { readConfig } from '../server/config'
import { openInstallation } from '../server/installation'
import { systemClock } from '../server/platform/clock'
import { copyFrom } from '../server/platform/database/copyFrom'
import type { Database } from '../server/platform/database/database'
import { createLogger } from '../server/platform/logging'
import { createServices, type Services } from '../server/services'
import type { Benchmark } from './run'

const SMALL = 100_000
const LARGE = 1_000_000
const ROUNDS = 3
const SHARE_OF_COPY = 0.5
/** The young generation of V8 alone may take 48 MB before it is collected; a million rows held would take hundreds. */
const MEMORY_SLACK_MB = 64

/** A running, randomised pilot of the sample, and somebody who logs for it. */
interface Place {
  readonly pilotId: string
  readonly metricId: string
  readonly actor: Actor
}

interface Imported {
  readonly uploadSeconds: number
  readonly commitSeconds: number
  readonly growthMb: number
}

/**
 * A million rows from a file through upload, mapping, check and commit, beside a bare COPY of the same rows into a table
 * with the columns, checks and indexes of `reading`, in turns in the same run.
 */
export const benchmark: Benchmark = {
  async run(print) {
    const folder = mkdtempSync(join(tmpdir(), 'foothold-bench-'))
    chmodSync(folder, 0o755)
    const config = { ...readConfig({}), dataFolder: folder }
    const logger = createLogger('error')
    const installation = await openInstallation(config, logger)
    try {
      const services = createServices({ config, clock: systemClock, logger, ...installation })
      await services.sample.loadOnce()
      const place = await placeIn(services.database)
      print(`${cpus().length} cores, load ${loadavg().map(load => load.toFixed(1)).join(' ')}`)
      await imported(services, place, folder, 300_000, 0) // warm-up: code compiled, the heap grown to its working size
      const small = await imported(services, place, folder, SMALL, 1)
      const rounds: { ours: Imported; bareSeconds: number }[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const bareSeconds = await copied(services.database, place, folder, LARGE)
        rounds.push({ ours: await imported(services, place, folder, LARGE, 2 + round), bareSeconds })
      }
      print(`\n${LARGE.toLocaleString('en')} rows, rows a second`)
      print(row('bare COPY', 'upload', 'commit', 'both', 'ratio'))
      const ratios = rounds.map(({ ours, bareSeconds }) => {
        const both = ours.uploadSeconds + ours.commitSeconds
        print(row(...[bareSeconds, ours.uploadSeconds, ours.commitSeconds, both].map(rate), (bareSeconds / both).toFixed(2)))
        return bareSeconds / both
      })
      const ratio = middle(ratios)
      const largeGrowth = Math.max(...rounds.map(({ ours }) => ours.growthMb))
      print(`\nmemory above the idle process at its peak: ${small.growthMb.toFixed(0)} MB with ${SMALL.toLocaleString('en')} rows, ${largeGrowth.toFixed(0)} MB with ${LARGE.toLocaleString('en')}`)
      const isFast = ratio >= SHARE_OF_COPY
      const isConstant = largeGrowth <= small.growthMb + MEMORY_SLACK_MB
      if (!isFast) print(`the import reaches ${ratio.toFixed(2)} of a bare COPY, not ${SHARE_OF_COPY}`)
      if (!isConstant) print('memory grows with the number of rows')
      return { barsMet: isFast && isConstant }
    } finally {
      await installation.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

async function imported({ fileImports, importUndo }: Services, { pilotId, metricId, actor }: Place, folder: string, rows: number, batch: number): Promise<Imported> {
  const path = join(folder, 'rows.csv')
  await written(path, 'customer,arm,day,value\n', rows, at => `customer-${batch}-${at},${ARMS[at % 2]},${dayOf(at)},${isYes(at) ? 'yes' : 'no'}\n`)
  globalThis.gc?.()
  const idle = process.memoryUsage().rss
  let peak = idle
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
  const column = (name: string): string => `column:${name}`
  const asked = {
    encoding: null, delimiter: null, quote: null, header: null, decimal: null, dates: null,
    unit: 'customer', arm: column('arm'), period: 'always:outcome', day: column('day'), cluster: null, exposure: null, preValue: null,
    values: [{ metric: metricId, column: 'value' }], armWords: [], periodWords: [], truthWords: [],
  }
  try {
    const started = performance.now()
    const { id } = await fileImports.upload(actor, pilotId, { path, fileName: 'rows.csv', source: 'benchmark' }, asked)
    const uploaded = performance.now()
    const { rowCount } = await fileImports.commit(actor, pilotId, id)
    const committed = performance.now()
    if (rowCount !== rows) throw new Error(`${rowCount} rows were added where there were ${rows}.`)
    await importUndo.undo(actor, pilotId, id, { reason: 'the next one is measured alone' })
    return { uploadSeconds: (uploaded - started) / 1000, commitSeconds: (committed - uploaded) / 1000, growthMb: (peak - idle) / 1024 / 1024 }
  } finally {
    clearInterval(watch)
  }
}

/** The same rows as they end up in `reading`, written beforehand and sent as they are. @returns seconds */
async function copied(database: Database, { metricId }: Place, folder: string, rows: number): Promise<number> {
  const path = join(folder, 'rows.copy')
  const importId = randomUUID()
  await written(path, '', rows, at => [importId, at + 2, metricId, `customer-b-${at}`, ARMS[at % 2], 'outcome', dayOf(at), '\\N', isYes(at) ? 1 : 0, '\\N', '\\N'].join('\t') + '\n')
  await database.read(tx => tx.query('CREATE TABLE bare_reading (LIKE reading INCLUDING ALL)'))
  const started = performance.now()
  await database.write(tx =>
    copyFrom(tx, 'bare_reading (import_id, line, metric_id, unit, arm, period, day, cluster, value, exposure, pre_value)', async target => {
      for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) await target.write(piece as string)
    }),
  )
  const seconds = (performance.now() - started) / 1000
  await database.read(tx => tx.query('DROP TABLE bare_reading'))
  return seconds
}

const ARMS = ['control', 'treatment'] as const
const dayOf = (at: number): string => `2026-10-${String(1 + (at % 28)).padStart(2, '0')}`
const isYes = (at: number): boolean => at % 7 < 2

async function written(path: string, head: string, rows: number, lineOf: (at: number) => string): Promise<void> {
  function* pieces(): Generator<string> {
    yield head
    for (let at = 0; at < rows; at += 1_000) yield Array.from({ length: Math.min(1_000, rows - at) }, (_, more) => lineOf(at + more)).join('')
  }
  await pipeline(Readable.from(pieces()), createWriteStream(path))
}

async function placeIn(database: Database): Promise<Place> {
  const [found] = await database.read(tx =>
    tx.query<{ pilotId: string; metricId: string; accountId: string; name: string; email: string }[]>(
      `SELECT p.id AS "pilotId", p.metric_id AS "metricId", a.id AS "accountId", a.name, a.email
         FROM pilot p
         JOIN plan l ON l.pilot_id = p.id AND l.locked_at IS NOT NULL AND l.design = 'randomised'
         JOIN metric m ON m.id = p.metric_id AND m.kind = 'proportion'
         JOIN account a ON a.id = p.owner_id
        WHERE p.state = 'running' ORDER BY p.number LIMIT 1`,
    ),
  )
  if (!found) throw new Error('The sample program holds no running, randomised pilot.')
  const { pilotId, metricId, ...person } = found
  return { pilotId, metricId, actor: { ...person, isAdmin: false, scope: 'write' } }
}

const middle = (values: readonly number[]): number => [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const rate = (seconds: number): string => Math.round(LARGE / seconds).toLocaleString('en')

const row = (...figures: readonly string[]): string => figures.map(figure => figure.padStart(12)).join('')
