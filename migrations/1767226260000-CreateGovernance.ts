import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateGovernance1767226260000 implements MigrationInterface {
  name = 'CreateGovernance1767226260000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE decision (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        number integer NOT NULL,
        choice text NOT NULL,
        reason text NOT NULL,
        conditions text NOT NULL DEFAULT '',
        new_end_on date,
        fired_action text NOT NULL,
        opposes_rule boolean NOT NULL,
        state text NOT NULL,
        finding_id uuid,
        decided_by_id uuid NOT NULL,
        decided_at timestamptz NOT NULL,
        second_sponsor_id uuid,
        second_reason text,
        second_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_decision PRIMARY KEY (id),
        CONSTRAINT uq_decision_number UNIQUE (pilot_id, number),
        CONSTRAINT fk_decision_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_decision_finding FOREIGN KEY (finding_id) REFERENCES finding (id),
        CONSTRAINT fk_decision_decided_by FOREIGN KEY (decided_by_id) REFERENCES account (id),
        CONSTRAINT fk_decision_second_sponsor FOREIGN KEY (second_sponsor_id) REFERENCES account (id),
        CONSTRAINT ck_decision_choice CHECK (choice IN ('scale', 'extend', 'adapt', 'stop')),
        CONSTRAINT ck_decision_fired_action CHECK (fired_action IN ('scale', 'extend', 'adapt', 'stop')),
        CONSTRAINT ck_decision_state CHECK (state IN ('awaitingSecond', 'final', 'refused', 'withdrawn'))
      )
    `)
    await runner.query(`
      CREATE UNIQUE INDEX uq_decision_awaiting ON decision (pilot_id) WHERE state = 'awaitingSecond'
    `)
    await runner.query(`
      CREATE TABLE quality_review (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        actor_id uuid NOT NULL,
        at timestamptz NOT NULL,
        remark text NOT NULL DEFAULT '',
        CONSTRAINT pk_quality_review PRIMARY KEY (id),
        CONSTRAINT fk_quality_review_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_quality_review_actor FOREIGN KEY (actor_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_quality_review_pilot ON quality_review (pilot_id, at)
    `)
    await runner.query(`
      CREATE TABLE benefit_reading (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        case_line_id uuid NOT NULL,
        amount_cents bigint NOT NULL,
        source text NOT NULL,
        actor_id uuid NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_benefit_reading PRIMARY KEY (id),
        CONSTRAINT fk_benefit_reading_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_benefit_reading_line FOREIGN KEY (case_line_id) REFERENCES case_line (id) ON DELETE CASCADE,
        CONSTRAINT fk_benefit_reading_actor FOREIGN KEY (actor_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_benefit_reading_line ON benefit_reading (case_line_id, at)
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE benefit_reading')
    await runner.query('DROP TABLE quality_review')
    await runner.query('DROP TABLE decision')
  }
}
