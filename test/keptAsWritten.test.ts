import { AuditStore } from '../server/audit/audit.store'
import { amendPlan } from '../server/plans/amendPlan'
import type { Transaction } from '../server/platform/database/database'
import { TestClock } from './support/app'
import { givenDatabase } from './support/database'
import { givenFinding } from './support/given/findings'
import { givenPlan } from './support/given/plans'

/** Raw SQL, as somebody with the password of the database would send it. */
describe('what was found, sealed or logged', () => {
  const database = givenDatabase()
  const clock = new TestClock()
  let pilotId: string

  beforeAll(async () => {
    const { pilot, parents } = await givenFinding(database)
    pilotId = pilot.id
    const amendment = { actor: parents.people.owner, pilotId, reason: 'Fewer customers.', at: clock.now(), changes: { plannedPerArm: 900 } }
    await database.write(tx => amendPlan(tx, amendment))
  })

  const sent = (statement: string): Promise<unknown> => database.write(tx => tx.query(statement, [pilotId]))
  const amendments = 'plan_id = (SELECT id FROM plan WHERE pilot_id = $1)'

  it.each([
    ['the verdict of a finding', `UPDATE finding SET verdict = 'harms' WHERE pilot_id = $1`, 'A finding is written once and never changed.'],
    ['the estimate of a finding', 'UPDATE finding SET estimate = 0 WHERE pilot_id = $1', 'A finding is written once and never changed.'],
    ['a finding, away', 'DELETE FROM finding WHERE pilot_id = $1', 'A finding is removed with its pilot alone.'],
    ['the seal of a plan', `UPDATE plan SET canonical = '{}', hash = 'x' WHERE pilot_id = $1`, 'A locked plan stays as it was locked'],
    ['the lock of a plan', 'UPDATE plan SET locked_at = NULL, canonical = NULL, hash = NULL WHERE pilot_id = $1', 'A locked plan stays as it was locked'],
    ['a locked plan, away', 'DELETE FROM plan WHERE pilot_id = $1', 'A locked plan is removed with its pilot alone.'],
    ['an amendment', `UPDATE plan_amendment SET reason = 'x' WHERE ${amendments}`, 'An amendment is written once and never changed.'],
    ['an amendment, away', `DELETE FROM plan_amendment WHERE ${amendments}`, 'An amendment is removed with its plan alone.'],
    ['an entry of the log', `UPDATE audit_entry SET details = '{}' WHERE subject_id = $1`, 'An entry of the audit log is written once'],
    ['an entry of the log, away', 'DELETE FROM audit_entry WHERE subject_id = $1', 'An entry of the audit log is removed with the whole log'],
    ['the log of a program that stands', 'DELETE FROM audit_chain WHERE program_id = (SELECT program_id FROM pilot WHERE id = $1)', 'removed after its program alone'],
  ])('nobody changes %s', async (_what, statement, words) => {
    await expect(sent(statement)).rejects.toThrow(words)
  })

  it.each([
    ['findings', 'TRUNCATE finding CASCADE', 'Findings are removed with their pilots alone.'],
    ['plans', 'TRUNCATE plan CASCADE', 'Locked plans are removed with their pilots alone.'],
    ['amendments', 'TRUNCATE plan_amendment', 'Amendments are removed with their plans alone.'],
    ['the log', 'TRUNCATE audit_entry', 'Entries of the audit log are removed with the whole log of their program alone.'],
    ['the chains of the log', 'TRUNCATE audit_chain CASCADE', 'The log of a program is removed after its program alone.'],
    ['all pilots, and with them what was found of them', 'TRUNCATE pilot CASCADE', 'are removed with their'],
  ])('nobody empties the table of %s', async (_what, statement, words) => {
    await expect(database.write(tx => tx.query(statement))).rejects.toThrow(words)
  })

  it('nobody takes away the log of the installation', async () => {
    const subject = { kind: 'installation', id: null }
    await database.write(tx => new AuditStore(tx).append({ program: null, actor: null, action: 'sample.loaded', subject, at: clock.now() }))
    await expect(database.write(tx => tx.query('DELETE FROM audit_chain WHERE program_id IS NULL'))).rejects.toThrow('never removed')
  })

  it('a plan that is not locked can be written anew and go', async () => {
    const { pilot } = await givenPlan(database)
    await database.write(tx => tx.query('UPDATE plan SET alpha = 0.01 WHERE pilot_id = $1', [pilot.id]))
    await database.write(tx => tx.query('DELETE FROM plan WHERE pilot_id = $1', [pilot.id]))
  })

  it('goes with its pilot', async () => {
    const left = async (tx: Transaction): Promise<number> => {
      const [row] = await tx.query<{ left: number }[]>('SELECT count(*)::int AS left FROM finding WHERE pilot_id = $1', [pilotId])
      return row?.left ?? -1
    }
    await database.write(async tx => {
      expect(await left(tx)).toBe(1)
      await tx.query('DELETE FROM pilot WHERE id = $1', [pilotId])
      expect(await left(tx)).toBe(0)
    })
  })
})
