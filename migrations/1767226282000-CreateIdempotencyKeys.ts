import { type MigrationInterface, type QueryRunner } from 'typeorm'

/** Keys under which programs send a deed, so that one sent again is done once. */
export class CreateIdempotencyKeys1767226282000 implements MigrationInterface {
  name = 'CreateIdempotencyKeys1767226282000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        account_id uuid NOT NULL,
        key text NOT NULL,
        request text NOT NULL,
        taken_at timestamptz NOT NULL,
        answer jsonb,
        CONSTRAINT pk_idempotency_key PRIMARY KEY (account_id, key),
        CONSTRAINT fk_idempotency_key_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
      )`)
    await runner.query('CREATE INDEX ix_idempotency_key_taken ON idempotency_key (taken_at)')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE idempotency_key')
  }
}
