import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { NextFunction, Request, Response } from 'express'
import { projectFolder } from './projectFolder'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

const FOREVER = 'public, max-age=31536000, immutable'

/** One file as browsers get it. */
export interface Asset {
  /** Name with the hash of its content: foothold.3f2a9c1b7d.css */
  readonly file: string
  readonly type: string
  readonly content: Buffer
}

export interface AssetSettings {
  /** Reads changed files again: for development. */
  readonly watch?: boolean
  /** Where our own files lie, if not in views/assets. */
  readonly ownFolder?: string
  /** Where build-assets left the compressed copies; what is not there is sent as it is. */
  readonly compressedFolder?: string
}

/**
 * The stylesheets, scripts and fonts, each under an address that changes with its content, so that browsers keep them
 * for ever. They are read from the sources at the start; the build only adds compressed copies. So tests, development
 * and production serve the same bytes in the same way.
 */
export class Assets {
  private readonly sources: ReadonlyMap<string, string>
  private readonly assets = new Map<string, Asset & { readonly changedAt: number }>()
  private readonly compressed = new Map<string, Buffer>()
  private readonly folder: string
  private readonly watch: boolean

  constructor(settings: AssetSettings = {}) {
    this.watch = settings.watch ?? false
    this.sources = sourcesOf(projectFolder(), settings.ownFolder)
    this.folder = settings.compressedFolder ?? join(projectFolder(), 'dist', 'assets')
  }

  /** The address of `foothold.css`. An unknown name is a mistake in a template. */
  url(name: string): string {
    return `/assets/${this.asset(name).file}`
  }

  /** Every file as browsers get it. */
  all(): Asset[] {
    return [...this.sources.keys()].map(name => this.asset(name))
  }

  /** Serves GET and HEAD below /assets; passes on what it does not know. */
  readonly serve = (req: Request, res: Response, next: NextFunction): void => {
    const found = ['GET', 'HEAD'].includes(req.method) && this.all().find(({ file }) => file === basename(req.path))
    if (!found || req.path !== `/${found.file}`) {
      next()
      return
    }
    res.set({ 'Content-Type': found.type, 'Cache-Control': FOREVER, Vary: 'Accept-Encoding' })
    const encoding = this.encodingFor(req, found)
    if (encoding) res.set('Content-Encoding', encoding)
    res.send((encoding && this.copy(found, encoding)) || found.content)
  }

  /** The smaller copy first, whatever order the browser names them in. */
  private encodingFor(req: Request, { file }: Asset): 'br' | 'gzip' | undefined {
    const isThere = (encoding: 'br' | 'gzip') => existsSync(join(this.folder, file + ENDINGS[encoding]))
    return (['br', 'gzip'] as const).find(encoding => req.acceptsEncodings(encoding) && isThere(encoding))
  }

  private copy({ file }: Asset, encoding: 'br' | 'gzip'): Buffer {
    const name = file + ENDINGS[encoding]
    const known = this.compressed.get(name) ?? readFileSync(join(this.folder, name))
    this.compressed.set(name, known)
    return known
  }

  private asset(name: string): Asset {
    const path = this.sources.get(name)
    if (!path) throw new Error(`There is no asset "${name}".`)
    const known = this.assets.get(name)
    if (known && !this.watch) return known
    const parts = [path, ...importedBy(path)]
    const changedAt = Math.max(...parts.map(part => statSync(part).mtimeMs))
    if (known?.changedAt === changedAt) return known
    const content = this.prepared(name, path)
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 10)
    const ending = extname(name)
    const asset = {
      file: `${basename(name, ending)}.${hash}${ending}`,
      type: TYPES[ending] ?? 'application/octet-stream',
      content,
      changedAt,
    }
    this.assets.set(name, asset)
    return asset
  }

  /**
   * A stylesheet is sent with the files that it imports in their places, so that a page asks once. `url("asset:name")`
   * in it becomes the address of that asset. Tabler goes into a layer of its own, so that our rules win without being
   * more specific than its own.
   */
  private prepared(name: string, path: string): Buffer {
    if (!name.endsWith('.css')) return readFileSync(path)
    if (name === 'tabler.css') return Buffer.from(layered(readFileSync(path, 'utf8')))
    return Buffer.from(bundled(path).replace(/asset:([\w.-]+)/g, (_, asset: string) => this.url(asset)))
  }
}

/** What a compressed copy is called: the file's name and this. */
export const ENDINGS = { br: '.br', gzip: '.gz' } as const

const IMPORT = /^@import "([\w./-]+)";$/gm

function importedBy(path: string): string[] {
  if (!path.endsWith('.css')) return []
  return [...readFileSync(path, 'utf8').matchAll(IMPORT)].map(([, file]) => join(dirname(path), file ?? ''))
}

function bundled(path: string): string {
  return readFileSync(path, 'utf8').replace(IMPORT, (_, file: string) => readFileSync(join(dirname(path), file), 'utf8'))
}

function layered(css: string): string {
  const rules = css.replace(/^@charset "[^"]*";/i, '').replace(/\/\*# sourceMappingURL=.*?\*\//g, '')
  return `@layer tabler{${rules}}`
}

function sourcesOf(project: string, own = join(project, 'views', 'assets')): ReadonlyMap<string, string> {
  const inter = join(project, 'node_modules', '@fontsource-variable', 'inter', 'files')
  return new Map([
    ...readdirSync(own, { withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ name }) => [name, join(own, name)] as const),
    ['tabler.css', join(project, 'node_modules', '@tabler', 'core', 'dist', 'css', 'tabler.min.css')],
    ['inter-latin.woff2', join(inter, 'inter-latin-wght-normal.woff2')],
    ['inter-latin-ext.woff2', join(inter, 'inter-latin-ext-wght-normal.woff2')],
  ])
}
