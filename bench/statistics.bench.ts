import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { casesIn, missesOf, type ReferenceCase } from '../server/statistics/conformance'
import { welchT } from '../server/statistics/means/welchT'
import { momentsOf } from '../server/statistics/moments/moments'
import { type Method, METHODS, methodNamed } from '../server/statistics/methods'
import { permutationTest } from '../server/statistics/sites/permutationTest'
import { quantiles } from './quantiles'
import type { Benchmark } from './run'

const CASES = join(__dirname, '..', '..', 'test', 'statistics', 'reference')
const CALLS = 1_000
const WARM_UP = 50
/** However slow a method becomes, the benchmark ends: it is called for no longer, and its number of calls printed. */
const LONGEST_MS = 120_000
const LONGEST_WARM_UP_MS = 1_000
const CONFORMANCE_BAR_MS = 60_000

/** Inputs of the methods that have no given case. */
const OWN_INPUTS: Readonly<Record<string, unknown>> = {
  npsInterval: { promoters: 45, passives: 30, detractors: 25, alpha: 0.05 },
  npsDifference: {
    treatment: { promoters: 50, passives: 30, detractors: 20 },
    control: { promoters: 45, passives: 30, detractors: 25 },
    alpha: 0.05,
  },
  tangoPaired: { bothSuccess: 40, beforeOnly: 12, afterOnly: 25, neither: 23, alpha: 0.05 },
  bootstrapInterval: { values: valuesOf(100), statistic: 'median', alpha: 0.05, resamples: 2_000, seed: 1 },
}

/** One call to time, and the most that its median may take. */
interface Timed {
  readonly name: string
  readonly size: string
  readonly call: () => unknown
  readonly barMs?: number
}

interface Measured extends Timed {
  readonly calls: number
  readonly medianMs: number
}

const PROMISED: readonly Timed[] = [
  {
    name: 'permutationTest', size: '6 against 6, 924 arrangements', barMs: 5,
    call: () => permutationTest({ treatment: valuesOf(6), control: valuesOf(12).slice(6), alpha: 0.05 }),
  },
  {
    name: 'permutationTest', size: '10 against 10, 184,756 arrangements', barMs: 300,
    call: () => permutationTest({ treatment: valuesOf(10), control: valuesOf(20).slice(10), alpha: 0.05 }),
  },
  { name: 'welchT', size: 'moments of 2 x 10,000', barMs: 0.02, call: welchFromMoments() },
]

/**
 * Every method of the library: the median of 1,000 calls with the largest of its given cases, those that have a bar at
 * the size of the bar, and all given cases once, as the command `conformance` compares them.
 */
export const benchmark: Benchmark = {
  async run(print) {
    const given = readdirSync(CASES).filter(file => file.endsWith('.json'))
      .flatMap(file => casesIn(readFileSync(join(CASES, file), 'utf8')))
    print(`Median of ${CALLS.toLocaleString('en')} calls after ${WARM_UP} for warm-up, or of as many as fit into ${LONGEST_MS / 1000} s`)
    print(row('method', 'size', 'calls', 'median ms', 'bar ms'))
    const measured: Measured[] = []
    for (const timed of [...PROMISED, ...everyMethod(given)]) {
      const { calls, medianMs } = await medianOf(timed.call)
      measured.push({ ...timed, calls, medianMs })
      print(row(timed.name, timed.size, String(calls), medianMs.toPrecision(3), timed.barMs?.toString() ?? ''))
    }
    const conformance = await conformanceOf(given)
    print(`\n${given.length} given cases in ${(conformance.ms / 1000).toFixed(1)} s (bar ${CONFORMANCE_BAR_MS / 1000} s), ${conformance.failed} failed`)
    return { barsMet: verdict(measured, print) && conformance.ms < CONFORMANCE_BAR_MS && conformance.failed === 0 }
  },
}

function verdict(measured: readonly Measured[], print: (line: string) => void): boolean {
  const slow = measured.filter(({ medianMs, barMs = Infinity }) => medianMs >= barMs)
  for (const { name, size, medianMs, barMs } of slow) print(`${name}, ${size}: ${medianMs.toPrecision(3)} ms is not under ${barMs} ms`)
  const missing = Object.keys(METHODS).filter(name => !measured.some(each => each.name === name))
  for (const name of missing) print(`${name}: has no input to be timed with`)
  return slow.length === 0 && missing.length === 0
}

function everyMethod(given: readonly ReferenceCase[]): Timed[] {
  const answered = given.filter(({ expected }) => !('error' in expected))
  return Object.entries<Method>(METHODS).flatMap(([name, method]) => {
    const [largest] = answered.filter(each => each.method === name).sort((a, b) => numbersIn(b.input) - numbersIn(a.input))
    const input = largest?.input ?? OWN_INPUTS[name]
    if (input === undefined) return []
    const size = largest ? `${largest.id}, ${numbersIn(input)} numbers` : `${numbersIn(input)} numbers`
    return [{ name, size, call: () => method(input as never) }]
  })
}

async function medianOf(call: () => unknown): Promise<{ calls: number; medianMs: number }> {
  await callsOf(call, WARM_UP, LONGEST_WARM_UP_MS)
  const durations = await callsOf(call, CALLS, LONGEST_MS)
  return { calls: durations.length, medianMs: quantiles(durations).p50 }
}

/** Durations of `most` calls, or of as many as begin within `longestMs`. */
async function callsOf(call: () => unknown, most: number, longestMs: number): Promise<number[]> {
  const begun = performance.now()
  const durations: number[] = []
  while (durations.length < most && (durations.length === 0 || performance.now() - begun < longestMs)) {
    const started = performance.now()
    const answer = call()
    if (answer instanceof Promise) await answer
    durations.push(performance.now() - started)
  }
  return durations
}

async function conformanceOf(given: readonly ReferenceCase[]): Promise<{ ms: number; failed: number }> {
  const started = performance.now()
  let failed = 0
  for (const each of given) {
    const method = methodNamed(each.method)
    const misses = method ? await missesOf(() => method(each.input as never), each) : [each.method]
    if (misses.length > 0) failed++
  }
  return { ms: performance.now() - started, failed }
}

function welchFromMoments(): () => unknown {
  const treatment = momentsOf(valuesOf(10_000))
  const control = momentsOf(valuesOf(20_000).slice(10_000))
  return () => welchT({ treatment, control, alpha: 0.05 })
}

/** Values without a pattern that would help or hurt, the same in every run. */
function valuesOf(count: number): number[] {
  return Array.from({ length: count }, (_, i) => 100 + 10 * Math.sin(i * i + 1))
}

function numbersIn(input: unknown): number {
  if (typeof input === 'number') return 1
  return typeof input === 'object' && input !== null ? Object.values(input).reduce<number>((sum, part) => sum + numbersIn(part), 0) : 0
}

const row = (method: string, size: string, ...figures: readonly string[]): string =>
  method.padEnd(30) + size.padEnd(56) + figures.map(figure => figure.padStart(11)).join('')
