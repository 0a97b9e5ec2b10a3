import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder, databaseIn, filesFolder } from '../../../../server/platform/database/embedded/dataFolder'
import { temporaryFolder } from '../../../support/testServer'

const isRoot = process.getuid?.() === 0

describe('the data folder', () => {
  let place = ''

  beforeEach(() => {
    place = temporaryFolder()
    chmodSync(place, 0o755)
  })

  afterEach(() => {
    for (const folder of [place, join(place, 'home')]) if (existsSync(folder)) chmodSync(folder, 0o755)
    rmSync(place, { recursive: true })
  })

  /** Closed to the user whom the server runs as: another one for root, ourselves for everyone else. */
  function closedHome(): string {
    const home = join(place, 'home')
    mkdirSync(home)
    chmodSync(home, isRoot ? 0o700 : 0o500)
    return home
  }

  it('stands in the project, with every new folder on the way open to pass through', () => {
    const before = process.umask(0o077)
    const folder = dataFolder(null, join(place, 'deep', 'project'))
    process.umask(before)
    expect(folder).toBe(join(place, 'deep', 'project', '.foothold'))
    expect(statSync(join(place, 'deep')).mode & 0o777).toBe(0o755)
  })

  it('is elsewhere when the server cannot reach the project, and then stays there', () => {
    const project = join(closedHome(), 'foothold')
    const elsewhere = join(place, 'elsewhere')
    const folder = dataFolder(null, project, elsewhere)
    expect(folder).toMatch(/elsewhere\/foothold-[0-9a-f]{8}$/)
    mkdirSync(databaseIn(folder))
    chmodSync(join(place, 'home'), 0o755)
    expect(dataFolder(null, project, elsewhere)).toBe(folder)
  })

  it('does not leave data that are in the project behind when the project is closed later', () => {
    const home = join(place, 'home')
    mkdirSync(databaseIn(dataFolder(null, home)))
    chmodSync(isRoot ? home : join(home, '.foothold'), isRoot ? 0o700 : 0o500)
    expect(() => dataFolder(null, home, join(place, 'elsewhere'))).toThrow('DATA_FOLDER')
    chmodSync(join(home, '.foothold'), 0o755)
  })

  it('says which folder is closed when it was chosen', () => {
    const home = closedHome()
    expect(() => dataFolder(join(home, 'data'), place)).toThrow(
      isRoot ? `Open that folder (chmod o+x ${home})` : `The data folder ${home}/data cannot be written to (EACCES)`,
    )
  })

  it('says so when a file stands in its place, or on the way', () => {
    expect(() => dataFolder('/etc/passwd/data', place)).toThrow(/cannot be (used|written to).*DATA_FOLDER/)
    expect(() => dataFolder(process.execPath, place)).toThrow(/cannot be (used|written to).*DATA_FOLDER/)
    expect(() => filesFolder(process.execPath, place)).toThrow(/cannot be written to \(ENOTDIR\).*DATA_FOLDER/)
  })

  it('need not be open to the server’s user where the server is somebody else’s', () => {
    const home = join(place, 'closed-files')
    mkdirSync(home, { mode: 0o700 })
    expect(filesFolder(join(home, 'files'), place)).toBe(join(home, 'files'))
    expect(() => filesFolder('/etc/passwd/data', place)).toThrow(/cannot be written to.*DATA_FOLDER/)
  })
})
