import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { AccessTokenService } from '../../server/accounts/accessToken.service'
import { AuditStore } from '../../server/audit/audit.store'
import { systemClock } from '../../server/platform/clock'
import { givenAccount } from '../support/given/accounts'
import { givenDataSource } from '../support/database'
import { tamper } from '../support/tamper'

describe('the commands on the machine', () => {
  const { database, url } = givenDataSource()

  /** What the command printed, what it complained of, and how it ended. */
  const run = (command: string, ...words: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise(resolve => {
      const file = join(__dirname, '../../server/commands', `${command}.ts`)
      const preload = join(__dirname, '../support/runTypeScript.cjs')
      const env = {
        PATH: process.env.PATH,
        DATABASE_URL: url,
        SIGNING_SECRET: 'a secret that only the tests know, long enough',
        BASE_URL: 'https://foothold.example',
      }
      execFile(process.execPath, ['--require', preload, file, ...words], { env }, (fault, out, err) => {
        resolve({ code: typeof fault?.code === 'number' ? fault.code : 0, out, err })
      })
    })

  it('print a link for the first administrator, then one for a new password', async () => {
    const first = await run('admin-link')
    expect(first.out).toMatch(/^Link for the first administrator:\nhttps:\/\/foothold\.example\/link\?token=[\w-]{43}\n/)
    const admin = await givenAccount(database, { isAdmin: true })
    expect((await run('admin-link')).out).toContain(`Link with which ${admin.email} chooses a new password:`)
  })

  it('print an access token and nothing else', async () => {
    const account = await givenAccount(database)
    const { code, out } = await run('token', account.email.toUpperCase())
    expect([code, out]).toEqual([0, expect.stringMatching(/^fh_[\w-]{43}\n$/)])
    const actor = await new AccessTokenService(database, systemClock).actorOf(out.trim())
    expect(actor).toMatchObject({ accountId: account.id, scope: 'write' })
  })

  it('say in a sentence what is wrong', async () => {
    expect(await run('token', 'nobody@example.com')).toEqual({
      code: 1,
      out: '',
      err: 'There is no account with the address nobody@example.com.\n',
    })
    expect((await run('token')).err).toContain('Say for whom')
  })

  it('check the audit chains, and fail on a break with its position and reason', async () => {
    const at = new Date()
    const subject = { kind: 'account', id: null }
    await database.write(async tx => {
      for (const action of ['one', 'two', 'three']) {
        await new AuditStore(tx).append({ program: null, actor: null, action, subject, at })
      }
    })
    const whole = await run('audit-verify')
    expect([whole.code, whole.out]).toEqual([0, expect.stringMatching(/^installation: \d+ entries, head [0-9a-f]{64}\nAll/)])
    await database.write(tx => tamper(tx, `UPDATE audit_entry SET actor_name = 'Somebody else' WHERE position = 2`))
    const broken = await run('audit-verify')
    expect(broken.code).toBe(1)
    expect(broken.out).toContain('installation: BROKEN at position 2: entry 2 was changed')
  })
})
