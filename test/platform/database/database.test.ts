import { countingQueries } from '../../../server/platform/database/queryCount'
import { aside, withFirstWrite } from '../../../server/platform/database/firstWrite'
import { givenDatabase } from '../../support/database'

describe('the database', () => {
  const database = givenDatabase()

  beforeAll(async () => {
    await database.write(tx => tx.query('CREATE TABLE note (words text NOT NULL, day date)'))
  })

  beforeEach(async () => {
    await database.write(tx => tx.query('TRUNCATE note'))
  })

  const notes = (): Promise<unknown> => database.read(tx => tx.query('SELECT words, day FROM note'))

  it('saves what was written together', async () => {
    await database.write(tx => tx.query(`INSERT INTO note VALUES ('kept', '2026-03-29')`))
    expect(await notes()).toEqual([{ words: 'kept', day: '2026-03-29' }])
  })

  it('saves nothing of what failed halfway', async () => {
    const work = database.write(async tx => {
      await tx.query(`INSERT INTO note VALUES ('lost', NULL)`)
      throw new Error('changed my mind')
    })
    await expect(work).rejects.toThrow('changed my mind')
    expect(await notes()).toEqual([])
  })

  it('saves with the first transaction that counts what somebody asked to be saved with it', async () => {
    const note = (words: string) => database.write(tx => tx.query('INSERT INTO note VALUES ($1, NULL)', [words]))
    const failing = () =>
      database.write(async () => {
        await note('inside another')
        throw new Error('changed my mind')
      })
    const counted = await withFirstWrite(
      async tx => void (await tx.query(`INSERT INTO note VALUES ('beside it', NULL)`)),
      async hasCounted => {
        await aside(() => note('on the way'))
        await failing().catch(() => null)
        const before = hasCounted()
        await note('first')
        await note('second')
        return [before, hasCounted()]
      },
    )
    expect(counted).toEqual([false, true])
    expect((await notes() as { words: string }[]).map(({ words }) => words)).toEqual(['on the way', 'inside another', 'beside it', 'first', 'second'])
  })

  it('counts the statements of one piece of work, apart from those beside it', async () => {
    const twice = countingQueries(async queries => {
      await notes()
      await notes()
      return queries()
    })
    const once = countingQueries(async queries => {
      await notes()
      return queries()
    })
    expect(await Promise.all([twice, once])).toEqual([2, 1])
  })
})
