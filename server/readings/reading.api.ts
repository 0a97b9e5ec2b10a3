import { Router } from 'express'
import { stringify } from 'csv-stringify/sync'
import { Transform } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsObject, IsOptional } from 'class-validator'
import { JSONSchema } from 'class-validator-jsonschema'
import { Choice, Decimal, Text } from '../platform/http/fields'
import { Invalid, WrongType } from '../platform/errors'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { MappingInput, SummaryInput, UndoInput } from './reading.input'
import type { SeenImport } from './reading.service'
import type { ToldImport } from './readingImport.rules'
import type { ReadingUseCases } from './readingUseCases'
import { sendFaults } from './sendFaults'
import type { ToldCheck } from './toldCheck.rules'
import { UPLOAD_LIMIT_BYTES } from './uploads'

const LeftOutIsNull = Transform(({ value }: { value: unknown }) => (value === '' || value === undefined ? null : value))

/** Rows as CSV text or as flat objects, with the mapping where the guess would not do. */
export class ImportBody {
  @Text({ max: 300 })
  source!: string

  @Text({ max: 200, optional: true })
  fileName!: string | null

  @Text({ max: 2_000_000, optional: true })
  csv!: string | null

  @LeftOutIsNull
  @JSONSchema({ nullable: true })
  @IsOptional()
  @ArrayMaxSize(50_000, { message: 'Send at most 50,000 rows at once.' })
  @IsArray({ message: 'Send the rows as a list of flat objects.' })
  @IsObject({ each: true, message: 'Send each row as a flat object.' })
  rows!: Record<string, unknown>[] | null

  @LeftOutIsNull
  @JSONSchema(() => ({ nullable: true, allOf: [{ $ref: '#/components/schemas/MappingInput' }] }))
  @IsOptional()
  @IsObject({ message: 'Send the mapping as an object.' })
  mapping!: Record<string, unknown> | null

  /** With `yes` the readings count at once, if every row can be read. */
  @Choice(['yes', 'no'], { optional: true })
  commit!: 'yes' | 'no' | null
}

/** What goes with a file whose bytes are the body. */
export class FileQuery {
  @Text({ max: 300 })
  source!: string

  @Text({ max: 200, optional: true })
  fileName!: string | null

  /** With `yes` the readings count at once, if every row can be read. */
  @Choice(['yes', 'no'], { optional: true })
  commit!: 'yes' | 'no' | null
}

/** The share of the change that was delivered, 0 to 1. */
export class DeliveryBody {
  @Decimal({ min: 0, max: 1 })
  share!: number

  @Text({ max: 300 })
  source!: string

  /** The share that the writer has seen recorded; nothing where there was none. */
  @Decimal({ min: 0, max: 1, optional: true })
  replaces!: number | null
}

/** Readings as JSON: how many there are and where they came from; what they say is in the results. */
export function readingApi({ readings, fileImports, summaries, importUndo, delivery }: ReadingUseCases): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('import', uuid)

  router.get('/api/v1/pilots/:pilot/data', async (req, res) => {
    const { pilot, plan, counts } = await readings.ofPilot(req.actor, req.params.pilot)
    res.json({
      pilotId: pilot.id,
      counts: counts.map(count => ({ ...count, metric: plan?.metrics.find(({ id }) => id === count.metricId)?.name ?? null })),
      shareDelivered: pilot.shareDelivered,
      shareDeliveredSource: pilot.shareDeliveredSource || null,
    })
  })

  router
    .route('/api/v1/pilots/:pilot/imports')
    .get(async (req, res) => {
      const page = pageOf(req.query.page)
      const { imports, total } = await readings.ofPilot(req.actor, req.params.pilot, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE })
      res.json({ items: imports.map(importJson), total, page, pageSize: PAGE_SIZE })
    })
    .post(async (req, res) => {
      const { source, fileName, csv, rows, mapping, commit } = readInput(ImportBody, req.body)
      const asked = mapping === null ? null : readInput(MappingInput, mapping)
      const text = csvOf(csv, rows)
      const upload = () => fileImports.uploadText(req.actor, req.params.pilot, text, source, asked, fileName)
      const { id } = await (commit === 'yes' ? fileImports.addAtOnce(req.actor, req.params.pilot, upload) : upload())
      res.status(201).location(`${req.path}/${id}`).json(seenJson(await readings.see(req.actor, req.params.pilot, id)))
    })

  router.post('/api/v1/pilots/:pilot/imports/file', async (req, res) => {
    if (!req.is('text/csv')) throw new WrongType('Send the file as it is, with the content type text/csv.')
    if (req.get('Content-Encoding')) throw new WrongType('Send the file as it is, without a content encoding.')
    const { source, fileName, commit } = readInput(FileQuery, req.query)
    const upload = () => fileImports.uploadStream(req.actor, req.params.pilot, req, source, fileName)
    const { id } = await (commit === 'yes' ? fileImports.addAtOnce(req.actor, req.params.pilot, upload) : upload())
    res.status(201).location(`/api/v1/pilots/${req.params.pilot}/imports/${id}`).json(seenJson(await readings.see(req.actor, req.params.pilot, id)))
  })

  router.get('/api/v1/pilots/:pilot/imports/:import', async (req, res) => {
    res.json(seenJson(await readings.see(req.actor, req.params.pilot, req.params.import)))
  })

  router.put('/api/v1/pilots/:pilot/imports/:import/mapping', async (req, res) => {
    await fileImports.map(req.actor, req.params.pilot, req.params.import, readInput(MappingInput, req.body))
    res.json(seenJson(await readings.see(req.actor, req.params.pilot, req.params.import)))
  })

  router.post('/api/v1/pilots/:pilot/imports/:import/commit', async (req, res) => {
    await fileImports.commit(req.actor, req.params.pilot, req.params.import)
    res.json(seenJson(await readings.see(req.actor, req.params.pilot, req.params.import)))
  })

  router.post('/api/v1/pilots/:pilot/imports/:import/discard', async (req, res) => {
    await fileImports.discard(req.actor, req.params.pilot, req.params.import)
    res.status(204).end()
  })

  router.post('/api/v1/pilots/:pilot/imports/:import/undo', async (req, res) => {
    await importUndo.undo(req.actor, req.params.pilot, req.params.import, readInput(UndoInput, req.body))
    res.json(seenJson(await readings.see(req.actor, req.params.pilot, req.params.import)))
  })

  router.get('/api/v1/pilots/:pilot/imports/:import/faults', async (req, res) => {
    await sendFaults({ readings, fileImports }, req, res)
  })

  router.post('/api/v1/pilots/:pilot/summaries', async (req, res) => {
    const { id } = await summaries.add(req.actor, req.params.pilot, readInput(SummaryInput, req.body))
    res.status(201).location(`/api/v1/pilots/${req.params.pilot}/imports/${id}`).json(seenJson(await readings.see(req.actor, req.params.pilot, id)))
  })

  router.put('/api/v1/pilots/:pilot/data/delivery', async (req, res) => {
    const { share, source, replaces } = readInput(DeliveryBody, req.body)
    await delivery.record(req.actor, req.params.pilot, { share, source, replaces })
    res.json({ share, source })
  })

  return router
}

const PAGE_SIZE = 50

const pageOf = (asked: unknown): number => (typeof asked === 'string' && /^[1-9]\d{0,5}$/.test(asked) ? Number(asked) : 1)

function csvOf(csv: string | null, rows: readonly Record<string, unknown>[] | null): string {
  if ((csv === null) === (rows === null)) throw new Invalid({ rows: 'Send either csv or rows.' })
  if (csv !== null) return csv
  const columns = [...new Set((rows ?? []).flatMap(row => Object.keys(row)))]
  if (columns.length === 0) throw new Invalid({ rows: 'Send at least one row.' })
  const cells = (rows ?? []).map(row => columns.map(column => cellOf(row[column])))
  return stringify([columns, ...cells])
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Invalid({ rows: 'A row holds texts, numbers, true, false and null alone.' })
}

/** Also what the export of a pilot says of its imports. */
export function importJson({ id, kind, state, source, fileName, checksum, sizeBytes, rowCount, missingCount, duplicateCount, actorName, at, committedAt, committedBy, undoneAt, undoneBy, undoneBecause }: ToldImport) {
  return { id, kind, state, source, fileName, checksum, sizeBytes, rowCount, missingCount, duplicateCount, uploadedBy: actorName, uploadedAt: at, committedAt, committedBy, undoneAt, undoneBy, undoneBecause }
}

function seenJson({ listed, mapping, checked, counts }: SeenImport) {
  return {
    ...importJson(listed),
    mapping,
    checked: checked && checkedJson(checked),
    counts,
  }
}

function checkedJson({ rows, good, leftOut, faultyRows, faultCount, faults, counts, beforeLock, afterEnd, inFuture, repeats }: ToldCheck) {
  return { rows, good, leftOut, faultyRows, faultCount, faults, counts, beforeLock, afterEnd, inFuture, repeats }
}

export const readingOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/pilots/:pilot/data',
    summary: 'How many readings there are by metric, arm and period, and how many outcomes are dated before the lock; never what they say.',
    answer: 'The counts.',
  },
  {
    route: 'GET /api/v1/pilots/:pilot/imports',
    summary: 'The imports of a pilot, newest first.',
    answer: 'A page of imports.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/imports',
    summary: 'Hand in rows as CSV text or as flat objects, up to 2 MB.',
    input: ImportBody,
    answer: 'The import, with what was understood and what was not.',
    status: 201,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/imports/file',
    summary: `Hand in a file of rows, up to ${UPLOAD_LIMIT_BYTES / 1024 / 1024} MB. Its mapping is guessed, and can be changed before the commit.`,
    query: FileQuery,
    takes: 'text/csv',
    answer: 'The import, with what was understood and what was not.',
    status: 201,
  },
  {
    route: 'GET /api/v1/pilots/:pilot/imports/:import',
    summary: 'An import with its mapping, preview and faults.',
    answer: 'The import.',
  },
  {
    route: 'PUT /api/v1/pilots/:pilot/imports/:import/mapping',
    summary: 'Say what the columns mean.',
    input: MappingInput,
    answer: 'The import.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/imports/:import/commit',
    summary: 'Let the readings count, all or nothing.',
    answer: 'The import.',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/imports/:import/discard',
    summary: 'Drop an import that does not count yet.',
    answer: 'Nothing.',
    status: 204,
  },
  {
    route: 'POST /api/v1/pilots/:pilot/imports/:import/undo',
    summary: 'Take an import back as a whole.',
    input: UndoInput,
    answer: 'The import.',
  },
  {
    route: 'GET /api/v1/pilots/:pilot/imports/:import/faults',
    summary: 'What cannot be read, with line and reason; a word that is neither yes nor no stands there once, with its first line.',
    answer: 'The faults.',
    contentType: 'text/csv',
  },
  {
    route: 'POST /api/v1/pilots/:pilot/summaries',
    summary: 'Hand in typed summaries with their source.',
    input: SummaryInput,
    answer: 'The import.',
    status: 201,
  },
  {
    route: 'PUT /api/v1/pilots/:pilot/data/delivery',
    summary: 'Record the share of the change that was delivered.',
    input: DeliveryBody,
    answer: 'The share and its source.',
  },
]
