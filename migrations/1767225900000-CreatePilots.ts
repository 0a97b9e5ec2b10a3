import { type MigrationInterface, type QueryRunner } from 'typeorm'

export class CreatePilots1767225900000 implements MigrationInterface {
  name = 'CreatePilots1767225900000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pilot (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        program_id uuid NOT NULL,
        number integer NOT NULL,
        title text NOT NULL,
        state text NOT NULL DEFAULT 'draft',
        proposer_id uuid NOT NULL,
        owner_id uuid,
        sponsor_id uuid,
        parent_id uuid,
        journey_id uuid,
        journey_version integer,
        metric_id uuid,
        change text NOT NULL DEFAULT '',
        for_whom text NOT NULL DEFAULT '',
        expected_effect text NOT NULL DEFAULT '',
        because text NOT NULL DEFAULT '',
        vision_sentence text NOT NULL DEFAULT '',
        smallest_effect double precision,
        starts_on date,
        ends_on date,
        budget_cents bigint,
        budget_source text NOT NULL DEFAULT '',
        most_customers integer,
        most_spend_cents bigint,
        stop_rule text NOT NULL DEFAULT '',
        rollback_step text NOT NULL DEFAULT '',
        arrivals_per_week double precision,
        share_delivered double precision,
        share_delivered_source text NOT NULL DEFAULT '',
        scoring_closed_at timestamptz,
        paused_at timestamptz,
        submitted_at timestamptz,
        selected_at timestamptz,
        launched_at timestamptz,
        concluded_at timestamptz,
        decided_at timestamptz,
        state_since timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_pilot PRIMARY KEY (id),
        CONSTRAINT uq_pilot_number UNIQUE (program_id, number),
        CONSTRAINT uq_pilot_title UNIQUE (program_id, title),
        CONSTRAINT fk_pilot_program FOREIGN KEY (program_id) REFERENCES program (id) ON DELETE CASCADE,
        CONSTRAINT fk_pilot_proposer FOREIGN KEY (proposer_id) REFERENCES account (id),
        CONSTRAINT fk_pilot_owner FOREIGN KEY (owner_id) REFERENCES account (id),
        CONSTRAINT fk_pilot_sponsor FOREIGN KEY (sponsor_id) REFERENCES account (id),
        CONSTRAINT fk_pilot_parent FOREIGN KEY (parent_id) REFERENCES pilot (id) ON DELETE SET NULL,
        CONSTRAINT fk_pilot_journey FOREIGN KEY (journey_id) REFERENCES journey (id),
        CONSTRAINT fk_pilot_metric FOREIGN KEY (metric_id) REFERENCES metric (id),
        CONSTRAINT ck_pilot_state CHECK (state IN ('draft', 'proposed', 'approved', 'running', 'concluded', 'scaling', 'sustained', 'stopped', 'withdrawn')),
        CONSTRAINT ck_pilot_timebox CHECK (ends_on >= starts_on),
        CONSTRAINT ck_pilot_smallest_effect CHECK (smallest_effect > 0),
        CONSTRAINT ck_pilot_budget CHECK (budget_cents >= 0),
        CONSTRAINT ck_pilot_share_delivered CHECK (share_delivered BETWEEN 0 AND 1)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_list ON pilot (program_id, state, state_since)
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_since ON pilot (program_id, state_since)
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_ends ON pilot (program_id, ends_on, number)
    `)
    // the states in the order of a pilot's life, as the list sorts them
    await runner.query(`
      CREATE INDEX ix_pilot_life ON pilot (program_id, (CASE state WHEN 'draft' THEN 0 WHEN 'proposed' THEN 1 WHEN 'approved' THEN 2 WHEN 'running' THEN 3 WHEN 'concluded' THEN 4 WHEN 'scaling' THEN 5 WHEN 'sustained' THEN 6 WHEN 'stopped' THEN 7 WHEN 'withdrawn' THEN 8 END), number)
    `)
    // what the list searches: whole words and their beginnings, without an extension that a server might lack
    await runner.query(`
      CREATE INDEX ix_pilot_words ON pilot USING gin (to_tsvector('simple'::regconfig, title || ' ' || change))
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_parent ON pilot (parent_id)
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_proposer ON pilot (proposer_id)
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_owner ON pilot (owner_id)
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_sponsor ON pilot (sponsor_id, state)
    `)
    await runner.query(`
      CREATE TABLE pilot_segment (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        kind text NOT NULL,
        key uuid NOT NULL,
        CONSTRAINT pk_pilot_segment PRIMARY KEY (id),
        CONSTRAINT uq_pilot_segment_key UNIQUE (pilot_id, key),
        CONSTRAINT fk_pilot_segment_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT ck_pilot_segment_kind CHECK (kind IN ('stage', 'handoff'))
      )
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_segment_key ON pilot_segment (key)
    `)
    await runner.query(`
      CREATE TABLE pilot_team_member (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        account_id uuid NOT NULL,
        added_at timestamptz NOT NULL,
        CONSTRAINT pk_pilot_team_member PRIMARY KEY (id),
        CONSTRAINT uq_pilot_team_member_account UNIQUE (pilot_id, account_id),
        CONSTRAINT fk_pilot_team_member_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_pilot_team_member_account FOREIGN KEY (account_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_team_member_account ON pilot_team_member (account_id)
    `)
    await runner.query(`
      CREATE TABLE gate_passage (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        transition text NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        actor_id uuid NOT NULL,
        at timestamptz NOT NULL,
        reason text NOT NULL DEFAULT '',
        criteria jsonb NOT NULL,
        CONSTRAINT pk_gate_passage PRIMARY KEY (id),
        CONSTRAINT fk_gate_passage_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_gate_passage_actor FOREIGN KEY (actor_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_gate_passage_pilot ON gate_passage (pilot_id, at)
    `)
    await runner.query(`
      CREATE TABLE criterion_override (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        gate text NOT NULL,
        criterion text NOT NULL,
        reason text NOT NULL,
        actor_id uuid NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_criterion_override PRIMARY KEY (id),
        CONSTRAINT uq_criterion_override UNIQUE (pilot_id, gate, criterion),
        CONSTRAINT fk_criterion_override_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_criterion_override_actor FOREIGN KEY (actor_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE TABLE pilot_comment (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        author_id uuid NOT NULL,
        body text NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT pk_pilot_comment PRIMARY KEY (id),
        CONSTRAINT fk_pilot_comment_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_pilot_comment_author FOREIGN KEY (author_id) REFERENCES account (id)
      )
    `)
    await runner.query(`
      CREATE INDEX ix_pilot_comment_pilot ON pilot_comment (pilot_id, at)
    `)
    await runner.query(`
      CREATE TABLE objection (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        pilot_id uuid NOT NULL,
        author_id uuid NOT NULL,
        body text NOT NULL,
        at timestamptz NOT NULL,
        answer text,
        answered_by_id uuid,
        answered_at timestamptz,
        withdrawn_at timestamptz,
        CONSTRAINT pk_objection PRIMARY KEY (id),
        CONSTRAINT fk_objection_pilot FOREIGN KEY (pilot_id) REFERENCES pilot (id) ON DELETE CASCADE,
        CONSTRAINT fk_objection_author FOREIGN KEY (author_id) REFERENCES account (id),
        CONSTRAINT fk_objection_answered_by FOREIGN KEY (answered_by_id) REFERENCES account (id),
        CONSTRAINT ck_objection_answer CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by_id IS NULL))
      )
    `)
    await runner.query(`
      CREATE INDEX ix_objection_pilot ON objection (pilot_id, at)
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE objection')
    await runner.query('DROP TABLE pilot_comment')
    await runner.query('DROP TABLE criterion_override')
    await runner.query('DROP TABLE gate_passage')
    await runner.query('DROP TABLE pilot_team_member')
    await runner.query('DROP TABLE pilot_segment')
    await runner.query('DROP TABLE pilot')
  }
}
