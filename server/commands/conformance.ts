import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { casesIn, type Miss, missesOf, type ReferenceCase, relativeErrorOf } from '../statistics/conformance'
import { methodNamed } from '../statistics/methods'

/**
 * `npm run -s conformance -- <folder>`: compares the statistics with every reference case of a folder. Prints a line
 * for each method, each failure below it, and the total; exit code 1 when anything failed, 2 when it was not told which
 * folder of cases to read. Needs no database.
 */

interface Tally {
  passed: number
  failed: number
  readonly failures: string[]
}

const MISUSE = 2

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** The exit code. */
async function conformance([folder, ...more]: readonly string[]): Promise<0 | 1 | 2> {
  if (folder === undefined || folder.startsWith('--') || more.length > 0) {
    process.stderr.write('Say which one folder holds the cases: npm run -s conformance -- <folder>\n')
    return MISUSE
  }
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    process.stderr.write(`There is no folder ${folder}.\n`)
    return MISUSE
  }
  const files = readdirSync(folder).filter(name => name.endsWith('.json')).sort()
  const tallies = new Map<string, Tally>()
  const tallyOf = (name: string): Tally => {
    const tally = tallies.get(name) ?? { passed: 0, failed: 0, failures: [] }
    tallies.set(name, tally)
    return tally
  }
  for (const file of files) {
    for (const each of readCases(join(folder, file), fault => fail(tallyOf(file), [`  ${fault}`]))) {
      const found = await missesOfCase(each)
      const tally = tallyOf(each.method)
      if (found.length > 0) fail(tally, found.map(miss => `  ${each.id}  ${inWords(miss)}`))
      else tally.passed++
    }
  }
  for (const [name, { passed, failed, failures }] of tallies) {
    say(`${name}: ${passed} passed, ${failed} failed`)
    failures.forEach(say)
  }
  const total = (of: 'passed' | 'failed') => [...tallies.values()].reduce((sum, tally) => sum + tally[of], 0)
  say(`${total('passed')} passed, ${total('failed')} failed`)
  if (tallies.size === 0) process.stderr.write('There is no case in this folder.\n')
  return tallies.size > 0 && total('failed') === 0 ? 0 : 1
}

function fail(tally: Tally, because: readonly string[]): void {
  tally.failed++
  tally.failures.push(...because)
}

function readCases(path: string, unreadable: (fault: string) => void): ReferenceCase[] {
  try {
    return casesIn(readFileSync(path, 'utf8'))
  } catch (fault) {
    unreadable(String(fault))
    return []
  }
}

async function missesOfCase(each: ReferenceCase): Promise<readonly Miss[]> {
  const method = methodNamed(each.method)
  if (!method) return [{ field: '', expected: `a method named ${each.method}`, got: 'no such method' }]
  return missesOf(() => method(each.input as never), each)
}

function inWords(miss: Miss): string {
  const error = relativeErrorOf(miss)
  return [
    `${miss.field || 'answer'}: expected ${shown(miss.expected)}`,
    `got ${shown(miss.got)}`,
    ...(error === null ? [] : [`relative error ${error.toExponential(2)}`]),
  ].join(', ')
}

function shown(value: unknown): string {
  return typeof value === 'object' && value !== null && !(value instanceof Error) ? JSON.stringify(value) : String(value)
}

conformance(process.argv.slice(2)).then(
  code => process.exit(code),
  (fault: unknown) => {
    process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`)
    process.exit(1)
  },
)
