import { createReadStream, createWriteStream } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { randomUUID } from 'node:crypto'
import type { Actor } from '../server/access/actor'
import { copyFrom } from '../server/platform/database/copyFrom'
import type { Database } from '../server/platform/database/database'
import type { Services } from '../server/services'
import { onSample } from './onSample'
import type { Benchmark } from './run'

const ROWS = 1_000_000
const ROUNDS = 3
const SHARE_OF_COPY = 0.5
/** The smallest file is what the others are held against. */
const SIZES = [100_000, 1_000_000, 3_000_000]
const MEMORY_SLACK_MB = 32

/** A running, randomised pilot of the sample, and somebody who logs for it. */
interface Place {
  readonly pilotId: string
  readonly metricId: string
  readonly actor: Actor
}

interface Imported {
  readonly uploadSeconds: number
  readonly commitSeconds: number
}

/** The most that was in use at once, each time after a forced collection. */
interface Peak {
  readonly rows: number
  readonly heldMb: number
  readonly residentMb: number
}

/**
 * A million rows from a file through upload, mapping, check and commit, beside a bare COPY of the same rows into a table
 * with the columns, checks and indexes of `reading`, in turns in the same run. Then memory, in imports of their own,
 * because looking at it takes time.
 */
export const benchmark: Benchmark = {
  run: print =>
    onSample(async ({ services, folder }) => {
      const place = await placeIn(services.database)
      print(`${cpus().length} cores, load ${loadavg().map(load => load.toFixed(1)).join(' ')}`)
      await imported(services, place, folder, 300_000, 0) // warm-up: code compiled, the heap grown to its working size
      print(`\n${ROWS.toLocaleString('en')} rows, rows a second`)
      print(row('bare COPY', 'upload', 'commit', 'both', 'ratio', 'commit alone', 'load'))
      const ratios: number[] = []
      for (let round = 1; round <= ROUNDS; round += 1) {
        const bareSeconds = await copied(services.database, place, folder, ROWS)
        const { uploadSeconds, commitSeconds } = await imported(services, place, folder, ROWS, round)
        const bothSeconds = uploadSeconds + commitSeconds
        const shares = [bareSeconds / bothSeconds, bareSeconds / commitSeconds].map(share => share.toFixed(2))
        print(row(...[bareSeconds, uploadSeconds, commitSeconds, bothSeconds].map(rate), ...shares, (loadavg()[0] ?? 0).toFixed(1)))
        ratios.push(bareSeconds / bothSeconds)
      }
      const ratio = middle(ratios)

      print('\nMB in use at the peak, after a forced collection')
      print(row('rows', 'held', 'resident'))
      const peaks: Peak[] = []
      for (const [at, rows] of SIZES.entries()) {
        const peak = await watched(rows, () => imported(services, place, folder, rows, ROUNDS + 1 + at))
        print(row(rows.toLocaleString('en'), peak.heldMb.toFixed(0), peak.residentMb.toFixed(0)))
        peaks.push(peak)
      }
      const isFast = ratio >= SHARE_OF_COPY
      const grows = (of: (peak: Peak) => number): boolean => Math.max(...peaks.map(of)) > of(peaks[0] ?? { rows: 0, heldMb: 0, residentMb: 0 }) + MEMORY_SLACK_MB
      const isConstant = !grows(({ heldMb }) => heldMb) && !grows(({ residentMb }) => residentMb)
      if (!isFast) print(`the import reaches ${ratio.toFixed(2)} of a bare COPY, not ${SHARE_OF_COPY}`)
      if (!isConstant) print('memory grows with the number of rows')
      return { barsMet: isFast && isConstant }
    }),
}

async function imported({ fileImports, importUndo }: Services, { pilotId, metricId, actor }: Place, folder: string, rows: number, batch: number): Promise<Imported> {
  const path = join(folder, 'rows.csv')
  await written(path, 'customer,arm,day,value\n', rows, at => `customer-${batch}-${at},${ARMS[at % 2]},${momentOf(at)},${isYes(at) ? 'yes' : 'no'}\n`)
  const column = (name: string): string => `column:${name}`
  const asked = {
    encoding: null, delimiter: null, quote: null, header: null, decimal: null, dates: null,
    unit: 'customer', arm: column('arm'), period: 'always:outcome', day: column('day'), cluster: null, exposure: null, preValue: null,
    values: [{ metric: metricId, column: 'value' }], armWords: [], periodWords: [], truthWords: [],
  }
  const started = performance.now()
  const { id } = await fileImports.upload(actor, pilotId, { path, fileName: 'rows.csv', source: 'benchmark' }, asked)
  const uploaded = performance.now()
  const { rowCount } = await fileImports.commit(actor, pilotId, id)
  const committed = performance.now()
  if (rowCount !== rows) throw new Error(`${rowCount} rows were added where there were ${rows}.`)
  await importUndo.undo(actor, pilotId, id, { reason: 'the next one is measured alone' })
  return { uploadSeconds: (uploaded - started) / 1000, commitSeconds: (committed - uploaded) / 1000 }
}

/** Looks at memory five times a second while `work` runs. */
async function watched(rows: number, work: () => Promise<unknown>): Promise<Peak> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const inUse = (): { held: number; resident: number } => {
    collect()
    collect() // the memory of buffers is given back only when the next collection comes
    const { heapUsed, external, rss } = process.memoryUsage()
    return { held: heapUsed + external, resident: rss }
  }
  const peak = inUse()
  const watch = setInterval(() => {
    const { held, resident } = inUse()
    peak.held = Math.max(peak.held, held)
    peak.resident = Math.max(peak.resident, resident)
  }, 200)
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  return { rows, heldMb: peak.held / MEGABYTE, residentMb: peak.resident / MEGABYTE }
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

const MEGABYTE = 1024 * 1024
const ARMS = ['control', 'treatment'] as const
const dayOf = (at: number): string => `2026-10-${String(1 + (at % 28)).padStart(2, '0')}`
/** Moments in order, as an export of events has them: each piece of the file holds some that were not seen before. */
const momentOf = (at: number): string => `${dayOf(Math.floor(at / 110_000))}T${String(Math.floor(at / 36_000) % 24).padStart(2, '0')}:${String(Math.floor(at / 600) % 60).padStart(2, '0')}`
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

const rate = (seconds: number): string => Math.round(ROWS / seconds).toLocaleString('en')

const row = (...figures: readonly string[]): string => figures.map(figure => figure.padStart(14)).join('')
