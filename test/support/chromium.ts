import { execFile } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, lstat, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress } from 'node:zlib'

const run = promisify(execFile)

/** A browser to start, and what must be in its environment. */
export interface Chromium {
  readonly program: string
  readonly environment: Readonly<Record<string, string>>
}

/** The Chromium that is installed on the machine, or else the one that came with our packages. */
export async function chromium(): Promise<Chromium> {
  for (const program of onPath(['chromium', 'chromium-browser', 'google-chrome'])) {
    const installed = { program, environment: {} }
    if (await runs(installed)) return installed
  }
  return fromPackage()
}

function onPath(names: readonly string[]): string[] {
  const places = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap(name => places.map(place => join(place, name))).filter(file => existsSync(file))
}

/** A file of that name may be a mere pointer to a shop, or lack a library. */
async function runs({ program, environment }: Chromium): Promise<boolean> {
  try {
    await run(program, ['--version', '--no-sandbox'], { env: { ...process.env, ...environment }, timeout: 20_000 })
    return true
  } catch {
    return false
  }
}

/**
 * Unpacked by us rather than by the package, which takes whatever "chromium" lies in the temporary folder, also one of
 * an older version. A bare machine lacks a few libraries and every font; the package brings those too.
 */
async function fromPackage(): Promise<Chromium> {
  const root = dirname(dirname(dirname(require.resolve('@sparticuz/chromium'))))
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const folder = join(tmpdir(), `foothold-chromium-${version}-${process.arch}-${process.getuid?.() ?? 0}`)
  if (!existsSync(folder)) await unpack(join(root, 'bin'), folder)
  if ((await lstat(folder)).uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else.`)
  const program = join(folder, 'chromium')
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const choices = [fonts, { ...fonts, LD_LIBRARY_PATH: join(folder, 'libraries', 'lib') }]
  for (const environment of choices) if (await runs({ program, environment })) return { program, environment }
  throw new Error(`${program} does not run here; install a Chromium (apt-get install chromium).`)
}

/** Several workers may come at once: each unpacks for itself, and the first gives it its name. */
async function unpack(from: string, folder: string): Promise<void> {
  const fresh = await mkdtemp(`${folder}-`)
  try {
    const program = join(fresh, 'chromium')
    await mkdir(join(fresh, 'libraries'))
    await Promise.all([
      decompress(join(from, 'chromium.br'), program),
      untar(join(from, 'fonts.tar.br'), fresh),
      untar(join(from, 'al2023.tar.br'), join(fresh, 'libraries')),
    ])
    await chmod(program, 0o755)
    await writeFile(
      join(fresh, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
       <fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/font-cache</cachedir></fontconfig>`,
    )
    await rename(fresh, folder)
  } catch (fault) {
    await rm(fresh, { recursive: true })
    if (!existsSync(folder)) throw fault
  }
}

async function untar(archive: string, into: string): Promise<void> {
  const tape = join(into, basename(archive, '.br'))
  await decompress(archive, tape)
  await run('tar', ['-x', '-f', tape, '-C', into, '--no-same-owner'])
  await rm(tape)
}

function decompress(from: string, to: string): Promise<void> {
  return pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to))
}
