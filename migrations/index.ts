import { type MigrationInterface } from 'typeorm'

/** Every migration, oldest first. A list rather than a folder: what was deleted must not run from an old build. */
export const migrations: readonly (new () => MigrationInterface)[] = []
