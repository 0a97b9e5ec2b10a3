import { Router } from 'express'
import { Missing } from '../platform/errors'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { redisplay } from '../platform/http/redisplay'
import type { FindingService } from './finding.service'
import { resultsPage, scriptOf, workingPage } from './finding.view'

export function findingRoutes(findings: FindingService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('finding', uuid)

  router.get('/pilots/:pilot/results', async (req, res) => {
    res.render('findings/results', resultsPage(await findings.see(req.actor, req.params.pilot)))
  })

  router
    .route('/pilots/:pilot/findings')
    .post(async (req, res) => {
      const [primary] = await findings.run(req.actor, req.params.pilot)
      notify(res, { kind: 'done', text: `The results are worked out from the readings as they are now: finding ${primary?.number ?? 1}.` })
      res.redirect(303, `/pilots/${req.params.pilot}/results`)
    })
    .post(redisplay('findings/results', async req => resultsPage(await findings.see(req.actor, String(req.params.pilot)))))

  router.get('/pilots/:pilot/findings/:finding/working', async (req, res) => {
    res.render('findings/working', workingPage(await findings.one(req.actor, req.params.pilot, req.params.finding)))
  })

  router.get('/pilots/:pilot/findings/:finding/finding.R', async (req, res) => {
    const { finding, pilot } = await findings.one(req.actor, req.params.pilot, req.params.finding)
    const script = scriptOf(finding, pilot.title)
    if (script === null) throw new Missing('This finding has no number to work out again.')
    res.attachment(`pilot-${pilot.number}-finding-${finding.number}.R`).type('text/plain').send(script)
  })

  return router
}
