import { type MigrationInterface, type QueryRunner } from 'typeorm'

/** No plan can declare a delayed outcome, so no verdict was ever provisional: nothing wrote the column, nobody read it. */
export class DropVerdictProvisional1767226272000 implements MigrationInterface {
  name = 'DropVerdictProvisional1767226272000'

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE finding DROP COLUMN verdict_provisional')
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE finding ADD COLUMN verdict_provisional boolean NOT NULL DEFAULT false')
  }
}
