import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateMetrics1767225840000 implements MigrationInterface {
  name = 'CreateMetrics1767225840000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE metric (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        unit text NOT NULL DEFAULT '',
        direction text NOT NULL,
        perspective text NOT NULL,
        smallest_effect double precision,
        guardrail_margin double precision,
        money_per_unit_cents bigint,
        created_at timestamptz NOT NULL,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_metric PRIMARY KEY (id),
        CONSTRAINT uq_metric_name UNIQUE (program_id, name),
        CONSTRAINT fk_metric_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
        CONSTRAINT ck_metric_kind CHECK (kind IN ('proportion', 'mean', 'count', 'ratio', 'nps', 'duration')),
        CONSTRAINT ck_metric_direction CHECK (direction IN ('higher', 'lower')),
        CONSTRAINT ck_metric_perspective CHECK (perspective IN ('customer', 'internal')),
        CONSTRAINT ck_metric_smallest_effect CHECK (smallest_effect > 0),
        CONSTRAINT ck_metric_guardrail_margin CHECK (guardrail_margin > 0)
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE metric')
  }
}
