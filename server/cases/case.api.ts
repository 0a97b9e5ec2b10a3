import { Router } from 'express'
import type { Operation } from '../platform/http/openApi'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { amountOf, signedBenefits } from './lineAmount.rules'
import { CaseLineInput, CaseLineRevision, FinanceInput, lineOf, opinionOf, VersionInput } from './case.input'
import type { CaseService, SeenCase } from './case.service'
import type { SignedLine } from './case.store'
import type { Signature } from './signature.rules'

/** The case of a pilot as JSON. What is sent is in units of the currency and percent; what is answered, in cents and shares. */
export function caseApi(cases: CaseService): Router {
  const router = Router()
  router.param('pilot', uuid)
  router.param('line', uuid)

  router.get('/api/v1/pilots/:pilot/case', async (req, res) => {
    res.json(caseJson(await cases.ofPilot(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/case/appraise', async (req, res) => {
    await cases.appraise(req.actor, req.params.pilot)
    res.json(caseJson(await cases.ofPilot(req.actor, req.params.pilot)))
  })

  router.post('/api/v1/pilots/:pilot/case/lines', async (req, res) => {
    const line = await cases.add(req.actor, req.params.pilot, lineOf(readInput(CaseLineInput, req.body)))
    const { seen, line: signed } = await cases.line(req.actor, req.params.pilot, line.id)
    res.status(201).json(lineJson(seen, signed))
  })

  router
    .route('/api/v1/pilots/:pilot/case/lines/:line')
    .put(async (req, res) => {
      const input = readInput(CaseLineRevision, req.body)
      await cases.revise(req.actor, req.params.pilot, req.params.line, lineOf(input), input.version)
      const { seen, line } = await cases.line(req.actor, req.params.pilot, req.params.line)
      res.json(lineJson(seen, line))
    })
    .delete(async (req, res) => {
      await cases.remove(req.actor, req.params.pilot, req.params.line, readInput(VersionInput, req.body ?? {}).version)
      res.status(204).end()
    })

  router.put('/api/v1/pilots/:pilot/case/lines/:line/finance', async (req, res) => {
    const input = readInput(FinanceInput, req.body)
    await cases.sign(req.actor, req.params.pilot, req.params.line, opinionOf(input), input.version)
    const { seen, line } = await cases.line(req.actor, req.params.pilot, req.params.line)
    res.json(lineJson(seen, line))
  })

  return router
}

export const caseOperations: readonly Operation[] = [
  { route: 'GET /api/v1/pilots/:pilot/case', summary: 'The case for rollout: lines, finance status, value.', answer: 'The case.' },
  { route: 'POST /api/v1/pilots/:pilot/case/appraise', summary: 'Compute the value of the case as it stands.', answer: 'The case.' },
  {
    route: 'POST /api/v1/pilots/:pilot/case/lines',
    summary: 'Add a benefit, disbenefit or cost.',
    input: CaseLineInput,
    answer: 'The line.',
    status: 201,
  },
  {
    route: 'PUT /api/v1/pilots/:pilot/case/lines/:line',
    summary: 'Change a line; finance signs it anew.',
    input: CaseLineRevision,
    answer: 'The line.',
  },
  {
    route: 'DELETE /api/v1/pilots/:pilot/case/lines/:line',
    summary: 'Take a line out of the case.',
    input: VersionInput,
    answer: 'Nothing.',
    status: 204,
  },
  {
    route: 'PUT /api/v1/pilots/:pilot/case/lines/:line/finance',
    summary: 'Set the finance status of a line.',
    input: FinanceInput,
    answer: 'The line.',
  },
]

/** Also what the export of a pilot says about its case. */
export function caseJson(seen: SeenCase) {
  const { pilot, lines, finding, appraisal, isCurrent, whyNot } = seen
  return {
    pilotId: pilot.id,
    horizonYears: pilot.horizonYears,
    discountRate: pilot.discountRate,
    findingId: finding?.id ?? null,
    lines: lines.map(line => lineJson(seen, line)),
    benefits: signedBenefits(lines, finding),
    appraisal: appraisal && {
      number: appraisal.number,
      isCurrent,
      computedAt: appraisal.computedAt,
      engineVersion: appraisal.engineVersion,
      inputsDigest: appraisal.inputsDigest,
      seed: appraisal.seed,
      draws: appraisal.draws,
      inputs: appraisal.inputs,
      result: appraisal.result,
    },
    whyNotAppraised: whyNot,
  }
}

function lineJson({ finding }: SeenCase, line: SignedLine) {
  const { ownerName, financeByName, signedByName, signedOwnerName, ownerId, financeById, pilotId, signed, ...columns } = line
  const amount = amountOf(line, finding)
  return {
    ...columns,
    owner: ownerId && { id: ownerId, name: ownerName },
    financeBy: financeById && { id: financeById, name: financeByName },
    lastSigned: signed && lastSignedJson(signed, signedByName),
    lowCents: amount?.low ?? null,
    likelyCents: amount?.likely ?? null,
    highCents: amount?.high ?? null,
  }
}

/** What finance saw when it last spoke; it may have lapsed since, as `financeStatus` says. */
function lastSignedJson({ byId, ...signed }: Signature, name: string | null) {
  return { ...signed, by: { id: byId, name } }
}
