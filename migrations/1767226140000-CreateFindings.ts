import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateFindings1767226140000 implements MigrationInterface {
  name = 'CreateFindings1767226140000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE finding (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        metric_id uuid NOT NULL,
        number integer NOT NULL,
        role text NOT NULL,
        method text NOT NULL,
        engine_version text NOT NULL,
        plan_hash text NOT NULL,
        inputs jsonb NOT NULL,
        inputs_digest text NOT NULL,
        result jsonb NOT NULL,
        estimate double precision,
        standard_error double precision,
        interval_lower double precision,
        interval_upper double precision,
        p_value double precision,
        not_estimable text,
        verdict text NOT NULL,
        verdict_provisional boolean NOT NULL DEFAULT false,
        evidence_level integer NOT NULL,
        evidence_reasons jsonb NOT NULL,
        fired_rule jsonb,
        fired_action text,
        sentence text NOT NULL,
        checks jsonb NOT NULL,
        working jsonb,
        is_final boolean NOT NULL,
        computed_at timestamptz NOT NULL,
        computed_by_id uuid NOT NULL,
        CONSTRAINT pk_finding PRIMARY KEY (id),
        CONSTRAINT uq_finding_number UNIQUE (pilot_id, metric_id, number),
        CONSTRAINT fk_finding_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_finding_metric FOREIGN KEY (metric_id) REFERENCES metric (id),
        CONSTRAINT fk_finding_computed_by FOREIGN KEY (computed_by_id) REFERENCES account (id),
        CONSTRAINT ck_finding_role CHECK (role IN ('primary', 'secondary', 'guardrail')),
        CONSTRAINT ck_finding_verdict CHECK (verdict IN ('works', 'harms', 'noMeaningfulEffect', 'dontKnow', 'notDelivered')),
        CONSTRAINT ck_finding_evidence_level CHECK (evidence_level BETWEEN 1 AND 5),
        CONSTRAINT ck_finding_fired_action CHECK (fired_action IN ('scale', 'extend', 'adapt', 'stop')),
        CONSTRAINT ck_finding_primary_fires CHECK ((role = 'primary') = (fired_action IS NOT NULL) AND (role = 'primary') = (fired_rule IS NOT NULL))
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE finding')
  }
}
