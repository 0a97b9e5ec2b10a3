import { calibrate, type CalibrationRow, type MeasuredShare } from '../statistics/calibration/calibrate'
import { SETTINGS } from '../statistics/calibration/settings'

/**
 * `npm run -s calibrate [-- --runs 10000] [--seed 1] [--json]`: simulates data without and with an effect in the
 * setting of every confirmatory analysis, and prints how often it raises a false alarm and how often its interval
 * holds the truth, beside what the usual shortcut would have done. Exit code 1 when a promise fails by more than three
 * Monte Carlo errors, 2 when the command was not understood. Needs no database.
 */

interface Wishes {
  readonly runs: number
  readonly seed: number
  readonly json: boolean
}

const FEWEST_RUNS = 100
const USAGE = `npm run -s calibrate -- [--runs <at least ${FEWEST_RUNS}>] [--seed <whole number>] [--json]`
const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** What was asked for, or a sentence about what was not understood. */
function wishesOf(words: readonly string[]): Wishes | string {
  let wishes: Wishes = { runs: 10_000, seed: 1, json: false }
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    if (word === '--json') {
      wishes = { ...wishes, json: true }
      continue
    }
    if (word !== '--runs' && word !== '--seed') return `There is no option ${word}.`
    const number = Number(words[++i]?.trim() || NaN)
    if (!Number.isSafeInteger(number)) return `After ${word} comes a whole number.`
    if (word === '--runs' && number < FEWEST_RUNS) return `Below ${FEWEST_RUNS} runs nothing can be said.`
    wishes = word === '--runs' ? { ...wishes, runs: number } : { ...wishes, seed: number }
  }
  return wishes
}

/** A share in percent with its Monte Carlo error. */
function percent(measured: MeasuredShare | null): string {
  if (measured === null) return ''
  return `${(100 * measured.share).toFixed(2)} ± ${(100 * measured.error).toFixed(2)} %`
}

function verdictOf({ promise, broken }: CalibrationRow): string {
  if (broken.length > 0) return `BROKEN: ${broken.join(', ')}`
  if (promise === 'shortcut') return 'shortcut, promises nothing'
  return promise === 'cautioned' ? 'cautioned in every result' : 'kept'
}

function printed(row: CalibrationRow): string {
  const cells = [
    row.analysis.padEnd(46), percent(row.falsePositives).padStart(15), percent(row.coverage).padStart(16),
    row.promise.padEnd(11), verdictOf(row),
  ]
  return `  ${cells.join('  ')}`
}

function main(): number {
  const wishes = wishesOf(process.argv.slice(2))
  if (typeof wishes === 'string') {
    process.stderr.write(`${wishes} Say: ${USAGE}\n`)
    return 2
  }
  const rows: CalibrationRow[] = []
  if (!wishes.json) {
    const heads = ['analysis'.padEnd(46), 'false positives', '        coverage', 'promise'.padEnd(11), '']
    say(`${wishes.runs} runs a setting, seed ${wishes.seed}; level 5 %`)
    say(`  ${heads.join('  ').trimEnd()}`)
  }
  for (const setting of SETTINGS) {
    const own = calibrate(setting, wishes.runs, wishes.seed)
    rows.push(...own)
    if (!wishes.json) [setting.name, ...own.map(printed)].forEach(say)
  }
  const broken = rows.filter(row => row.broken.length > 0).length
  if (wishes.json) say(JSON.stringify({ runs: wishes.runs, seed: wishes.seed, broken, rows }, null, 2))
  else say(broken === 0 ? 'Every promise was kept.' : broken === 1 ? '1 promise was broken.' : `${broken} promises were broken.`)
  return broken === 0 ? 0 : 1
}

process.exitCode = main()
