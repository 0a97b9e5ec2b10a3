import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreateScoring1767225960000 implements MigrationInterface {
  name = 'CreateScoring1767225960000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE scoring_model (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid NOT NULL,
        number integer NOT NULL,
        created_at timestamptz NOT NULL,
        created_by_id uuid,
        CONSTRAINT pk_scoring_model PRIMARY KEY (id),
        CONSTRAINT uq_scoring_model_number UNIQUE (program_id, number),
        CONSTRAINT fk_scoring_model_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
        CONSTRAINT fk_scoring_model_created_by FOREIGN KEY (created_by_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE TABLE scoring_criterion (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        scoring_model_id uuid NOT NULL,
        position integer NOT NULL,
        axis text NOT NULL,
        name text NOT NULL,
        weight double precision NOT NULL,
        direction text NOT NULL,
        rubric text[] NOT NULL,
        CONSTRAINT pk_scoring_criterion PRIMARY KEY (id),
        CONSTRAINT uq_scoring_criterion_position UNIQUE (scoring_model_id, position),
        CONSTRAINT fk_scoring_criterion_model FOREIGN KEY (scoring_model_id) REFERENCES scoring_model (id) ON DELETE CASCADE,
        CONSTRAINT ck_scoring_criterion_axis CHECK (axis IN ('impact', 'complexity')),
        CONSTRAINT ck_scoring_criterion_direction CHECK (direction IN ('higher', 'lower')),
        CONSTRAINT ck_scoring_criterion_weight CHECK (weight > 0),
        CONSTRAINT ck_scoring_criterion_rubric CHECK (cardinality(rubric) = 5)
      )
    `)
    await runner.query(`
      CREATE TABLE rater_invitation (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        account_id uuid NOT NULL,
        invited_by_id uuid NOT NULL,
        invited_at timestamptz NOT NULL,
        CONSTRAINT pk_rater_invitation PRIMARY KEY (id),
        CONSTRAINT uq_rater_invitation_account UNIQUE (pilot_id, account_id),
        CONSTRAINT fk_rater_invitation_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_rater_invitation_account FOREIGN KEY (account_id) REFERENCES account (id),
        CONSTRAINT fk_rater_invitation_invited_by FOREIGN KEY (invited_by_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_rater_invitation_account ON rater_invitation (account_id)
    `)
    await runner.query(`
      CREATE TABLE score (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        rater_id uuid NOT NULL,
        scoring_model_id uuid NOT NULL,
        round integer NOT NULL DEFAULT 1,
        impact double precision NOT NULL,
        complexity double precision NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_score PRIMARY KEY (id),
        CONSTRAINT uq_score_rater UNIQUE (pilot_id, rater_id, round),
        CONSTRAINT fk_score_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_score_rater FOREIGN KEY (rater_id) REFERENCES account (id),
        CONSTRAINT fk_score_model FOREIGN KEY (scoring_model_id) REFERENCES scoring_model (id),
        CONSTRAINT ck_score_axes CHECK (impact BETWEEN 1 AND 5 AND complexity BETWEEN 1 AND 5)
      )
    `)
    await runner.query(`
      CREATE TABLE score_value (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        score_id uuid NOT NULL,
        scoring_criterion_id uuid NOT NULL,
        value integer NOT NULL,
        reason text NOT NULL DEFAULT '',
        CONSTRAINT pk_score_value PRIMARY KEY (id),
        CONSTRAINT uq_score_value_criterion UNIQUE (score_id, scoring_criterion_id),
        CONSTRAINT fk_score_value_score FOREIGN KEY (score_id) REFERENCES score (id) ON DELETE CASCADE,
        CONSTRAINT fk_score_value_criterion FOREIGN KEY (scoring_criterion_id) REFERENCES scoring_criterion (id),
        CONSTRAINT ck_score_value_value CHECK (value BETWEEN 1 AND 5)
      )
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE score_value')
    await runner.query('DROP TABLE score')
    await runner.query('DROP TABLE rater_invitation')
    await runner.query('DROP TABLE scoring_criterion')
    await runner.query('DROP TABLE scoring_model')
  }
}
