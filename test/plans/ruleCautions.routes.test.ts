import { testApp } from '../support/app'
import { givenDatabase } from '../support/database'
import { formFields } from '../support/formFields'
import { signedInAs } from '../support/given/accounts'
import { givenPlan } from '../support/given/plans'

const database = givenDatabase()

it('a rule that scales below the bar for evidence is saved, and cautioned of at its form and on the page of the plan', async () => {
  const answers = ['harms', 'noMeaningfulEffect', 'works', 'notDelivered', 'dontKnow'] as const
  const decisionRule = answers.map(verdict => ({ verdict, evidenceAtLeast: 1 as const, action: verdict === 'works' ? ('scale' as const) : ('stop' as const) }))
  const { pilot, parents } = await givenPlan(database, { terms: { decisionRule } })
  const owner = await signedInAs(testApp(database), parents.people.owner)
  const caution = 'Row 3 says scale with evidence 1 to 2 too, but this program asks for evidence 3 before a rollout'
  expect((await owner.get(`/pilots/${pilot.id}/plan`)).text).toContain(caution)
  expect((await owner.get(`/pilots/${pilot.id}/plan/edit`)).text).toContain(caution)
  const typed = formFields({ version: '1', decisionRule: [{ verdict: 'works', evidenceAtLeast: '2', action: 'scale' }] })
  const { status, text } = await owner.post(`/pilots/${pilot.id}/plan/edit`, typed)
  expect(status).toBe(422)
  expect(text).toContain('Row 1 says scale with evidence 2 too')
})

it('a row that the design can never reach is cautioned of, at the form for the design that was typed', async () => {
  const { pilot, parents } = await givenPlan(database, { terms: { design: 'beforeAfter' } })
  const owner = await signedInAs(testApp(database), parents.people.owner)
  const caution = 'Row 3 asks for evidence 3 or more, and this design reaches 2 at most: here it never fires. A rollout on that answer would take another pilot.'
  expect((await owner.get(`/pilots/${pilot.id}/plan`)).text).toContain(caution)
  expect((await owner.get(`/pilots/${pilot.id}/plan/edit`)).text).toContain(`${caution} A stronger design could reach it; the row may also stay.`)
  const typed = (design: string) => formFields({ version: '1', design, decisionRule: [{ verdict: 'works', evidenceAtLeast: '4', action: 'scale' }] })
  expect((await owner.post(`/pilots/${pilot.id}/plan/edit`, typed('beforeAfter'))).text).toContain('Row 1 asks for evidence 4 or more')
  expect((await owner.post(`/pilots/${pilot.id}/plan/edit`, typed('randomised'))).text).not.toContain('here it never fires')
})
