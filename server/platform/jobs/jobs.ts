import { Pool } from 'pg'
import { Logger as WorkerLogger, parseCronItems, run, runMigrations, type Runner, type TaskList } from 'graphile-worker'
import type { Logger } from '../logging'

/** Work that is done beside the requests, by this process or by one that runs jobs alone. */
export interface Job {
  /** `noun.verb`, such as `uploads.discard`. */
  readonly name: string
  /** When it runs by itself, as a crontab line (UTC). */
  readonly schedule: string
  run(): Promise<void>
}

/** Makes the queue's own tables, in a schema of their own. */
export async function prepareJobs(url: string, logger: Logger): Promise<void> {
  const pgPool = poolFor(url, logger)
  try {
    await runMigrations({ pgPool, logger: plain(logger) })
  } finally {
    await pgPool.end()
  }
}

/** Takes up jobs until it is stopped; a stop waits for those under way. */
export async function runJobs(url: string, jobs: readonly Job[], logger: Logger): Promise<{ stop(): Promise<void> }> {
  const taskList: TaskList = Object.fromEntries(jobs.map(job => [job.name, () => job.run()]))
  const parsedCronItems = parseCronItems(jobs.map(({ name, schedule }) => ({ task: name, match: schedule })))
  const pgPool = poolFor(url, logger)
  let runner: Runner
  try {
    runner = await run({ pgPool, taskList, parsedCronItems, concurrency: 2, noHandleSignals: true, logger: plain(logger) })
  } catch (fault) {
    await pgPool.end()
    throw fault
  }
  runner.promise.catch((error: unknown) => logger.error('job runner ended', { error }))
  return {
    stop: async () => {
      await runner.stop()
      await pgPool.end()
    },
  }
}

/** Our own, so that we know when its last connection is closed: the database may be stopped right after. */
function poolFor(connectionString: string, logger: Logger): Pool {
  const pool = new Pool({ connectionString, max: 4 })
  const tell = (error: Error): void => logger.warn('the job runner lost its connection', { error })
  pool.on('error', tell)
  pool.on('connect', client => client.on('error', tell))
  return pool
}

const plain = (logger: Logger): WorkerLogger =>
  new WorkerLogger(scope => (level, message, meta) => {
    const facts = { ...meta, job: scope.taskIdentifier, jobId: scope.jobId }
    const word = String(level) // its enum vanishes when files are compiled one by one
    if (word === 'error') logger.error('job runner: ' + message, facts)
    else if (word === 'warning') logger.warn('job runner: ' + message, facts)
    else logger.debug('job runner: ' + message, facts)
  })
