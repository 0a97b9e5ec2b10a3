import { Router, type Request, type RequestHandler } from 'express'
import multer from 'multer'
import { keepable } from '../platform/keepable'
import { Invalid } from '../platform/errors'
import { CSRF_FIELD } from '../platform/http/csrf'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import type { FileImportService } from './fileImport.service'
import { CommitForm, DeliveryInput, MappingForm, SummaryInput, UndoInput, UploadInput } from './reading.input'
import type { ReadingUseCases } from './readingUseCases'
import { dataPage, importPage, summaryForm, uploadForm } from './reading.view'
import { sendFaults } from './sendFaults'
import { UPLOAD_LIMIT_BYTES } from './uploads'

/** The one form that carries a file, and its question for it. */
export const UPLOAD_FORM = '/pilots/:pilot/data/upload'
export const UPLOAD_FIELD = 'file'

export function readingRoutes({ readings, fileImports, summaries, importUndo, delivery }: ReadingUseCases): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('import', uuid)

  const page = async (req: Request) => dataPage(await readings.ofPilot(req.actor, String(req.params.pilot)))

  router.get('/pilots/:pilot/data', async (req, res) => {
    res.render('readings/data', await page(req))
  })

  router
    .route(UPLOAD_FORM)
    .get(async (req, res) => {
      res.render('readings/upload', uploadForm(await readings.toLog(req.actor, req.params.pilot)))
    })
    .post(receivedFile(fileImports), async (req, res) => {
      const { source, pasted } = uploadOf(req)
      const { pilot } = req.params
      const { id } = req.file
        ? await fileImports.upload(req.actor, pilot, { path: req.file.path, fileName: keepable(req.file.originalname.slice(0, 200)), source })
        : await fileImports.uploadText(req.actor, pilot, pasted ?? '', source)
      res.redirect(303, `/pilots/${pilot}/imports/${id}`)
    })
    .post(
      redisplay('readings/upload', async req => {
        await fileImports.forget(req.file ?? null)
        return uploadForm(await readings.toLog(req.actor, String(req.params.pilot)))
      }),
    )

  router
    .route('/pilots/:pilot/data/summary')
    .get(async (req, res) => {
      res.render('readings/summary', summaryForm(await readings.toLog(req.actor, req.params.pilot), req.query.metric))
    })
    .post(async (req, res) => {
      await summaries.add(req.actor, req.params.pilot, readInput(SummaryInput, req.body))
      notify(res, { kind: 'done', text: 'The summary is added. It can be undone below.' })
      res.redirect(303, `/pilots/${req.params.pilot}/data`)
    })
    .post(redisplay('readings/summary', async req => summaryForm(await readings.toLog(req.actor, String(req.params.pilot)), (req.body as { metric?: unknown }).metric)))

  router
    .route('/pilots/:pilot/data/delivery')
    .post(async (req, res) => {
      await delivery.record(req.actor, req.params.pilot, readInput(DeliveryInput, req.body))
      notify(res, { kind: 'done', text: 'The share delivered is recorded.' })
      res.redirect(303, `/pilots/${req.params.pilot}/data`)
    })
    .post(redisplay('readings/data', page, req => `/pilots/${String(req.params.pilot)}/data#delivery`))

  const seen = async (req: Request) => importPage(await readings.see(req.actor, String(req.params.pilot), String(req.params.import)))

  router
    .route('/pilots/:pilot/imports/:import')
    .get(async (req, res) => {
      res.render('readings/import', await seen(req))
    })
    .post(async (req, res) => {
      const { seen, ...asked } = mappingOf(req.body)
      await fileImports.map(req.actor, req.params.pilot, req.params.import, asked, seen)
      res.redirect(303, `${req.path}#understood`)
    })
    // what an earlier reading of the file found does not belong to the answers that are shown again
    .post(redisplay('readings/import', async req => ({ ...(await seen(req)), understood: null, commitTo: null })))

  router
    .route('/pilots/:pilot/imports/:import/commit')
    .post(async (req, res) => {
      const { seen } = readInput(CommitForm, req.body)
      await fileImports.commit(req.actor, req.params.pilot, req.params.import, seen)
      notify(res, { kind: 'done', text: 'The readings are added, all of them.' })
      res.redirect(303, `/pilots/${req.params.pilot}/imports/${req.params.import}`)
    })
    .post(redisplay('readings/import', seen))

  router
    .route('/pilots/:pilot/imports/:import/discard')
    .post(async (req, res) => {
      await fileImports.discard(req.actor, req.params.pilot, req.params.import)
      notify(res, { kind: 'done', text: 'The upload is discarded. It had added nothing.' })
      res.redirect(303, `/pilots/${req.params.pilot}/data`)
    })
    .post(redisplay('readings/import', seen))

  router
    .route('/pilots/:pilot/imports/:import/undo')
    .post(async (req, res) => {
      await importUndo.undo(req.actor, req.params.pilot, req.params.import, readInput(UndoInput, req.body))
      notify(res, { kind: 'done', text: 'The import is undone as a whole. It stays in the history.' })
      res.redirect(303, `/pilots/${req.params.pilot}/data`)
    })
    .post(redisplay('readings/import', seen))

  router.get('/pilots/:pilot/imports/:import/faults.csv', async (req, res) => {
    await sendFaults({ readings, fileImports }, req, res)
  })

  return router
}

/** Takes the file of a multipart form to the data folder. The form carries its token in its address. */
function receivedFile(fileImports: FileImportService): RequestHandler {
  return async (req, res, next) => {
    const storage = multer.diskStorage({ destination: await fileImports.receiving() })
    const limits = { fileSize: UPLOAD_LIMIT_BYTES, files: 1, fields: 10, parts: 12 }
    multer({ storage, limits }).single(UPLOAD_FIELD)(req, res, next)
  }
}

/** All questions of the form are looked at, so that nobody mends one to be told of the other. */
function uploadOf({ body, file }: Request): UploadInput {
  const faults: Record<string, string> = {}
  let input: UploadInput | null = null
  try {
    input = readInput(UploadInput, withoutToken(body))
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    Object.assign(faults, error.fields)
  }
  const isPasted = input ? input.pasted !== null : Boolean((body as { readonly pasted?: unknown } | null | undefined)?.pasted)
  if (!file && !isPasted) faults.file = 'Choose a file, or paste rows below.'
  if (file && isPasted) faults.pasted = 'Send either a file or pasted rows, not both.'
  if (input && Object.keys(faults).length === 0) return input
  // a browser never fills in a file again, and what is refused is not kept
  throw new Invalid(file ? { ...faults, file: `${file.originalname} was not kept: choose it again.` } : faults)
}

/** A multipart body is read here, after the form's token was looked at. */
function withoutToken(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) throw new Invalid({ '': 'Send this form as it was shown.' })
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== CSRF_FIELD))
}

/** A word is no question of the page: what is wrong with it stands at the question of what it means. */
function mappingOf(body: unknown): MappingForm {
  try {
    return readInput(MappingForm, body)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    throw new Invalid(Object.fromEntries(Object.entries(error.fields).map(([field, message]) => [field.replace(/(Words\.\d+)\.word$/, '$1.means'), message])))
  }
}
