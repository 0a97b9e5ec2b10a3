import type { EntityManager } from 'typeorm'

/** What a store works through. Features use this name and never TypeORM's. */
export type Transaction = EntityManager
