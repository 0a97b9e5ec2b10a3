import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { Assets, ENDINGS } from '../platform/views/assets'
import { projectFolder } from '../platform/views/projectFolder'

/** Writes stylesheets, scripts and fonts with compressed copies to dist/assets, and removes what is outdated. */
const folder = join(projectFolder(), 'dist', 'assets')
mkdirSync(folder, { recursive: true })

const wanted = new Set<string>()
for (const { file, type, content } of new Assets().all()) {
  keep(file, () => content)
  if (!/^(?:text\/|image\/svg)/.test(type)) continue
  keep(file + ENDINGS.br, () =>
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  )
  keep(file + ENDINGS.gzip, () => gzipSync(content, { level: 9 }))
}
for (const name of readdirSync(folder)) {
  if (!wanted.has(name)) rmSync(join(folder, name))
}

/** The name carries the hash of the content, and is given once the file is complete: what exists is right. */
function keep(name: string, make: () => Buffer): void {
  wanted.add(name)
  const path = join(folder, name)
  if (existsSync(path)) return
  writeFileSync(`${path}.part`, make())
  renameSync(`${path}.part`, path)
}
