import { DataSource } from 'typeorm'
import { migrations } from '../migrations'
import { dataSourceOptions } from '../server/platform/database/dataSource'
import { schema } from '../server/schema'
import { givenEmptyDatabase } from './support/database'

describe('the migrations', () => {
  const { url } = givenEmptyDatabase()
  const source = askingInTurn(new DataSource(dataSourceOptions(url, schema)))

  beforeAll(() => source.initialize())
  afterAll(() => source.destroy())

  const structure = (): Promise<unknown> =>
    source.query(`
      SELECT table_name AS name, column_name AS part FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
      UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND probin IS NULL
      UNION ALL SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
      ORDER BY name, part`)

  it('stand in the list in the order of their time', () => {
    const times = migrations.map(migration => Number(migration.name.slice(-13)))
    expect(times).toEqual([...times].sort((one, other) => one - other))
    expect(new Set(times).size).toBe(times.length)
  })

  it('run up, down to nothing, and up to the same again', async () => {
    await source.runMigrations()
    const first = await structure()
    await downAll()
    expect(await tables()).toEqual([])
    await source.runMigrations()
    expect(await structure()).toEqual(first)
  })

  it('make exactly the tables that the entities describe', async () => {
    await source.runMigrations()
    const { upQueries } = await source.driver.createSchemaBuilder().log()
    expect(upQueries.map(statement => statement.query)).toEqual([])
  })

  async function downAll(): Promise<void> {
    for (let left = migrations.length; left > 0; left -= 1) await source.undoLastMigration()
  }

  async function tables(): Promise<unknown> {
    return source.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' ORDER BY 1`,
    )
  }
})

/** To compare, TypeORM asks for all columns at once on one connection, which pg 9 will refuse: here it asks in turn. */
function askingInTurn(source: DataSource): DataSource {
  const create = source.createQueryRunner.bind(source)
  source.createQueryRunner = mode => {
    const runner = create(mode)
    const query = runner.query.bind(runner) as (...asked: unknown[]) => Promise<unknown>
    let turn: Promise<unknown> = Promise.resolve()
    const inTurn = (...asked: unknown[]): Promise<unknown> => (turn = turn.catch(() => {}).then(() => query(...asked)))
    return Object.assign(runner, { query: inTurn })
  }
  return source
}
