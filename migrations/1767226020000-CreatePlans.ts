import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreatePlans1767226020000 implements MigrationInterface {
  name = 'CreatePlans1767226020000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        design text NOT NULL,
        pairing text NOT NULL DEFAULT 'independent',
        alpha double precision NOT NULL,
        smallest_effect double precision NOT NULL,
        planned_per_arm integer,
        baseline_value double precision,
        baseline_sd double precision,
        minimum_delivered double precision NOT NULL,
        allocation_treatment double precision NOT NULL,
        decision_rule jsonb NOT NULL,
        locked_at timestamptz,
        locked_by_id uuid,
        canonical text,
        hash text,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_plan PRIMARY KEY (id),
        CONSTRAINT uq_plan_pilot UNIQUE (pilot_id),
        CONSTRAINT fk_plan_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_plan_locked_by FOREIGN KEY (locked_by_id) REFERENCES account (id),
        CONSTRAINT ck_plan_design CHECK (design IN ('randomised', 'clusterRandomised', 'comparison', 'beforeAfter', 'timeSeries', 'syntheticControl', 'benchmark')),
        CONSTRAINT ck_plan_pairing CHECK (pairing IN ('independent', 'paired')),
        CONSTRAINT ck_plan_alpha CHECK (alpha > 0 AND alpha < 1),
        CONSTRAINT ck_plan_smallest_effect CHECK (smallest_effect > 0),
        CONSTRAINT ck_plan_minimum_delivered CHECK (minimum_delivered BETWEEN 0 AND 1),
        CONSTRAINT ck_plan_allocation_treatment CHECK (allocation_treatment > 0 AND allocation_treatment < 1),
        CONSTRAINT ck_plan_locked CHECK ((locked_at IS NULL) = (hash IS NULL) AND (locked_at IS NULL) = (canonical IS NULL))
      )
    `)
    await runner.query(`
      CREATE TABLE plan_metric (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        plan_id uuid NOT NULL,
        metric_id uuid NOT NULL,
        role text NOT NULL,
        margin double precision,
        CONSTRAINT pk_plan_metric PRIMARY KEY (id),
        CONSTRAINT uq_plan_metric_metric UNIQUE (plan_id, metric_id),
        CONSTRAINT fk_plan_metric_plan FOREIGN KEY (plan_id) REFERENCES plan (id) ON DELETE CASCADE,
        CONSTRAINT fk_plan_metric_metric FOREIGN KEY (metric_id) REFERENCES metric (id),
        CONSTRAINT ck_plan_metric_role CHECK (role IN ('primary', 'secondary', 'guardrail')),
        CONSTRAINT ck_plan_metric_margin CHECK ((role = 'guardrail') = (margin IS NOT NULL) AND margin > 0)
      )
    `)
    await runner.query(`
      CREATE UNIQUE INDEX uq_plan_metric_primary ON plan_metric (plan_id) WHERE role = 'primary'
    `)
    await runner.query(`
      CREATE TABLE plan_amendment (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        plan_id uuid NOT NULL,
        number integer NOT NULL,
        reason text NOT NULL,
        canonical text NOT NULL,
        hash text NOT NULL,
        at timestamptz NOT NULL,
        actor_id uuid NOT NULL,
        after_first_outcome boolean NOT NULL,
        CONSTRAINT pk_plan_amendment PRIMARY KEY (id),
        CONSTRAINT uq_plan_amendment_number UNIQUE (plan_id, number),
        CONSTRAINT fk_plan_amendment_plan FOREIGN KEY (plan_id) REFERENCES plan (id) ON DELETE CASCADE,
        CONSTRAINT fk_plan_amendment_actor FOREIGN KEY (actor_id) REFERENCES account (id)
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE plan_amendment')
    await runner.query('DROP TABLE plan_metric')
    await runner.query('DROP TABLE plan')
  }
}
