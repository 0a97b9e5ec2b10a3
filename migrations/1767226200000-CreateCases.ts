import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateCases1767226200000 implements MigrationInterface {
  name = 'CreateCases1767226200000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE case_line (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        position integer NOT NULL,
        kind text NOT NULL,
        name text NOT NULL,
        driver text NOT NULL,
        annual_volume_low double precision,
        annual_volume_likely double precision,
        annual_volume_high double precision,
        money_per_unit_low_cents double precision,
        money_per_unit_likely_cents double precision,
        money_per_unit_high_cents double precision,
        realisation_low double precision,
        realisation_likely double precision,
        realisation_high double precision,
        amount_low_cents bigint,
        amount_likely_cents bigint,
        amount_high_cents bigint,
        adoption double precision[] NOT NULL DEFAULT '{}',
        benefit_class text,
        owner_id uuid,
        source text NOT NULL,
        finance_status text NOT NULL DEFAULT 'proposed',
        finance_figure_cents bigint,
        finance_reason text NOT NULL DEFAULT '',
        finance_by_id uuid,
        finance_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_case_line PRIMARY KEY (id),
        CONSTRAINT uq_case_line_name UNIQUE (pilot_id, name),
        CONSTRAINT fk_case_line_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_case_line_owner FOREIGN KEY (owner_id) REFERENCES account (id),
        CONSTRAINT fk_case_line_finance_by FOREIGN KEY (finance_by_id) REFERENCES account (id),
        CONSTRAINT ck_case_line_kind CHECK (kind IN ('benefit', 'disbenefit', 'oneOffCost', 'runningCost')),
        CONSTRAINT ck_case_line_driver CHECK (driver IN ('finding', 'entered')),
        CONSTRAINT ck_case_line_benefit_class CHECK (benefit_class IN ('cashReleasing', 'revenue', 'costAvoidance', 'nonCash')),
        CONSTRAINT ck_case_line_finance_status CHECK (finance_status IN ('proposed', 'accepted', 'reduced', 'refused'))
      )
    `)
    await runner.query(`
      CREATE TABLE case_appraisal (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        number integer NOT NULL,
        inputs jsonb NOT NULL,
        inputs_digest text NOT NULL,
        seed text NOT NULL,
        draws integer NOT NULL,
        result jsonb NOT NULL,
        engine_version text NOT NULL,
        computed_at timestamptz NOT NULL,
        CONSTRAINT pk_case_appraisal PRIMARY KEY (id),
        CONSTRAINT uq_case_appraisal_number UNIQUE (pilot_id, number),
        CONSTRAINT fk_case_appraisal_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE case_appraisal')
    await runner.query('DROP TABLE case_line')
  }
}
