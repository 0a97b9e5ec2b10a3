import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const server = join(__dirname, '..', 'server')

/** The features in the order of a pilot's life; each may import those to its left. */
const ORDER = [
  'audit',
  'accounts',
  'programs',
  'journeys',
  'metrics',
  'pilots',
  'scoring',
  'plans',
  'readings',
  'findings',
  'cases',
  'rollout',
  'governance',
  'exports',
  'library',
  'home',
  'sample',
]

/** What stands below the features, and what each of these may import besides itself. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  platform: [],
  statistics: [],
  access: ['platform'],
}

const NEVER_FROM_OUTSIDE = /\.(routes|api|input|view)$/

interface Import {
  readonly file: string
  readonly from: string
  readonly to: string
  readonly target: string
}

const files = readdirSync(server, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(file => ({ file, text: readFileSync(join(server, file), 'utf8') }))

const imports: readonly Import[] = files.flatMap(({ file, text }) =>
  [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) => {
    const target = relative(server, join(server, dirname(file), path))
    return { file, from: folderOf(file), to: folderOf(target), target }
  }),
)

function folderOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : ''
}

const offenders = (wrong: (found: Import) => boolean): string[] =>
  imports.filter(wrong).map(({ file, target }) => `${file} imports ${target}`)

describe('the house', () => {
  it('has only rooms with a name', () => {
    const folders = readdirSync(server, { withFileTypes: true }).filter(entry => entry.isDirectory())
    const known = [...ORDER, ...Object.keys(BELOW), 'commands']
    expect(folders.map(({ name }) => name).filter(name => !known.includes(name))).toEqual([])
  })

  it('lets features import only from features to their left', () => {
    expect(offenders(({ from, to }) => ORDER.includes(from) && ORDER.includes(to) && ORDER.indexOf(to) > ORDER.indexOf(from))).toEqual([])
  })

  it('keeps what is below free of what is above', () => {
    expect(offenders(({ from, to }) => from in BELOW && to !== from && !BELOW[from]?.includes(to))).toEqual([])
  })

  it('takes from another feature its store, rules or service, never its routes, inputs or views', () => {
    // an export says what the API says, in the same words: it is made of the same functions
    const isExportOfAnApi = ({ from, target }: Import) => from === 'exports' && target.endsWith('.api')
    expect(
      offenders(
        found =>
          ORDER.includes(found.from) &&
          ORDER.includes(found.to) &&
          found.from !== found.to &&
          NEVER_FROM_OUTSIDE.test(found.target) &&
          !isExportOfAnApi(found),
      ),
    ).toEqual([])
  })

  it('lets nothing but commands and the start import the app', () => {
    expect(offenders(({ from, target }) => (ORDER.includes(from) || from in BELOW) && /^(app|services|main|installation)$/.test(target))).toEqual([])
  })

  it('lets only stores ask the database, and the installation open it', () => {
    const asks = /\btx\s*\.(query|find\w*|count\w*|exists\w*|save|insert|update|upsert|delete|remove|maximum|createQueryBuilder|getRepository)\b|from 'typeorm'/
    const mayAsk = /\.(store|entity)\.ts$|^platform\/(database|jobs)\/|^platform\/http\/health\.ts$|^installation\.ts$/
    expect(files.filter(({ file, text }) => !mayAsk.test(file) && asks.test(text)).map(({ file }) => file)).toEqual([])
  })
})
