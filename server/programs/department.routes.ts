import { Router, type Request, type RequestHandler } from 'express'
import { Missing } from '../platform/errors'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { setTrail } from '../platform/views/frame'
import type { DepartmentService } from './department.service'
import { departmentForm, departmentsPage } from './department.view'
import { DepartmentEditInput, DepartmentInput, SeenVersionInput } from './program.input'
import { trailIn } from './trailIn'

export function departmentRoutes(departments: DepartmentService): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('department', uuid)

  const listTrail: RequestHandler<{ program: string }> = (req, res, next) => {
    setTrail(res, ...trailIn(req.params.program, { label: 'Departments' }))
    next()
  }

  const list = async (req: Request) => {
    const program = String(req.params.program)
    return departmentsPage(program, await departments.ofProgram(req.actor, program))
  }

  router
    .route('/programs/:program/departments')
    .get(listTrail, async (req, res) => {
      res.render('programs/departments', await list(req))
    })
    .post(listTrail, async (req, res) => {
      const { name } = await departments.add(req.actor, req.params.program, readInput(DepartmentInput, req.body))
      notify(res, { kind: 'done', text: `${name} is added.` })
      res.redirect(303, req.path)
    })
    .post(redisplay('programs/departments', list))

  const form = async (req: Request) => {
    const { program, department } = req.params
    const row = (await departments.ofProgram(req.actor, String(program))).departments.find(({ id }) => id === department)
    if (!row) throw new Missing()
    return departmentForm(String(program), row)
  }

  const below = (req: Request, res: Parameters<typeof setTrail>[0], next: () => void) => {
    const program = String(req.params.program)
    setTrail(res, ...trailIn(program, { label: 'Departments', href: `/programs/${program}/departments` }, { label: 'Department' }))
    next()
  }

  router
    .route('/programs/:program/departments/:department')
    .get(below, async (req, res) => {
      res.render('programs/department', await form(req))
    })
    .post(below, async (req, res) => {
      const { program, department } = req.params
      const { name } = await departments.rename(req.actor, program, department, readInput(DepartmentEditInput, req.body))
      notify(res, { kind: 'done', text: `The department is called ${name}.` })
      res.redirect(303, `/programs/${program}/departments`)
    })
    .post(redisplay('programs/department', form))

  router
    .route('/programs/:program/departments/:department/remove')
    .post(below, async (req, res) => {
      const { program, department } = req.params
      await departments.remove(req.actor, program, department, readInput(SeenVersionInput, req.body).version)
      notify(res, { kind: 'done', text: 'The department is removed.' })
      res.redirect(303, `/programs/${program}/departments`)
    })
    .post(redisplay('programs/department', form))

  return router
}
