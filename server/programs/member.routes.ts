import { Router, type Request } from 'express'
import { notify } from '../platform/http/notice'
import { uuid } from '../platform/http/params'
import { readInput } from '../platform/http/readInput'
import { redisplay } from '../platform/http/redisplay'
import { setTrail } from '../platform/views/frame'
import type { MemberService } from './member.service'
import { invitationForm, invitedPage, memberForm, membersPage } from './member.view'
import { InvitationInput, MemberEditInput, SeenVersionInput } from './program.input'
import { trailIn } from './trailIn'

export function memberRoutes(members: MemberService): Router {
  const router = Router()
  router.param('program', uuid)
  router.param('member', uuid)

  router.get('/programs/:program/members', async (req, res) => {
    const { program } = req.params
    setTrail(res, ...trailIn(program, { label: 'Members' }))
    res.render('programs/members', membersPage(program, await members.ofProgram(req.actor, program)))
  })

  const form = async (req: Request) => {
    const program = String(req.params.program)
    const { departments, standing } = await members.ofProgram(req.actor, program)
    return invitationForm(program, departments, standing)
  }

  router
    .route('/programs/:program/members/invite')
    .get(below('Invite somebody'), async (req, res) => {
      res.render('programs/invite', await form(req))
    })
    .post(below('Invite somebody'), async (req, res) => {
      const { program } = req.params
      const { member, link } = await members.invite(req.actor, program, readInput(InvitationInput, req.body))
      // not a redirect: the invitation in it is shown this once and kept nowhere
      res.status(201).set('Cache-Control', 'no-store').render('programs/invited', invitedPage(program, member, link))
    })
    .post(redisplay('programs/invite', form))

  const editForm = async (req: Request) => {
    const { program, member } = req.params
    return memberForm(String(program), await members.find(req.actor, String(program), String(member)))
  }

  router
    .route('/programs/:program/members/:member')
    .get(below('Member'), async (req, res) => {
      res.render('programs/member', await editForm(req))
    })
    .post(below('Member'), async (req, res) => {
      const { program, member } = req.params
      const { name } = await members.revise(req.actor, program, member, readInput(MemberEditInput, req.body))
      notify(res, { kind: 'done', text: `${name} is saved.` })
      res.redirect(303, `/programs/${program}/members`)
    })
    .post(redisplay('programs/member', editForm))

  router
    .route('/programs/:program/members/:member/end')
    .post(below('Member'), async (req, res) => {
      const { program, member } = req.params
      const { name } = await members.end(req.actor, program, member, readInput(SeenVersionInput, req.body).version)
      notify(res, { kind: 'done', text: `${name} has left the program. The name stays in its history.` })
      res.redirect(303, `/programs/${program}/members`)
    })
    .post(redisplay('programs/member', editForm))

  router
    .route('/programs/:program/members/:member/reactivate')
    .post(below('Member'), async (req, res) => {
      const { program, member } = req.params
      const { name } = await members.reactivate(req.actor, program, member, readInput(SeenVersionInput, req.body).version)
      notify(res, { kind: 'done', text: `${name} is back in the program.` })
      res.redirect(303, `/programs/${program}/members`)
    })
    .post(redisplay('programs/member', editForm))

  router
    .route('/programs/:program/members/:member/invitation')
    .post(below('Member'), async (req, res) => {
      const { program } = req.params
      const { member, link } = await members.inviteAgain(req.actor, program, req.params.member)
      res.status(201).set('Cache-Control', 'no-store').render('programs/invited', invitedPage(program, member, link))
    })
    .post(redisplay('programs/member', editForm))

  return router
}

function below(label: string) {
  return (req: Request, res: Parameters<typeof setTrail>[0], next: () => void) => {
    const program = String(req.params.program)
    setTrail(res, ...trailIn(program, { label: 'Members', href: `/programs/${program}/members` }, { label }))
    next()
  }
}
