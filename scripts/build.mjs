// Compiles Foothold into dist/, and does nothing when dist/ was made from the very same files: a start of an unchanged
// checkout must not wait for a compiler. Plain JavaScript, because it runs before anything is compiled.
import './require-node.mjs'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(project, 'dist')
/** Names what dist/ was made from; written last, so that a build that was cut short is not taken for a whole one. */
const mark = join(dist, '.built-from')

/** Everything that the result depends on: sources, settings of the compiler, and the packages installed. */
const SOURCES = ['server', 'migrations', 'bench', 'views/assets', 'ormconfig.ts', 'package.json', 'package-lock.json']
const SETTINGS = ['tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs']

const digest = digestOf([...SOURCES, ...SETTINGS])
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== digest) {
  // what the compiler wrote for files that are gone, such as a migration that was renamed, must not stay
  if (existsSync(mark)) rmSync(mark)
  for (const folder of ['server', 'migrations', 'bench']) removeOrphans(join(dist, folder), join(project, folder))
  run(join(project, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', join(project, 'tsconfig.build.json'))
  run(join(dist, 'server', 'commands', 'build-assets.js'))
  mkdirSync(dist, { recursive: true })
  writeFileSync(`${mark}.part`, digest)
  renameSync(`${mark}.part`, mark)
}

function digestOf(paths) {
  const hash = createHash('sha256').update(process.version)
  for (const path of paths.flatMap(filesUnder)) hash.update(`\n${path}\n`).update(readFileSync(join(project, path)))
  return hash.digest('hex')
}

function filesUnder(path) {
  if (/\.\w+$/.test(path)) return [path]
  return readdirSync(join(project, path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(project.length + 1))
    .sort()
}

function removeOrphans(compiled, sources) {
  if (!existsSync(compiled)) return
  for (const entry of readdirSync(compiled, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.js(\.map)?$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const source = join(sources, path.slice(compiled.length).replace(/\.js(\.map)?$/, '.ts'))
    if (existsSync(source)) continue
    rmSync(path)
    // otherwise the compiler believes that everything is there
    rmSync(join(dist, '.tsbuildinfo'), { force: true })
  }
}

function run(...words) {
  const { status, signal } = spawnSync(process.execPath, words, { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] })
  if (signal) process.kill(process.pid, signal)
  if (status !== 0) process.exit(status ?? 1)
}
