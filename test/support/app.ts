import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import { createApp } from '../../server/app'
import { readConfig, type Config } from '../../server/config'
import { systemClock, type Clock } from '../../server/platform/clock'
import type { Database } from '../../server/platform/database/database'
import { createLogger, type Logger } from '../../server/platform/logging'
import { createServices, type Services } from '../../server/services'

/** What a test may want other than in production. */
export interface TestChanges {
  readonly config?: Partial<Config>
  readonly clock?: Clock
  readonly logger?: Logger
}

export const TEST_SECRET = 'a secret that only the tests know, long enough'

/** The services of production on the database of a test. */
export function testServices(database: Database, { config, clock = systemClock, logger = createLogger('silent') }: TestChanges = {}): Services {
  return createServices({ config: testConfig(config), signingSecret: TEST_SECRET, folder: mkdtempSync(join(tmpdir(), 'foothold-files-')), database, clock, logger })
}

/** The app of production on the database of a test. */
export function testApp(database: Database, changes: TestChanges = {}, services = testServices(database, changes)): Express {
  return createApp(testConfig(changes.config), services)
}

export const testConfig = (changes: Partial<Config> = {}): Config => ({ ...readConfig({}), ...changes })

/** A clock that stands still until it is told to move. */
export class TestClock implements Clock {
  constructor(private time: Date = new Date('2026-11-04T09:00:00Z')) {}

  now(): Date {
    return this.time
  }

  /** Moves on by so many seconds. */
  advance(seconds: number): void {
    this.time = new Date(this.time.getTime() + seconds * 1000)
  }
}
