import { LessThan } from 'typeorm'
import type { Transaction } from '../platform/database/database'
import type { AttemptLimit } from './signIn.rules'
import { SignInAttempt } from './signInAttempt.entity'

export class SignInStore {
  constructor(private readonly tx: Transaction) {}

  /**
   * Counts one attempt for each key and tells how many there have been in its span. Counted before the password is
   * looked at, so that a hundred attempts at the same moment are a hundred attempts.
   */
  async count(limits: readonly AttemptLimit[], now: Date): Promise<Map<string, { attempts: number; endsAt: Date }>> {
    const ordered = [...limits].sort((one, other) => (one.key < other.key ? -1 : 1)) // one order of locks for all
    const rows = await this.tx.query<{ key: string; attempts: number; endsAt: Date }[]>(
      `INSERT INTO sign_in_attempt AS old (key, attempts, ends_at)
       SELECT key, 1, $3::timestamptz + span_ms * interval '1 millisecond'
         FROM unnest($1::text[], $2::float8[]) AS limits (key, span_ms)
       ON CONFLICT (key) DO UPDATE
          SET attempts = CASE WHEN old.ends_at <= $3 THEN 1 ELSE old.attempts + 1 END,
              ends_at = CASE WHEN old.ends_at <= $3 THEN excluded.ends_at ELSE old.ends_at END
       RETURNING key, attempts, ends_at AS "endsAt"`,
      [ordered.map(({ key }) => key), ordered.map(({ spanMs }) => spanMs), now],
    )
    return new Map(rows.map(({ key, ...count }) => [key, count]))
  }

  /** @returns how many counts were over */
  async forgetOver(now: Date): Promise<number> {
    const { affected } = await this.tx.delete(SignInAttempt, { endsAt: LessThan(now) })
    return affected ?? 0
  }

  /** Forgets keys, takes back one attempt of others, and clears away what is over. */
  async forgive({ wholly, once }: { wholly: readonly string[]; once: readonly string[] }, now: Date): Promise<void> {
    await this.tx.query('UPDATE sign_in_attempt SET attempts = greatest(0, attempts - 1) WHERE key = ANY($1)', [once])
    await this.tx.query('DELETE FROM sign_in_attempt WHERE key = ANY($1) OR ends_at <= $2', [wholly, now])
  }
}
