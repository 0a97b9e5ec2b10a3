import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateAudit1767225600000 implements MigrationInterface {
  name = 'CreateAudit1767225600000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_chain (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid,
        length bigint NOT NULL DEFAULT 0,
        head_hash text NOT NULL,
        CONSTRAINT pk_audit_chain PRIMARY KEY (id),
        CONSTRAINT uq_audit_chain_program UNIQUE NULLS NOT DISTINCT (program_id)
      )
    `)
    await runner.query(`
      CREATE TABLE audit_entry (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        chain_id uuid NOT NULL,
        position bigint NOT NULL,
        at timestamptz NOT NULL,
        actor_id uuid,
        actor_name text NOT NULL,
        action text NOT NULL,
        subject_kind text NOT NULL,
        subject_id uuid,
        details jsonb NOT NULL,
        previous_hash text NOT NULL,
        hash text NOT NULL,
        CONSTRAINT pk_audit_entry PRIMARY KEY (id),
        CONSTRAINT uq_audit_entry_position UNIQUE (chain_id, position),
        CONSTRAINT fk_audit_entry_chain FOREIGN KEY (chain_id) REFERENCES audit_chain (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_audit_entry_subject ON audit_entry (subject_kind, subject_id, at)
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_entry')
    await runner.query('DROP TABLE audit_chain')
  }
}
