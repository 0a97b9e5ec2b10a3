import { readConfig, WrongSettings } from '../server/config'

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    return error instanceof WrongSettings ? error.faults : [String(error)]
  }
}

describe('the settings', () => {
  it('need nothing for a first look', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: null,
      host: '127.0.0.1',
      port: 3000,
      baseUrl: 'http://127.0.0.1:3000',
      secureCookies: false,
      jobs: 'inProcess',
    })
  })

  it('count an empty value as none', () => {
    expect(readConfig({ PORT: ' ', DATABASE_URL: '' })).toEqual(readConfig({}))
  })

  it('turn secure cookies on as soon as people come by https', () => {
    expect(readConfig({ BASE_URL: 'https://foothold.example/' })).toMatchObject({
      baseUrl: 'https://foothold.example',
      secureCookies: true,
    })
  })

  it.each([
    ['http://foothold.example:8080', 'http://foothold.example:8080'],
    ['https://Foothold.example:443/', 'https://foothold.example'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('take %s for where people reach the app', (given, baseUrl) => {
    expect(readConfig({ BASE_URL: given })).toMatchObject({ baseUrl })
  })

  it.each(['0.0.0.0', '::', 'localhost', 'foothold_app', 'app.internal.example'])('listen on %s', host => {
    expect(readConfig({ HOST: host })).toMatchObject({ host })
  })

  it('write few lines where somebody tries the app, and more where it serves a company', () => {
    expect(readConfig({}).logLevel).toBe('warn')
    expect(readConfig({ DATABASE_URL: 'postgres://db/foothold', SIGNING_SECRET: 'x'.repeat(32) }).logLevel).toBe('info')
  })

  it.each([
    ['a port that is no number', { PORT: '80a' }, /PORT is "80a"/],
    ['a port out of range', { PORT: '70000' }, /from 0 to 65535/],
    ['a database of another kind', { DATABASE_URL: 'mysql://x/y', SIGNING_SECRET: 'x'.repeat(32) }, /postgres/],
    ['a short secret', { SIGNING_SECRET: 'short' }, /at least 32/],
    ['an external database without a secret', { DATABASE_URL: 'postgres://db/foothold' }, /SIGNING_SECRET is missing/],
    ['a base address that is none', { BASE_URL: 'foothold' }, /BASE_URL cannot be read/],
    ['a base address with a path', { BASE_URL: 'http://x/foo' }, /BASE_URL says more than where the app is; leave only scheme, host and port/],
    ['a base address with a question', { BASE_URL: 'http://x/?y=1' }, /BASE_URL says more/],
    ['a base address with a fragment', { BASE_URL: 'http://x/#y' }, /BASE_URL says more/],
    ['a base address of another kind', { BASE_URL: 'ftp://x' }, /BASE_URL cannot be read/],
    ['a base address without its two slashes', { BASE_URL: 'http:x' }, /BASE_URL cannot be read/],
    ['a database without its two slashes', { DATABASE_URL: 'postgres:x', SIGNING_SECRET: 'x'.repeat(32) }, /DATABASE_URL cannot be read/],
    ['a host with a port', { HOST: 'localhost:80' }, /HOST is "localhost:80"; set it to an address or a name/],
    ['a host that is an address of a page', { HOST: 'http://localhost' }, /HOST is/],
    ['a host in two words', { HOST: 'my machine' }, /HOST is/],
    ['more hops than anybody has', { TRUSTED_PROXY: '11' }, /TRUSTED_PROXY is "11"; set it to a whole number from 0 to 10/],
    ['a proxy by name', { TRUSTED_PROXY: 'nginx' }, /TRUSTED_PROXY/],
    ['an unknown way of running jobs', { JOBS: 'none' }, /JOBS is "none"; set it to one of inProcess, separate/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is "loud"/],
    ['a yes that is no yes', { SECURE_COOKIES: 'yes' }, /true, false/],
  ])('refuse %s', (_what, env: Record<string, string>, sentence) => {
    expect(faultsOf(env)).toEqual([expect.stringMatching(sentence)])
  })

  it('tell all faults at once', () => {
    expect(faultsOf({ PORT: 'x', LOG_LEVEL: 'x', JOBS: 'x' })).toHaveLength(3)
  })

  it('never repeat a secret in a fault', () => {
    expect(faultsOf({ BASE_URL: 'https://user:hunter2@foothold.example' }).join()).toMatch(/^BASE_URL says more(?!.*hunter2)/)
    expect(faultsOf({ DATABASE_URL: 'mysql://user:hunter2@db', SIGNING_SECRET: 'hunter2' }).join()).not.toContain('hunter2')
  })
})
