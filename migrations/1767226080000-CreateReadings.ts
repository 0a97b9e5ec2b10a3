import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateReadings1767226080000 implements MigrationInterface {
  name = 'CreateReadings1767226080000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reading_import (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        kind text NOT NULL,
        state text NOT NULL,
        source text NOT NULL,
        file_name text,
        checksum text NOT NULL,
        size_bytes bigint NOT NULL DEFAULT 0,
        mapping jsonb,
        checked jsonb,
        row_count integer NOT NULL DEFAULT 0,
        missing_count integer NOT NULL DEFAULT 0,
        duplicate_count integer NOT NULL DEFAULT 0,
        missing_by_cell jsonb NOT NULL DEFAULT '[]',
        actor_id uuid NOT NULL,
        at timestamptz NOT NULL,
        committed_at timestamptz,
        committed_by_id uuid,
        undone_at timestamptz,
        undone_by_id uuid,
        undone_because text,
        CONSTRAINT pk_reading_import PRIMARY KEY (id),
        CONSTRAINT fk_reading_import_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_reading_import_actor FOREIGN KEY (actor_id) REFERENCES account (id),
        CONSTRAINT fk_reading_import_committed_by FOREIGN KEY (committed_by_id) REFERENCES account (id),
        CONSTRAINT fk_reading_import_undone_by FOREIGN KEY (undone_by_id) REFERENCES account (id),
        CONSTRAINT ck_reading_import_kind CHECK (kind IN ('rows', 'summary')),
        CONSTRAINT ck_reading_import_state CHECK (state IN ('uploaded', 'committed', 'undone', 'discarded'))
      )
    `)
    await runner.query(`
      CREATE INDEX ix_reading_import_pilot ON reading_import (pilot_id, at)
    `)
    await runner.query(`
      CREATE UNIQUE INDEX uq_reading_import_checksum ON reading_import (pilot_id, checksum) WHERE state = 'committed'
    `)
    await runner.query(`
      CREATE TABLE reading (
        import_id uuid NOT NULL,
        line integer NOT NULL,
        metric_id uuid NOT NULL,
        unit text NOT NULL,
        arm text NOT NULL,
        period text NOT NULL,
        day date,
        cluster text,
        value double precision NOT NULL,
        exposure double precision,
        pre_value double precision,
        CONSTRAINT pk_reading PRIMARY KEY (import_id, metric_id, line),
        CONSTRAINT ck_reading_arm CHECK (arm IN ('control', 'treatment')),
        CONSTRAINT ck_reading_period CHECK (period IN ('baseline', 'outcome'))
      )
    `)
    // Foreign keys on this table would cost a million rows 17 seconds of 23. Rows come only with their import, in its
    // transaction; their metric is held by the foreign key of their cells; and they go with their import, by this trigger.
    await runner.query(`
      CREATE FUNCTION forget_readings() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM reading WHERE import_id IN (SELECT id FROM gone);
        RETURN NULL;
      END
      $$
    `)
    await runner.query(`
      CREATE TRIGGER reading_import_forgets_readings AFTER DELETE ON reading_import
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION forget_readings()
    `)
    await runner.query(`
      CREATE TABLE reading_cell (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        import_id uuid NOT NULL,
        metric_id uuid NOT NULL,
        arm text NOT NULL,
        period text NOT NULL,
        cluster text,
        day date,
        n bigint NOT NULL,
        mean double precision NOT NULL,
        m2 double precision NOT NULL,
        exposure double precision,
        CONSTRAINT pk_reading_cell PRIMARY KEY (id),
        CONSTRAINT uq_reading_cell UNIQUE NULLS NOT DISTINCT (import_id, metric_id, arm, period, cluster, day),
        CONSTRAINT fk_reading_cell_import FOREIGN KEY (import_id) REFERENCES reading_import (id) ON DELETE CASCADE,
        CONSTRAINT fk_reading_cell_metric FOREIGN KEY (metric_id) REFERENCES metric (id),
        CONSTRAINT ck_reading_cell_arm CHECK (arm IN ('control', 'treatment')),
        CONSTRAINT ck_reading_cell_period CHECK (period IN ('baseline', 'outcome')),
        CONSTRAINT ck_reading_cell_n CHECK (n > 0 AND m2 >= 0)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_reading_cell_metric ON reading_cell (metric_id, import_id)
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reading_cell')
    await runner.query('DROP TABLE reading')
    await runner.query('DROP TABLE reading_import')
    await runner.query('DROP FUNCTION forget_readings')
  }
}
