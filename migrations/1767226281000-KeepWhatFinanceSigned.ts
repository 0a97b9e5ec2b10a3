import { type MigrationInterface, type QueryRunner } from 'typeorm'

/** What finance saw of a line when it last spoke, beside what it said: so the next signature can be told what is new. */
export class KeepWhatFinanceSigned1767226281000 implements MigrationInterface {
  name = 'KeepWhatFinanceSigned1767226281000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE case_line ADD COLUMN signed jsonb')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE case_line DROP COLUMN signed')
  }
}
