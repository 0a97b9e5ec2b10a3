import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { readMatrixFilter } from './matrix.input'
import type { MatrixService } from './matrix.service'
import { matrixPage } from './matrix.view'
import { ScoringModelInput, withoutNamelessRows } from './score.input'
import type { ScoringModelService } from './scoringModel.service'
import { modelForm, modelPage } from './scoringModel.view'

/** The pages of a program on which proposals are compared: the matrix, and the model behind it. */
export function prioritiseRoutes(matrix: MatrixService, models: ScoringModelService): Router {
  const router = Router()
  router.param('program', uuid)

  router.get('/programs/:program/prioritise', async (req, res) => {
    res.render('scoring/matrix', matrixPage(await matrix.ofProgram(req.actor, req.params.program, readMatrixFilter(req.query))))
  })

  router.get('/programs/:program/scoring-model', async (req, res) => {
    res.render('scoring/model', modelPage(await models.ofProgram(req.actor, req.params.program)))
  })

  const form = async (req: Request) => modelForm(await models.ofProgram(req.actor, String(req.params.program)), req.body)

  router
    .route('/programs/:program/scoring-model/edit')
    .get(async (req, res) => {
      res.render('scoring/modelEdit', await form(req))
    })
    .post(async (req, res) => {
      const { number, criteria } = readInput(ScoringModelInput, withoutNamelessRows(req.body))
      await models.revise(req.actor, req.params.program, criteria, number)
      notify(res, { kind: 'done', text: 'The new version holds for pilots that nobody has scored yet.' })
      res.redirect(303, `/programs/${req.params.program}/scoring-model`)
    })
    .post(redisplay('scoring/modelEdit', form))

  return router
}
