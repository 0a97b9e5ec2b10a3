import 'reflect-metadata'
import { readdirSync } from 'node:fs'

/** A benchmark prints its own figures and says whether its bars were met. */
export interface Benchmark {
  run(print: (line: string) => void): Promise<{ readonly barsMet: boolean }>
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)

const names = readdirSync(__dirname)
  .filter(file => file.endsWith('.bench.js'))
  .map(file => file.replace(/\.bench\.js$/, ''))

async function main(name: string | undefined): Promise<number> {
  if (name === undefined || !names.includes(name)) {
    print(`Name one of the benchmarks: npm run -s bench -- ${names.join(' | ')}`)
    return 2
  }
  const { benchmark } = (await import(`./${name}.bench.js`)) as { benchmark: Benchmark }
  const { barsMet } = await benchmark.run(print)
  print(barsMet ? 'All bars met.' : 'A bar was missed.')
  return barsMet ? 0 : 1
}

void main(process.argv[2]).then(code => process.exit(code))
