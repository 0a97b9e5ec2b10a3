import { type MigrationInterface, type QueryRunner } from 'typeorm'

/** What was found, sealed or logged stays as it was written, whoever reaches for it with SQL. */
export class KeepWhatIsWritten1767226270000 implements MigrationInterface {
  name = 'KeepWhatIsWritten1767226270000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
      END
      $$
    `)
    // rows go with what they belong to, by its cascade, and then it is gone already; alone they stay
    await runner.query(`
      CREATE FUNCTION refuse_removal_before() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        stands boolean;
      BEGIN
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', TG_ARGV[0])
          INTO stands USING (to_jsonb(OLD) ->> TG_ARGV[1])::uuid;
        IF stands THEN
          RAISE EXCEPTION '%', TG_ARGV[2] USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
        END IF;
        RETURN OLD;
      END
      $$
    `)
    for (const { table, parent, column, changed, removed } of KEPT) {
      await runner.query(`
        CREATE TRIGGER ${table}_stays BEFORE UPDATE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION refuse_change('${changed}')
      `)
      await runner.query(`
        CREATE TRIGGER ${table}_goes_with_${parent} BEFORE DELETE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION refuse_removal_before('${parent}', '${column}', '${removed}')
      `)
    }
    await runner.query(`
      CREATE TRIGGER plan_stays_locked BEFORE UPDATE ON plan
        FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL)
        EXECUTE FUNCTION refuse_change('A locked plan stays as it was locked; it changes by amendments.')
    `)
    await runner.query(`
      CREATE TRIGGER plan_goes_with_pilot BEFORE DELETE ON plan
        FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL)
        EXECUTE FUNCTION refuse_removal_before('pilot', 'pilot_id', 'A locked plan is removed with its pilot alone.')
    `)
    // the entries of a program's log go with its chain, and the chain after its program
    await runner.query('ALTER TABLE audit_entry DROP CONSTRAINT fk_audit_entry_chain')
    await runner.query(`
      ALTER TABLE audit_entry ADD CONSTRAINT fk_audit_entry_chain
        FOREIGN KEY (chain_id) REFERENCES audit_chain (id) ON DELETE CASCADE
    `)
    await runner.query(`
      CREATE TRIGGER audit_chain_goes_with_program BEFORE DELETE ON audit_chain
        FOR EACH ROW WHEN (OLD.program_id IS NOT NULL)
        EXECUTE FUNCTION refuse_removal_before('program', 'program_id', 'The log of a program is removed after its program alone.')
    `)
    await runner.query(`
      CREATE TRIGGER audit_chain_of_installation_stays BEFORE DELETE ON audit_chain
        FOR EACH ROW WHEN (OLD.program_id IS NULL)
        EXECUTE FUNCTION refuse_change('The log of the installation is never removed.')
    `)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER audit_chain_of_installation_stays ON audit_chain')
    await runner.query('DROP TRIGGER audit_chain_goes_with_program ON audit_chain')
    await runner.query('ALTER TABLE audit_entry DROP CONSTRAINT fk_audit_entry_chain')
    await runner.query(`
      ALTER TABLE audit_entry ADD CONSTRAINT fk_audit_entry_chain FOREIGN KEY (chain_id) REFERENCES audit_chain (id)
    `)
    await runner.query('DROP TRIGGER plan_goes_with_pilot ON plan')
    await runner.query('DROP TRIGGER plan_stays_locked ON plan')
    for (const { table, parent } of KEPT) {
      await runner.query(`DROP TRIGGER ${table}_goes_with_${parent} ON ${table}`)
      await runner.query(`DROP TRIGGER ${table}_stays ON ${table}`)
    }
    await runner.query('DROP FUNCTION refuse_removal_before')
    await runner.query('DROP FUNCTION refuse_change')
  }
}

const KEPT = [
  {
    table: 'finding',
    parent: 'pilot',
    column: 'pilot_id',
    changed: 'A finding is written once and never changed.',
    removed: 'A finding is removed with its pilot alone.',
  },
  {
    table: 'plan_amendment',
    parent: 'plan',
    column: 'plan_id',
    changed: 'An amendment is written once and never changed.',
    removed: 'An amendment is removed with its plan alone.',
  },
  {
    table: 'audit_entry',
    parent: 'audit_chain',
    column: 'chain_id',
    changed: 'An entry of the audit log is written once and never changed.',
    removed: 'An entry of the audit log is removed with the whole log of its program alone.',
  },
] as const
