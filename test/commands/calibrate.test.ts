import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const preload = join(__dirname, '../support/runTypeScript.cjs')
const command = join(__dirname, '../../server/commands/calibrate.ts')

/** A hundred runs of every setting take some seconds. */
const PATIENCE_MS = 120_000

describe('npm run calibrate', () => {
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', preload, command, ...words], {
      encoding: 'utf8',
      // no database, no setting: nothing of the environment is needed
      env: {},
    })
    return { status, stdout, stderr }
  }

  it('prints for machines what each analysis promised and kept, and exits by it', () => {
    const { status, stdout } = run('--runs', '100', '--seed', '4', '--json')
    const answer = JSON.parse(stdout) as { runs: number; seed: number; broken: number; rows: Record<string, unknown>[] }
    expect(answer).toMatchObject({ runs: 100, seed: 4 })
    expect(status).toBe(answer.broken === 0 ? 0 : 1)
    expect(answer.rows.filter(({ broken }) => (broken as unknown[]).length > 0)).toHaveLength(answer.broken)
    expect(new Set(answer.rows.map(({ promise }) => promise))).toEqual(
      new Set(['approximate', 'exact', 'coverage', 'cautioned', 'shortcut']),
    )
    const share = { share: expect.any(Number) as number, error: expect.any(Number) as number }
    for (const row of answer.rows) expect(row).toMatchObject({ coverage: share })
  }, PATIENCE_MS)

  it.each([
    [['--slowly'], 'There is no option --slowly.'],
    [['many'], 'There is no option many.'],
    [['--runs'], 'After --runs comes a whole number.'],
    [['--runs', ''], 'After --runs comes a whole number.'],
    [['--seed', '0.5'], 'After --seed comes a whole number.'],
    [['--json', '--runs', '99'], 'Below 100 runs nothing can be said.'],
  ])('says what it did not understand in %j', (words, sentence) => {
    const { status, stdout, stderr } = run(...words)
    expect(stderr.startsWith(`${sentence} Say: npm run -s calibrate -- `)).toBe(true)
    expect([status, stdout]).toEqual([2, ''])
  })
})
