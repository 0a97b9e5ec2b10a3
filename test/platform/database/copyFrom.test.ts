import { copyFrom, copyLine } from '../../../server/platform/database/copyFrom'
import { givenDatabase } from '../../support/database'

describe('copying rows into a table', () => {
  const database = givenDatabase()
  const table = 'CREATE TEMPORARY TABLE copied (line integer NOT NULL, unit text) ON COMMIT DROP'

  it('keeps what is special in a cell', async () => {
    const cells = [[1, 'a\tb\nc\\d'], [2, null], [3, '\\N']] as const
    const found = await database.write(async tx => {
      await tx.query(table)
      await copyFrom(tx, 'copied (line, unit)', async target => {
        for (const row of cells) await target.write(copyLine(row))
      })
      return tx.query<{ line: number; unit: string | null }[]>('SELECT line, unit FROM copied ORDER BY line')
    })
    expect(found.map(({ line, unit }) => [line, unit])).toEqual(cells)
  })

  it.each([
    ['by whoever reads the rows', () => Promise.reject(new Error('The file is torn.')), 'The file is torn.'],
    ['by the database', (write: (text: string) => Promise<void>) => write('no number\tx\n'), /invalid input syntax for type integer/],
  ])('keeps nothing where it is stopped %s, and leaves the connection to the next', async (_by, stopped, message) => {
    const work = database.write(async tx => {
      await tx.query(table)
      await copyFrom(tx, 'copied (line, unit)', async target => {
        await target.write(copyLine([1, 'first']))
        await stopped(text => target.write(text))
      })
    })
    await expect(work).rejects.toThrow(message)
    expect(await database.write(tx => tx.query('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  })
})
