import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateJourneys1767225780000 implements MigrationInterface {
  name = 'CreateJourneys1767225780000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE journey (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid NOT NULL,
        name text NOT NULL,
        owner_id uuid,
        latest_version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        CONSTRAINT pk_journey PRIMARY KEY (id),
        CONSTRAINT uq_journey_name UNIQUE (program_id, name),
        CONSTRAINT fk_journey_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
        CONSTRAINT fk_journey_owner FOREIGN KEY (owner_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE TABLE journey_version (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        journey_id uuid NOT NULL,
        number integer NOT NULL,
        customer_segment text NOT NULL,
        goal text NOT NULL,
        created_at timestamptz NOT NULL,
        created_by_id uuid NOT NULL,
        CONSTRAINT pk_journey_version PRIMARY KEY (id),
        CONSTRAINT uq_journey_version_number UNIQUE (journey_id, number),
        CONSTRAINT fk_journey_version_journey FOREIGN KEY (journey_id) REFERENCES journey (id) ON DELETE CASCADE,
        CONSTRAINT fk_journey_version_created_by FOREIGN KEY (created_by_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE TABLE stage (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        journey_version_id uuid NOT NULL,
        key uuid NOT NULL,
        position integer NOT NULL,
        name text NOT NULL,
        customer_goal text NOT NULL DEFAULT '',
        channel text NOT NULL DEFAULT '',
        department_id uuid,
        CONSTRAINT pk_stage PRIMARY KEY (id),
        CONSTRAINT uq_stage_key UNIQUE (journey_version_id, key),
        CONSTRAINT uq_stage_position UNIQUE (journey_version_id, position),
        CONSTRAINT fk_stage_journey_version FOREIGN KEY (journey_version_id) REFERENCES journey_version (id) ON DELETE CASCADE,
        CONSTRAINT fk_stage_department FOREIGN KEY (department_id) REFERENCES department (id)
      )
    `)
    await runner.query(`
      CREATE TABLE handoff (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        journey_version_id uuid NOT NULL,
        key uuid NOT NULL,
        from_stage_id uuid NOT NULL,
        to_stage_id uuid NOT NULL,
        information_items text[] NOT NULL DEFAULT '{}',
        share_lost double precision,
        share_lost_sample integer,
        wait_hours double precision,
        CONSTRAINT pk_handoff PRIMARY KEY (id),
        CONSTRAINT uq_handoff_key UNIQUE (journey_version_id, key),
        CONSTRAINT uq_handoff_from UNIQUE (from_stage_id),
        CONSTRAINT fk_handoff_journey_version FOREIGN KEY (journey_version_id) REFERENCES journey_version (id) ON DELETE CASCADE,
        CONSTRAINT fk_handoff_from_stage FOREIGN KEY (from_stage_id) REFERENCES stage (id) ON DELETE CASCADE,
        CONSTRAINT fk_handoff_to_stage FOREIGN KEY (to_stage_id) REFERENCES stage (id) ON DELETE CASCADE,
        CONSTRAINT ck_handoff_share_lost CHECK (share_lost BETWEEN 0 AND 1),
        CONSTRAINT ck_handoff_wait_hours CHECK (wait_hours >= 0)
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE handoff')
    await runner.query('DROP TABLE stage')
    await runner.query('DROP TABLE journey_version')
    await runner.query('DROP TABLE journey')
  }
}
