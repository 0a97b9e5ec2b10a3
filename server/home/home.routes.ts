import { Router } from 'express'
import { uuid } from '../platform/http/params'
import type { HomeService } from './home.service'
import { homePage } from './home.view'

export function homeRoutes(home: HomeService): Router {
  const router = Router()
  router.param('program', uuid)

  router.get('/', async (req, res) => {
    const program = await home.start(req.actor)
    if (program) return res.redirect(303, `/programs/${program}`)
    res.render('home/none', { createTo: req.actor.isAdmin ? '/programs/new' : null })
  })

  // a word such as "new" is the address of another page, not of a program
  router.get('/programs/:program', async (req, res) => {
    res.render('home/show', homePage(await home.ofProgram(req.actor, req.params.program)))
  })

  return router
}
