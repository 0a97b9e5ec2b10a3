// Says in one sentence that this Node does not do, before something fails with a stack trace. Runs when it is imported or
// started; a version given as a word is judged instead of the present one.
import { readFileSync } from 'node:fs'

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const ranges = engines.node.split('||').map(rangeOf)
const version = process.argv[2] ?? process.versions.node

if (!ranges.some(({ holds }) => holds(...version.split('.').map(Number)))) {
  const wanted = ranges.map(({ words }) => words).join(', ')
  process.stderr.write(`Foothold needs Node ${wanted}; this is ${version}. Install one of these and run the command again.\n`)
  process.exit(1)
}

/** `^20.19` or `>=24.11`, which is all that package.json needs. */
function rangeOf(written) {
  const [, sign, wantedMajor, wantedMinor] = /^\s*(\^|>=)(\d+)\.(\d+)\s*$/.exec(written)
  const isRecent = (major, minor) => major === Number(wantedMajor) && minor >= Number(wantedMinor)
  const least = `${wantedMajor}.${wantedMinor}`
  return sign === '^'
    ? { words: `${least} or a later ${wantedMajor}`, holds: isRecent }
    : { words: `${least} or newer`, holds: (major, minor) => major > Number(wantedMajor) || isRecent(major, minor) }
}
