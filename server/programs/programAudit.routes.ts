import { stringify } from 'csv-stringify/sync'
import { Router } from 'express'
import type { ChangesInWords } from '../audit/entryWords.rules'
import type { ScreenedEntry } from '../audit/screening'
import { uuid } from '../platform/http/params'
import type { Operation } from '../platform/http/openApi'
import { readInput } from '../platform/http/readInput'
import { customsOf, setTrail } from '../platform/views/frame'
import { trailIn } from './trailIn'
import { AuditQuery } from './programAudit.input'
import type { ProgramAuditService } from './programAudit.service'
import { AUDIT_PAGE, auditJson, auditPage, csvRow } from './programAudit.view'

/** @param changesInWords  what entries of features further along changed */
export function programAuditRoutes(audit: ProgramAuditService, changesInWords: ChangesInWords): Router {
  const router = Router()
  router.param('program', uuid)

  router.get('/programs/:program/audit', async (req, res) => {
    const { program } = req.params
    const query = readInput(AuditQuery, req.query)
    const { person: actorId, action, before } = query
    setTrail(res, ...trailIn(program, { label: 'Audit' }))
    const seen = await audit.ofProgram(req.actor, program, { actorId, action, before, limit: AUDIT_PAGE + 1 })
    const customs = customsOf(res.locals)
    const changesOf = ({ action, details }: ScreenedEntry) => changesInWords(action, details, customs)
    res.render('programs/audit', auditPage(program, seen, query, changesOf))
  })

  router.get('/programs/:program/audit.csv', async (req, res) => {
    const { person: actorId, action } = readInput(AuditQuery, req.query)
    res.attachment('audit.csv').type('text/csv; charset=utf-8')
    res.write(stringify([CSV_COLUMNS]))
    for await (const entries of audit.everything(req.actor, req.params.program, { actorId, action })) {
      const rows = stringify(entries.map(csvRow), { columns: [...CSV_COLUMNS], escape_formulas: true })
      if (!res.write(rows)) await new Promise(resolve => res.once('drain', resolve).once('close', resolve))
      if (res.closed) return
    }
    res.end()
  })

  router.get('/api/v1/programs/:program/audit', async (req, res) => {
    const { person: actorId, action, before } = readInput(AuditQuery, req.query)
    const search = { actorId, action, before, limit: AUDIT_PAGE + 1 }
    const { chain, entries } = await audit.ofProgram(req.actor, req.params.program, search)
    const items = entries.slice(0, AUDIT_PAGE)
    const next = entries.length > AUDIT_PAGE ? (items.at(-1)?.position ?? null) : null
    res.json({ chain: { length: chain?.length ?? 0, headHash: chain?.headHash ?? null }, items: items.map(auditJson), nextBefore: next })
  })

  return router
}

const CSV_COLUMNS = [
  ...['position', 'at', 'person', 'personId', 'action', 'subjectKind', 'subjectId', 'details', 'hidden', 'previousHash', 'hash'],
] as const

export const programAuditOperations: readonly Operation[] = [
  {
    route: 'GET /api/v1/programs/:program/audit',
    summary: 'The audit log of a program, newest first, with the head of its chain.',
    query: AuditQuery,
    answer: 'A page of entries.',
  },
]
