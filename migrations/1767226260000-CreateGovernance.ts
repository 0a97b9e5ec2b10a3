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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE decision')
  }
}
