import { type DataSource, type EntityManager } from 'typeorm'

/** What a store works through. Features use this name and never TypeORM's. */
export type Transaction = EntityManager

export class Database {
  constructor(private readonly source: DataSource) {}

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return work(this.source.manager)
  }

  /** Everything in `work` is saved together or not at all. */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.source.transaction(work)
  }
}
