import type { Transaction } from '../platform/database/database'

/** The sample program, as long as it is there. */
export interface SampleProgram {
  readonly id: string
  readonly name: string
}

/** Any number that is used for nothing else: one process at a time loads or removes the sample. */
const SAMPLE_LOCK = 7_202_602

export class SampleStore {
  constructor(private readonly tx: Transaction) {}

  /** Whoever else loads or removes the sample waits until the transaction ends. */
  async lock(): Promise<void> {
    await this.tx.query('SELECT pg_advisory_xact_lock($1)', [SAMPLE_LOCK])
  }

  async program(): Promise<SampleProgram | null> {
    const [program = null] = await this.tx.query<SampleProgram[]>('SELECT id, name FROM program WHERE is_sample')
    return program
  }

  /** Names of those who can still sign in, by account. */
  async active(accountIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.tx.query<{ id: string; name: string }[]>(
      'SELECT id, name FROM account WHERE id = ANY($1) AND deactivated_at IS NULL',
      [accountIds],
    )
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  /** The program with everything in it; pilots and journeys first, because they hold on to metrics and departments. */
  async removeProgram(id: string): Promise<void> {
    await this.tx.query('DELETE FROM pilot WHERE program_id = $1', [id])
    await this.tx.query('DELETE FROM journey WHERE program_id = $1', [id])
    await this.tx.query('DELETE FROM program WHERE id = $1', [id])
  }

  /**
   * Of these accounts, those that nobody has made their own: without a password and in no other program. The last
   * administrator stays as long as there is a program.
   *
   * @returns how many are gone
   */
  async removeAccounts(accountIds: readonly string[]): Promise<number> {
    const gone = await this.tx.query<[unknown[], number]>(
      `DELETE FROM account a
        WHERE a.id = ANY($1) AND a.password_hash IS NULL
          AND NOT EXISTS (SELECT FROM membership m WHERE m.account_id = a.id)
          AND NOT (a.is_admin AND EXISTS (SELECT FROM program)
                   AND NOT EXISTS (SELECT FROM account o WHERE o.is_admin AND o.deactivated_at IS NULL AND o.id <> ALL ($1)))`,
      [accountIds],
    )
    return gone[1]
  }
}
