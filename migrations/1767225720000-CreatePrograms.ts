import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreatePrograms1767225720000 implements MigrationInterface {
  name = 'CreatePrograms1767225720000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE program (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        name text NOT NULL,
        vision text NOT NULL,
        currency text NOT NULL DEFAULT 'EUR',
        time_zone text NOT NULL DEFAULT 'UTC',
        locale text NOT NULL DEFAULT 'en-GB',
        discount_rate double precision NOT NULL,
        horizon_years integer NOT NULL DEFAULT 3,
        evidence_bar integer NOT NULL DEFAULT 3,
        raters_needed integer NOT NULL DEFAULT 3,
        is_sample boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_program PRIMARY KEY (id),
        CONSTRAINT ck_program_discount_rate CHECK (discount_rate > -1 AND discount_rate <= 1),
        CONSTRAINT ck_program_horizon_years CHECK (horizon_years BETWEEN 1 AND 20),
        CONSTRAINT ck_program_evidence_bar CHECK (evidence_bar BETWEEN 1 AND 5),
        CONSTRAINT ck_program_raters_needed CHECK (raters_needed BETWEEN 1 AND 20)
      )
    `)
    await runner.query(`
      CREATE UNIQUE INDEX uq_program_sample ON program (is_sample) WHERE is_sample
    `)
    await runner.query(`
      CREATE TABLE department (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid NOT NULL,
        name text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_department PRIMARY KEY (id),
        CONSTRAINT uq_department_name UNIQUE (program_id, name),
        CONSTRAINT fk_department_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE
      )
    `)
    await runner.query(`
      CREATE TABLE membership (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid NOT NULL,
        account_id uuid NOT NULL,
        roles text[] NOT NULL,
        department_id uuid,
        is_department_head boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL,
        ended_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_membership PRIMARY KEY (id),
        CONSTRAINT uq_membership_account UNIQUE (program_id, account_id),
        CONSTRAINT fk_membership_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
        CONSTRAINT fk_membership_account FOREIGN KEY (account_id) REFERENCES account (id),
        CONSTRAINT fk_membership_department FOREIGN KEY (department_id) REFERENCES department (id),
        CONSTRAINT ck_membership_roles CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['lead', 'sponsor', 'finance', 'member', 'viewer'])
      )
    `)
    await runner.query(`
      CREATE INDEX ix_membership_account ON membership (account_id)
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE membership')
    await runner.query('DROP TABLE department')
    await runner.query('DROP TABLE program')
  }
}
