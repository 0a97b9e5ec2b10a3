import { AuditService, type CheckedChain } from '../../server/audit/audit.service'
import { AuditStore } from '../../server/audit/audit.store'
import { givenDatabase } from '../support/database'
import { tamper } from '../support/tamper'

describe('the check of the audit chains', () => {
  const database = givenDatabase()
  const program = '0a0a0a0a-0000-4000-8000-000000000001'

  beforeAll(() =>
    database.write(async tx => {
      const audit = new AuditStore(tx)
      const event = { actor: null, subject: { kind: 'pilot', id: null }, at: new Date() }
      for (let n = 0; n < 25; n += 1) await audit.append({ ...event, program: null, action: `step ${n}` })
      await audit.append({ ...event, program, action: 'first' })
    }),
  )

  const checked = async (): Promise<CheckedChain[]> => {
    const chains: CheckedChain[] = []
    for await (const chain of new AuditService(database, 10).check()) chains.push(chain)
    return chains.sort((one, other) => one.length - other.length)
  }

  it('finds whole chains whole, however many pages they take', async () => {
    expect(await checked()).toMatchObject([
      { programId: program, length: 1, broken: null },
      { programId: null, length: 25, broken: null },
    ])
  })

  it.each([
    ['an entry changed on a later page', `UPDATE audit_entry SET action = 'x' WHERE position = 15`, 15],
    ['an entry put behind the head', `INSERT INTO audit_entry (chain_id, position, at, actor_name, action, subject_kind,
        details, previous_hash, hash)
      SELECT chain_id, 26, at, actor_name, action, subject_kind, details, hash, 'x' FROM audit_entry
       WHERE position = 25`, 26],
    ['a shortened chain', 'DELETE FROM audit_entry WHERE position > 20', 21],
    ['a forgotten end', `UPDATE audit_chain SET length = 20 WHERE program_id IS NULL`, 21],
  ])('tells of %s', async (_what, tampering, position) => {
    const undo = new Error('undo')
    const found = database.write(async tx => {
      await tamper(tx, tampering)
      const within = { read: (work: (on: typeof tx) => unknown) => work(tx) } as unknown as typeof database
      const inside = new AuditService(within, 10)
      const broken: unknown[] = []
      for await (const chain of inside.check()) if (chain.broken) broken.push(chain.broken.position)
      expect(broken).toEqual([position])
      throw undo
    })
    await expect(found).rejects.toBe(undo)
  })
})
