import { randomUUID } from 'node:crypto'
import { keyFor, newSecret, secretHash } from '../../server/accounts/secret.rules'
import {
  familyExpiry,
  nextSecret,
  readRefreshToken,
  renewal,
  SESSION_TOKEN_SECONDS,
  writtenRefreshToken,
} from '../../server/accounts/session.rules'
import { readSession, signedSession } from '../../server/accounts/sessionToken'

const noon = new Date('2026-11-04T12:00:00Z')
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000)
const days = (count: number): number => count * 86_400
const key = keyFor('refresh token', 'a secret of the tests')

describe('a refresh token', () => {
  const token = { familyId: randomUUID(), secret: newSecret() }

  it('is read as it was written', () => {
    expect(readRefreshToken(writtenRefreshToken(token, key), key)).toEqual(token)
  })

  it.each([
    ['another key', writtenRefreshToken(token, keyFor('refresh token', 'another secret'))],
    ['a key for another purpose', writtenRefreshToken(token, keyFor('session token', 'a secret of the tests'))],
    ['another family', writtenRefreshToken(token, key).replace(token.familyId, randomUUID())],
    ['another secret', writtenRefreshToken(token, key).replace(token.secret, newSecret())],
    ['no signature', `${token.familyId}.${token.secret}`],
    ['nothing', ''],
  ])('is not ours with %s', (_what, written) => {
    expect(readRefreshToken(written, key)).toBeNull()
  })

  it('is followed by the same one for all who renew it, and by another for another key', () => {
    const next = nextSecret(token.secret, key)
    expect(next).toBe(nextSecret(token.secret, key))
    expect(next).toMatch(/^[\w-]{43}$/)
    expect(next).not.toBe(nextSecret(token.secret, keyFor('refresh token', 'another secret')))
  })
})

describe('what a refresh token is worth', () => {
  const [present, before, older] = [newSecret(), newSecret(), newSecret()]
  const family = {
    currentHash: secretHash(present),
    previousHash: secretHash(before),
    rotatedAt: noon,
    expiresAt: after(days(14)),
    endedAt: null,
  }

  it.each([
    ['the present one at once', present, 0, {}, 'rotate'],
    ['the present one days later', present, days(13), {}, 'rotate'],
    ['the present one after the family is over', present, days(14), {}, 'over'],
    ['the present one of an ended family', present, 1, { endedAt: noon }, 'over'],
    ['the one before, at once', before, 0, {}, 'repeat'],
    ['the one before, ten seconds later', before, 10, {}, 'repeat'],
    ['the one before, later', before, 10.001, {}, 'reused'],
    ['an older one', older, 1, {}, 'reused'],
    ['an older one of an ended family', older, 1, { endedAt: noon }, 'over'],
  ])('%s', (_what, secret, seconds, changes, worth) => {
    expect(renewal({ ...family, ...changes }, secret, after(seconds))).toBe(worth)
  })
})

describe('a family of sessions', () => {
  it('ends two weeks after its last use', () => {
    expect(familyExpiry(noon, after(days(30)))).toEqual(after(days(44)))
  })

  it('ends after ninety days however often it was used', () => {
    expect(familyExpiry(noon, after(days(89)))).toEqual(after(days(90)))
  })
})

describe('a session token', () => {
  const claims = { accountId: randomUUID(), familyId: randomUUID() }
  const token = signedSession(claims, key, noon)
  const forged = (changes: object) => {
    const [head = '', , signature = ''] = token.split('.')
    const body = { sub: claims.accountId, family: claims.familyId, iss: 'foothold', exp: 4e9, ...changes }
    return [head, Buffer.from(JSON.stringify(body)).toString('base64url'), signature].join('.')
  }
  const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`

  it('says who and which family', () => {
    expect(readSession(token, key, noon)).toEqual(claims)
    expect(readSession(token, key, after(SESSION_TOKEN_SECONDS - 1))).toEqual(claims)
  })

  it.each([
    ['over', token, after(SESSION_TOKEN_SECONDS)],
    ['signed with another key', signedSession(claims, keyFor('session token', 'another'), noon), noon],
    ['changed', forged({ sub: randomUUID() }), noon],
    ['made without a signature', unsigned, noon],
    ['no token at all', 'x', noon],
  ])('is not believed when it is %s', (_what, given, now) => {
    expect(readSession(given, key, now)).toBeNull()
  })
})
