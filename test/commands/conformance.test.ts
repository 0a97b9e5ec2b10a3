import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const preload = join(__dirname, '../support/runTypeScript.cjs')
const command = join(__dirname, '../../server/commands/conformance.ts')

describe('npm run conformance', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  const write = (file: string, cases: unknown) => writeFileSync(join(folder, file), JSON.stringify(cases))
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', preload, command, ...words], {
      encoding: 'utf8',
      // no database, no setting: nothing of the environment is needed
      env: {},
    })
    return { status, lines: stdout.trim().split('\n'), stderr }
  }

  const investment = { method: 'npv', input: { rate: 0.5, cashflows: [-100, 165] } }
  const tight = { rel: 1e-9, abs: 1e-12 }

  it('counts what passed, an expected refusal among it', () => {
    write('finance.json', [
      { id: 'plain', ...investment, expected: { npv: 10 }, tolerance: tight },
      { id: 'refused', ...investment, input: { rate: 'NaN', cashflows: [1] }, expected: { error: 'nonFinite' } },
    ])
    write('rates.json', [
      {
        id: 'unbounded', method: 'poissonRateInterval', tolerance: { rel: 1e-6, abs: 0 },
        input: { events: 3, exposure: 1, alpha: 0.05, alternative: 'greater' },
        expected: { rate: 3, ciUpper: 'Infinity' },
      },
    ])
    const { status, lines } = run(folder)
    expect(lines).toEqual(['npv: 2 passed, 0 failed', 'poissonRateInterval: 1 passed, 0 failed', '3 passed, 0 failed'])
    expect(status).toBe(0)
  })

  it('names each failure with field, both values and relative error', () => {
    write('mixed.json', [
      { id: 'wrong', ...investment, expected: { npv: 10 / 11 }, tolerance: tight },
      { id: 'other-reason', ...investment, input: { rate: 'NaN', cashflows: [1] }, expected: { error: 'noCashflows' } },
      { id: 'no-refusal', ...investment, expected: { error: 'noCashflows' } },
      { id: 'missing', ...investment, expected: { npv: 'Infinity' }, tolerance: tight },
      { id: 'crashing', method: 'npv', input: null, expected: { npv: 0 }, tolerance: tight },
      { id: 'strange', method: 'tarot', input: {}, expected: { value: 1 }, tolerance: tight },
      { id: 'inherited', method: 'toString', input: {}, expected: { value: 1 }, tolerance: tight },
    ])
    const { status, lines } = run(folder)
    expect(lines[0]).toBe('npv: 0 passed, 5 failed')
    expect(lines[1]).toBe('  wrong  npv: expected 0.9090909090909091, got 10, relative error 1.00e+1')
    expect(lines[2]).toBe('  other-reason  answer: expected a refusal: noCashflows, got a refusal: nonFinite')
    expect(lines[3]).toBe('  no-refusal  answer: expected a refusal: noCashflows, got an answer')
    expect(lines[4]).toBe('  missing  npv: expected Infinity, got 10')
    expect(lines[5]).toMatch(/^ {2}crashing {2}answer: expected an answer, got TypeError: /)
    expect(lines.slice(6)).toEqual([
      'tarot: 0 passed, 1 failed',
      '  strange  answer: expected a method named tarot, got no such method',
      'toString: 0 passed, 1 failed',
      '  inherited  answer: expected a method named toString, got no such method',
      '0 passed, 7 failed',
    ])
    expect(status).toBe(1)
  })

  it('fails on a file that holds no cases and on an empty folder', () => {
    write('broken.json', { id: 'not in a list' })
    const broken = run(folder)
    expect(broken.lines.at(-1)).toBe('0 passed, 1 failed')
    expect(broken.status).toBe(1)
    rmSync(join(folder, 'broken.json'))
    expect(run(folder)).toMatchObject({ status: 1, lines: ['0 passed, 0 failed'] })
  })

  it('tells a folder that is not there from cases that fail', () => {
    write('cases.json', [])
    for (const place of [join(folder, 'nowhere'), join(folder, 'cases.json')]) {
      expect(run(place)).toMatchObject({ status: 2, stderr: `There is no folder ${place}.\n` })
    }
  })

  it.each([[[]], [['--json']], [['here', 'there']]])('says what it needs when called with %j', words => {
    expect(run(...words)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^Say which one folder .*\n$/) as string })
  })
})
