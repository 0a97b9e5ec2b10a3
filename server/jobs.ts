import type { Job } from './platform/jobs/jobs'
import type { Services } from './services'

type Keepers = Pick<Services, 'logger' | 'sessions' | 'accountLinks' | 'accessTokens' | 'throttle' | 'idempotency' | 'abandonedUploads'>

/** What runs in the background, one line each; times are UTC. None of it is needed for an answer to be right. */
export function jobs({ logger, sessions, accountLinks, accessTokens, throttle, idempotency, abandonedUploads }: Keepers): readonly Job[] {
  /** Does it, and tells of it where there was something to do. */
  const tidying = (name: string, schedule: string, work: () => Promise<object>): Job => ({
    name,
    schedule,
    run: async () => {
      const removed = await work()
      if (Object.values(removed).some(count => count > 0)) logger.info('tidied up', { task: name, ...removed })
    },
  })
  return [
    tidying('uploads.discard', '17 * * * *', () => abandonedUploads.discard()),
    tidying('signInAttempts.forget', '32 * * * *', async () => ({ counts: await throttle.forgetOver() })),
    tidying('idempotencyKeys.forget', '47 * * * *', async () => ({ keys: await idempotency.forgetOver() })),
    tidying('sessions.forget', '5 3 * * *', async () => ({ families: await sessions.forgetOver() })),
    tidying('accountLinks.forget', '10 3 * * *', async () => ({ links: await accountLinks.forgetOver() })),
    tidying('accessTokens.forget', '15 3 * * *', async () => ({ tokens: await accessTokens.forgetOver() })),
  ]
}
