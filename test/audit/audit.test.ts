import { ChainWalk, genesisHash, type Break, type ChainHead } from '../../server/audit/audit.rules'
import { AuditStore } from '../../server/audit/audit.store'
import { AuditEntry } from '../../server/audit/auditEntry.entity'
import { givenDatabase } from '../support/database'
import { tamper } from '../support/tamper'

/** Where a chain first departs from what its hashes promise; `null` when it is whole. */
function firstBreak(chain: ChainHead, entries: readonly AuditEntry[]): Break | null {
  const walk = new ChainWalk(chain)
  return entries.reduce<Break | null>((found, entry) => found ?? walk.step(entry), null) ?? walk.end()
}

describe('the audit chain', () => {
  const database = givenDatabase()
  const program = '0a0a0a0a-0000-4000-8000-000000000001'
  const at = new Date('2026-11-04T09:00:00.123Z')
  const event = (action: string, of: string | null = program) => ({
    program: of,
    actor: { accountId: '0a0a0a0a-0000-4000-8000-000000000002', name: 'Amina' },
    action,
    subject: { kind: 'pilot', id: '0a0a0a0a-0000-4000-8000-000000000003' },
    details: { from: 'draft', share: 0.1, nested: { when: at, nothing: undefined } },
    at,
  })

  const append = (...actions: string[]): Promise<void> =>
    database.write(async tx => {
      for (const action of actions) await new AuditStore(tx).append(event(action))
    })

  const verified = () =>
    database.read(async tx => {
      const audit = new AuditStore(tx)
      const chain = (await audit.chains()).find(({ programId }) => programId === program)
      if (!chain) throw new Error('There is no chain.')
      return firstBreak(chain, await audit.entriesAfter(chain.id, 0, 1000))
    })

  it('is whole after every kind of detail went through the database', async () => {
    await append('pilot.proposed', 'pilot.submitted')
    await expect(verified()).resolves.toBeNull()
  })

  it('numbers what happens at the same time one after the other', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => append(`pilot.touched${i}`)))
    await expect(verified()).resolves.toBeNull()
  })

  it('leaves no entry of a change that failed', async () => {
    const count = () => database.read(tx => tx.count(AuditEntry))
    const before = await count()
    await expect(
      database.write(async tx => {
        await new AuditStore(tx).append(event('pilot.lost'))
        throw new Error('the change failed')
      }),
    ).rejects.toThrow('the change failed')
    expect(await count()).toBe(before)
    await expect(verified()).resolves.toBeNull()
  })

  it('keeps a chain for each program and one for the installation', async () => {
    await database.write(tx => new AuditStore(tx).append(event('account.invited', null)))
    const chains = await database.read(tx => new AuditStore(tx).chains())
    expect(chains.map(({ programId }) => programId).sort()).toEqual([program, null].sort())
    expect(new Set(chains.map(({ id }) => genesisHash(id))).size).toBe(2)
  })

  it.each([
    ['a changed entry', `UPDATE audit_entry SET details = '{}' WHERE position = 2 AND chain_id = $1`, { position: 2, because: 'entry 2 was changed' }],
    ['a removed entry', 'DELETE FROM audit_entry WHERE position = 2 AND chain_id = $1', { position: 2, because: 'entry 2 is missing' }],
    ['a cut end', 'DELETE FROM audit_entry WHERE position = (SELECT max(position) FROM audit_entry WHERE chain_id = $1) AND chain_id = $1', { because: '1 entry at the end is missing' }],
  ])('shows %s', async (_what, tampering, found) => {
    await database
      .write(async tx => {
        const audit = new AuditStore(tx)
        const chain = (await audit.chains()).find(({ programId }) => programId === program)
        await tamper(tx, tampering, [chain?.id])
        expect(chain && firstBreak(chain, await audit.entriesAfter(chain.id, 0, 1000))).toMatchObject(found)
        throw new Error('undo')
      })
      .catch((error: Error) => expect(error.message).toBe('undo'))
  })
})
