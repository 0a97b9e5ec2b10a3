import { type MigrationInterface, type QueryRunner } from 'typeorm'

/** Emptying a table asks none of its rows, so what is kept row by row is kept from TRUNCATE as well. */
export class KeepFromTruncate1767226271000 implements MigrationInterface {
  name = 'KeepFromTruncate1767226271000'

  async up(runner: QueryRunner): Promise<void> {
    for (const { table, refused } of KEPT) {
      await runner.query(`
        CREATE TRIGGER ${table}_is_not_emptied BEFORE TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('${refused}')
      `)
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table } of KEPT) await runner.query(`DROP TRIGGER ${table}_is_not_emptied ON ${table}`)
  }
}

const KEPT = [
  { table: 'finding', refused: 'Findings are removed with their pilots alone.' },
  { table: 'plan', refused: 'Locked plans are removed with their pilots alone.' },
  { table: 'plan_amendment', refused: 'Amendments are removed with their plans alone.' },
  { table: 'audit_entry', refused: 'Entries of the audit log are removed with the whole log of their program alone.' },
  { table: 'audit_chain', refused: 'The log of a program is removed after its program alone.' },
] as const
