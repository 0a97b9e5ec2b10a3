import { isIP } from 'node:net'
import { LOG_LEVELS, type LogLevel } from './platform/logging'

/** Everything that can be set from outside, read once at start. README.md lists the same settings. */
export interface Config {
  /** An external PostgreSQL server; `null` starts the embedded one. */
  readonly databaseUrl: string | null
  readonly host: string
  readonly port: number
  /** How people reach the app: an origin, without a slash at the end. Links in invitations begin with it. */
  readonly baseUrl: string
  /** Proxies in front whose X-Forwarded-* headers are believed: a number of hops, or `false`. */
  readonly trustedProxy: number | false
  /** Cookies travel over HTTPS alone. On by default as soon as BASE_URL is https. */
  readonly secureCookies: boolean
  /** Where the embedded database, its running binaries, the signing secret and uploads live; `null` lets the app choose. */
  readonly dataFolder: string | null
  /** Signs session tokens; `null` makes one and keeps it in the data folder. Required with DATABASE_URL. */
  readonly signingSecret: string | null
  readonly logLevel: LogLevel
  /** Whether this process also runs background jobs, or leaves them to `npm run worker`. */
  readonly jobs: 'inProcess' | 'separate'
}

/** One error that lists every fault in the settings, each with what to do. */
export class WrongSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'WrongSettings'
  }
}

type Environment = Readonly<Record<string, string | undefined>>

/** @throws WrongSettings listing every fault; a wrong value is never replaced by a default */
export function readConfig(env: Environment): Config {
  const faults: string[] = []
  const setting = (name: string): string | null => {
    const value = env[name]?.trim()
    return value ? value : null
  }
  const oneOf = <T extends string>(name: string, choices: readonly T[], otherwise: T): T => {
    const value = setting(name)
    if (value === null) return otherwise
    const found = choices.find(choice => choice === value)
    if (found === undefined) faults.push(`${name} is "${value}"; set it to one of ${choices.join(', ')}.`)
    return found ?? otherwise
  }
  const yesOrNo = (name: string, otherwise: boolean): boolean =>
    oneOf(name, ['true', 'false'], otherwise ? 'true' : 'false') === 'true'
  const wholeNumber = (name: string, low: number, high: number, otherwise: number): number => {
    const value = setting(name)
    if (value === null) return otherwise
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= low && number <= high) return number
    faults.push(`${name} is "${value}"; set it to a whole number from ${low} to ${high}.`)
    return otherwise
  }
  const address = (name: string, protocols: readonly string[]): string | null => {
    const value = setting(name)
    if (value === null) return null
    if (URL.canParse(value) && protocols.some(protocol => value.toLowerCase().startsWith(`${protocol}//`))) return value
    faults.push(`${name} cannot be read as an address; it begins with ${protocols.join('// or ')}//.`)
    return null
  }
  // every page of ours and every link begins with it, so a path or a question behind it would stand in their middle
  const origin = (name: string): string | null => {
    const value = address(name, ['http:', 'https:'])
    if (value === null) return null
    const { origin, pathname, search, hash, username, password } = new URL(value)
    if (/^\/+$/.test(pathname) && search + hash + username + password === '') return origin
    faults.push(`${name} says more than where the app is; leave only scheme, host and port, such as https://foothold.example.`)
    return null
  }
  const hostName = (name: string, otherwise: string): string => {
    const value = setting(name)
    if (value === null || isIP(value) > 0 || /^[\w-]+(\.[\w-]+)*$/.test(value)) return value ?? otherwise
    faults.push(`${name} is "${value}"; set it to an address or a name of this machine, such as 127.0.0.1 or localhost.`)
    return otherwise
  }

  const databaseUrl = address('DATABASE_URL', ['postgres:', 'postgresql:'])
  const host = hostName('HOST', '127.0.0.1')
  const port = wholeNumber('PORT', 0, 65535, 3000)
  const ownAddress = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  const baseUrl = origin('BASE_URL') ?? ownAddress
  const signingSecret = setting('SIGNING_SECRET')
  if (signingSecret !== null && signingSecret.length < 32) {
    faults.push('SIGNING_SECRET is too short; use at least 32 characters, for instance from "openssl rand -hex 32".')
  }
  if (databaseUrl !== null && signingSecret === null) {
    faults.push('SIGNING_SECRET is missing; with DATABASE_URL set it to at least 32 secret characters, the same on every process.')
  }
  const hops = wholeNumber('TRUSTED_PROXY', 0, 10, 0)
  const config: Config = {
    databaseUrl,
    host,
    port,
    baseUrl,
    trustedProxy: hops === 0 ? false : hops,
    secureCookies: yesOrNo('SECURE_COOKIES', baseUrl.startsWith('https:')),
    dataFolder: setting('DATA_FOLDER'),
    signingSecret,
    // who tries the app out reads the terminal; a company's installation is read by machines
    logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, databaseUrl === null ? 'warn' : 'info'),
    jobs: oneOf('JOBS', ['inProcess', 'separate'], 'inProcess'),
  }
  if (faults.length > 0) throw new WrongSettings(faults)
  return config
}
