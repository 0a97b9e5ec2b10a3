import { chmodSync, lstatSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  binariesFor,
  requireLinux,
  thisMachine,
  type Machine,
} from '../../../../server/platform/database/embedded/binaries'
import { temporaryFolder } from '../../../support/testServer'

describe('the database server to run', () => {
  let place = ''
  let machine: Machine

  beforeEach(() => {
    place = temporaryFolder()
    chmodSync(place, 0o755)
    machine = { ...thisMachine, path: '', debian: join(place, 'machine') }
    mkdirSync(join(place, 'data'))
  })

  afterEach(() => {
    rmSync(place, { recursive: true })
  })

  const found = (neededMajor: number | null = null): ReturnType<typeof binariesFor> =>
    binariesFor(join(place, 'data'), null, neededMajor, machine)

  function installedOnTheMachine(version: string): void {
    const bin = join(machine.debian, version, 'bin')
    mkdirSync(bin, { recursive: true })
    for (const name of ['initdb', 'postgres']) {
      writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\n`, { mode: 0o755 })
    }
  }

  function withoutPackage(): void {
    machine = { ...machine, architecture: 'riscv64' }
  }

  it('is the one from the packages, copied for everyone to run, with its links', async () => {
    installedOnTheMachine('99.1')
    const { bin, major, origin } = await found()
    expect({ major, origin }).toEqual({ major: 18, origin: 'package' })
    expect(statSync(join(bin, 'postgres')).mode & 0o777).toBe(0o755)
    expect(lstatSync(join(bin, '..', 'lib', 'libicui18n.so.60')).isSymbolicLink()).toBe(true)
  })

  it('is the newest on the machine where no package fits', async () => {
    withoutPackage()
    installedOnTheMachine('15.18')
    installedOnTheMachine('17.2')
    expect(await found()).toEqual({ bin: join(machine.debian, '17.2', 'bin'), major: 17, origin: 'machine' })
  })

  it('is the one that made the data, also where a newer one is there', async () => {
    installedOnTheMachine('15.18')
    installedOnTheMachine('17.2')
    expect(await found(15)).toMatchObject({ major: 15, origin: 'machine' })
  })

  it('is missing with a sentence when there is none', async () => {
    withoutPackage()
    await expect(found()).rejects.toThrow(
      'There is no PostgreSQL server to run. No package brings one for riscv64 processors. ' +
        'None is installed on the machine. ' +
        'Install PostgreSQL 15 or newer on this machine, or set DATABASE_URL to a server elsewhere.',
    )
  })

  it('is missing when the one on the machine is too old', async () => {
    withoutPackage()
    installedOnTheMachine('13.9')
    await expect(found()).rejects.toThrow('PostgreSQL 13, is older than 15')
  })

  it('is on Linux alone', () => {
    expect(() => requireLinux({ ...machine, platform: 'darwin' })).toThrow(
      'The embedded database runs on Linux only, and this is darwin: set DATABASE_URL',
    )
    expect(() => requireLinux({ ...machine, platform: 'linux' })).not.toThrow()
  })

  it('does not read the data of another version', async () => {
    await expect(found(16)).rejects.toThrow('were made by PostgreSQL 16, but the server here is PostgreSQL 18')
  })
})
