import { accompanied } from './firstWrite'
import type { Transaction } from './transaction'

export type { Transaction } from './transaction'

/** What a `Database` is made over: TypeORM's DataSource, or a transaction that is open already. */
interface Source {
  readonly manager: Transaction
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
}

export class Database {
  constructor(private readonly source: Source) {}

  /** A database whose every read and write is part of one transaction, and counts when that does. */
  static within(tx: Transaction): Database {
    return new Database({ manager: tx, transaction: work => tx.transaction(work) })
  }

  read<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return work(this.source.manager)
  }

  /** Everything in `work` is saved together or not at all. */
  write<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return accompanied(first =>
      this.source.transaction(async tx => {
        await first(tx)
        return work(tx)
      }),
    )
  }
}
