import { Router, type Request, type Response } from 'express'
import { Missing } from '../platform/errors'
import { noticeHere, notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { BenefitReadingInput, ConcludeForm, GatePassInput, OverrideInput, ReviewForm } from './gate.input'
import { OVERRIDES } from './gate.rules'
import type { GateService } from './gate.service'
import { gatePage } from './gate.view'
import { PAGED_GATES, type PagedGate } from './gateFacts'

const PASSED: Readonly<Record<PagedGate, string>> = {
  select: 'The pilot is selected. The team can prepare its launch.',
  launch: 'The pilot is running. Nothing of its outcome is shown until it is concluded.',
  conclude: 'The pilot is concluded, and its results are worked out.',
  confirm: 'The benefit is confirmed, and the pilot is sustained.',
}

export function gateRoutes(gates: GateService): Router {
  const router = Router()
  router.param('pilot', uuid)

  const page = (gate: PagedGate) => async (req: Request) =>
    gatePage(await gates.see(req.actor, String(req.params.pilot), gate))
  const back = (res: Response, pilot: string, gate: PagedGate, text: string): void => {
    notify(res, { kind: 'done', text })
    res.redirect(303, `/pilots/${pilot}/gates/${gate}`)
  }

  router.get('/pilots/:pilot/gates/:gate', async (req, res) => {
    const { pilot, gate } = req.params
    // two gates have pages of their own
    if (gate === 'submit') return res.redirect(303, `/pilots/${pilot}`)
    if (gate === 'decide') return res.redirect(303, `/pilots/${pilot}/decision`)
    res.render('governance/gate', await page(knownGate(gate))(req))
  })

  for (const gate of PAGED_GATES) {
    router
      .route(`/pilots/:pilot/gates/${gate}`)
      .post(async (req, res) => {
        const pilot = String(req.params.pilot)
        if (gate === 'conclude') {
          const { checksSeen, remark, ...passing } = readInput(ConcludeForm, req.body)
          await (checksSeen ? gates.conclude(req.actor, pilot, passing, { remark }) : gates.pass(req.actor, pilot, gate, passing))
        } else {
          await gates.pass(req.actor, pilot, gate, readInput(GatePassInput, req.body))
        }
        notify(res, { kind: 'done', text: PASSED[gate] })
        res.redirect(303, `/pilots/${pilot}`)
      })
      .post(redisplay('governance/gate', page(gate)))
  }

  for (const { gate, criterion } of overrideRoutes()) {
    router
      .route(`/pilots/:pilot/gates/${gate}/overrides/${criterion}`)
      .post(async (req, res) => {
        const pilot = String(req.params.pilot)
        await gates.override(req.actor, pilot, gate, criterion, readInput(OverrideInput, req.body).because)
        back(res, pilot, gate, 'The criterion is overridden. Your reason stands beside it.')
      })
      .post(redisplay('governance/gate', page(gate)))
  }

  router
    .route('/pilots/:pilot/checks-seen')
    .post(async (req, res) => {
      const { reason, version: _seen, ...review } = readInput(ReviewForm, req.body)
      await gates.recordReview(req.actor, req.params.pilot, review)
      const recorded = 'Your look at the checks is recorded.'
      if (reason === null) return back(res, req.params.pilot, 'conclude', recorded)
      // a reason that is half written does not travel in an address
      noticeHere(res, { kind: 'done', text: recorded })
      res.render('governance/gate', { ...(await page('conclude')(req)), typed: { reason } })
    })
    .post(redisplay('governance/gate', page('conclude')))

  router
    .route('/pilots/:pilot/benefit-readings')
    .post(async (req, res) => {
      const { lineId, amount, source } = readInput(BenefitReadingInput, req.body)
      await gates.recordBenefit(req.actor, req.params.pilot, { lineId, amountCents: amount, source })
      back(res, req.params.pilot, 'confirm', 'The figure is recorded with its source.')
    })
    .post(redisplay('governance/gate', page('confirm')))

  return router
}

/** @throws Missing for a word that is no gate of these pages */
export function knownGate(word: string | undefined): PagedGate {
  const gate = PAGED_GATES.find(known => known === word)
  if (!gate) throw new Missing('There is no such gate.')
  return gate
}

/** Every criterion that can be overridden, with its gate. */
export function overrideRoutes(): { gate: PagedGate; criterion: string }[] {
  return Object.entries(OVERRIDES).flatMap(([gate, criteria]) =>
    Object.keys(criteria).map(criterion => ({ gate: knownGate(gate), criterion })),
  )
}
