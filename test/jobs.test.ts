import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccessToken } from '../server/accounts/accessToken.entity'
import { IdempotencyKey } from '../server/accounts/idempotencyKey.entity'
import { AccountLink } from '../server/accounts/accountLink.entity'
import { SessionFamily } from '../server/accounts/sessionFamily.entity'
import { SignInAttempt } from '../server/accounts/signInAttempt.entity'
import { AuditStore } from '../server/audit/audit.store'
import { jobs } from '../server/jobs'
import { createLogger } from '../server/platform/logging'
import { ReadingImport } from '../server/readings/readingImport.entity'
import { AbandonedUploadService } from '../server/readings/abandonedUpload.service'
import { FileImportService } from '../server/readings/fileImport.service'
import { Uploads } from '../server/readings/uploads'
import { testServices } from './support/app'
import { givenDatabase } from './support/database'
import { givenAccount } from './support/given/accounts'
import { givenMeasuredPilot } from './support/given/readings'

const now = new Date('2026-11-20T04:00:00Z')
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 24 * 60 * 60_000)

describe('background jobs', () => {
  const database = givenDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'foothold-jobs-'))
  const uploads = new Uploads(folder)
  const clock = { now: () => now }
  const all = () => {
    const services = testServices(database, { clock })
    const abandonedUploads = new AbandonedUploadService(database, clock, uploads)
    return jobs({ ...services, abandonedUploads, logger: createLogger('silent') })
  }
  const runs = async (name: string): Promise<void> => {
    const job = all().find(each => each.name === name)
    if (!job) throw new Error(`There is no job ${name}.`)
    await job.run()
  }

  afterAll(() => rmSync(folder, { recursive: true }))

  it('each have a schedule, and a name of their own', () => {
    const names = all().map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { schedule } of all()) expect(schedule).toMatch(/^\d+ (\*|\d+) \* \* \*$/)
  })

  it('forget sessions, links and tokens a month after they were over, and keep the rest', async () => {
    const { id: accountId } = await givenAccount(database)
    const times = [daysAgo(31), daysAgo(29), daysAgo(-1)]
    await database.write(async tx => {
      for (const [at, expiresAt] of times.entries()) {
        const past = daysAgo(60)
        const family = { accountId, currentHash: `h${at}`, previousHash: null, rotatedAt: past, createdAt: past, expiresAt }
        await tx.insert(SessionFamily, { ...family, endedAt: null, endedBecause: null, userAgent: '' })
        const link = { accountId, createdById: null, createdAt: past, expiresAt, usedAt: null }
        await tx.insert(AccountLink, { ...link, kind: 'invitation', tokenHash: `l${at}` })
        await tx.insert(AccountLink, { ...link, accountId: null, kind: 'firstAdmin', tokenHash: `f${at}` })
        const token = { accountId, scope: 'read', createdAt: past, lastUsedAt: null, revokedAt: null } as const
        await tx.insert(AccessToken, { ...token, name: 'over', tokenHash: `t${at}`, expiresAt })
        await tx.insert(AccessToken, { ...token, name: 'revoked', tokenHash: `r${at}`, expiresAt: null, revokedAt: at < 2 ? expiresAt : null })
      }
    })
    for (const name of ['sessions.forget', 'accountLinks.forget', 'accessTokens.forget']) await runs(name)
    await database.read(async tx => {
      expect(await tx.count(SessionFamily)).toBe(2)
      expect(await tx.countBy(AccountLink, { kind: 'invitation' })).toBe(2)
      expect(await tx.countBy(AccountLink, { kind: 'firstAdmin' })).toBe(3)
      expect((await tx.find(AccessToken)).map(({ tokenHash }) => tokenHash).sort()).toEqual(['r1', 'r2', 't1', 't2'])
    })
  })

  it('forget counts of sign-in attempts that are over', async () => {
    await database.write(tx =>
      tx.insert(SignInAttempt, [
        { key: 'over', attempts: 3, endsAt: daysAgo(1) },
        { key: 'counting', attempts: 3, endsAt: daysAgo(-1) },
      ]),
    )
    await runs('signInAttempts.forget')
    expect((await database.read(tx => tx.find(SignInAttempt))).map(({ key }) => key)).toEqual(['counting'])
  })

  it('forget idempotency keys after a day', async () => {
    const { id: accountId } = await givenAccount(database)
    await database.write(tx =>
      tx.insert(IdempotencyKey, [
        { accountId, key: 'of the day before', request: '', takenAt: daysAgo(1.1), answer: null },
        { accountId, key: 'of last night', request: '', takenAt: daysAgo(0.9), answer: null },
      ]),
    )
    await runs('idempotencyKeys.forget')
    expect((await database.read(tx => tx.find(IdempotencyKey))).map(({ key }) => key)).toEqual(['of last night'])
  })

  it('discard uploads that nobody committed within a week, and files that no import waits for', async () => {
    const { pilot, parents } = await givenMeasuredPilot(database, { state: 'running' })
    const uploadedAt = (at: Date) =>
      new FileImportService(database, { now: () => at }, uploads, () => Promise.resolve()).uploadText(
        parents.people.owner,
        pilot.id,
        `unit,arm,value\n${at.getTime()},control,1\n`,
        'a test',
      )
    const [abandoned, waiting] = [await uploadedAt(daysAgo(8)), await uploadedAt(daysAgo(2))]
    await uploads.receiveText('cut off')
    const orphan = 'd0000000-0000-4000-8000-000000000000'
    writeFileSync(join(folder, `${orphan}.csv`), 'left behind')
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) utimesSync(join(folder, name), daysAgo(2), daysAgo(2))
    await uploads.receiveText('arriving')
    await runs('uploads.discard')

    const stateOf = async (id: string) => (await database.read(tx => tx.findOneByOrFail(ReadingImport, { id }))).state
    expect([await stateOf(abandoned.id), await stateOf(waiting.id)]).toEqual(['discarded', 'uploaded'])
    expect(readdirSync(folder).filter(name => name.endsWith('.csv'))).toEqual([`${waiting.id}.csv`])
    const entries = await database.read(tx => new AuditStore(tx).ofSubject('pilot', pilot.id, { limit: 10 }))
    expect(entries).toMatchObject([
      { action: 'import.discarded', actorName: 'The installation', details: { import: abandoned.id, reason: 'Nobody added it within a week.' } },
    ])
    // today's is still arriving; by the tests' clock it has come from the future
    expect(readdirSync(join(folder, 'receiving'))).toHaveLength(1)
  })
})
