import { Router, type Request, type RequestHandler } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { setTrail } from '../platform/views/frame'
import { NewProgramInput, SettingsInput } from './program.input'
import type { ProgramService } from './program.service'
import { newProgramForm, programCreatedPage, programsPage, settingsForm } from './program.view'
import { trailIn } from './trailIn'

export function programRoutes(programs: ProgramService): Router {
  const router = Router()
  router.param('program', uuid)

  router.get('/programs', async (req, res) => {
    setTrail(res, { label: 'Programs' })
    res.render('programs/list', programsPage(await programs.mine(req.actor), req.actor.isAdmin))
  })

  router
    .route('/programs/new')
    .get(newTrail, async (req, res) => {
      await programs.checkMayCreate(req.actor)
      res.render('programs/new', newProgramForm())
    })
    .post(newTrail, async (req, res) => {
      const created = await programs.create(req.actor, readInput(NewProgramInput, req.body))
      // not a redirect: the invitation in it is shown this once and kept nowhere
      res.status(201).set('Cache-Control', 'no-store').render('programs/created', programCreatedPage(created))
    })
    .post(redisplay('programs/new', newProgramForm))

  const form = async (req: Request) => settingsForm(await programs.settings(req.actor, String(req.params.program)))

  router
    .route('/programs/:program/settings')
    .get(settingsTrail, async (req, res) => {
      res.render('programs/settings', await form(req))
    })
    .post(settingsTrail, async (req, res) => {
      await programs.revise(req.actor, req.params.program, readInput(SettingsInput, req.body))
      notify(res, { kind: 'done', text: 'The settings are saved.' })
      res.redirect(303, req.path)
    })
    .post(redisplay('programs/settings', form))

  return router
}

const newTrail: RequestHandler = (_req, res, next) => {
  setTrail(res, { label: 'Programs', href: '/programs' }, { label: 'New program' })
  next()
}

const settingsTrail: RequestHandler<{ program: string }> = (req, res, next) => {
  setTrail(res, ...trailIn(req.params.program, { label: 'Settings' }))
  next()
}
