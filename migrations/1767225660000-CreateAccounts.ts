import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateAccounts1767225660000 implements MigrationInterface {
  name = 'CreateAccounts1767225660000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE account (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        email text NOT NULL,
        name text NOT NULL,
        password_hash text,
        is_admin boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        deactivated_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_account PRIMARY KEY (id),
        CONSTRAINT uq_account_email UNIQUE (email),
        CONSTRAINT ck_account_email_lower CHECK (email = lower(email))
      )
    `)
    await runner.query(`
      CREATE TABLE session_family (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        account_id uuid NOT NULL,
        current_hash text NOT NULL,
        previous_hash text,
        rotated_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_because text,
        user_agent text NOT NULL DEFAULT '',
        CONSTRAINT pk_session_family PRIMARY KEY (id),
        CONSTRAINT fk_session_family_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
        CONSTRAINT ck_session_family_ended_because
          CHECK (ended_because IN ('signedOut', 'everywhere', 'reused', 'password', 'deactivated')),
        CONSTRAINT ck_session_family_ended CHECK ((ended_at IS NULL) = (ended_because IS NULL))
      )
    `)
    await runner.query(`
      CREATE INDEX ix_session_family_account ON session_family (account_id)
    `)
    await runner.query(`
      CREATE TABLE account_link (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        kind text NOT NULL,
        token_hash text NOT NULL,
        account_id uuid,
        created_by_id uuid,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        CONSTRAINT pk_account_link PRIMARY KEY (id),
        CONSTRAINT uq_account_link_token UNIQUE (token_hash),
        CONSTRAINT fk_account_link_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
        CONSTRAINT fk_account_link_created_by FOREIGN KEY (created_by_id) REFERENCES account (id) ON DELETE SET NULL,
        CONSTRAINT ck_account_link_kind CHECK (kind IN ('firstAdmin', 'invitation', 'reset', 'signIn'))
      )
    `)
    await runner.query(`
      CREATE INDEX ix_account_link_account ON account_link (account_id)
    `)
    await runner.query(`
      CREATE TABLE access_token (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        account_id uuid NOT NULL,
        name text NOT NULL,
        token_hash text NOT NULL,
        scope text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        CONSTRAINT pk_access_token PRIMARY KEY (id),
        CONSTRAINT uq_access_token_hash UNIQUE (token_hash),
        CONSTRAINT fk_access_token_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE,
        CONSTRAINT ck_access_token_scope CHECK (scope IN ('read', 'write'))
      )
    `)
    await runner.query(`
      CREATE INDEX ix_access_token_account ON access_token (account_id)
    `)
    await runner.query(`
      CREATE TABLE sign_in_attempt (
        key text NOT NULL,
        attempts integer NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT pk_sign_in_attempt PRIMARY KEY (key)
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE sign_in_attempt')
    await runner.query('DROP TABLE access_token')
    await runner.query('DROP TABLE account_link')
    await runner.query('DROP TABLE session_family')
    await runner.query('DROP TABLE account')
  }
}
