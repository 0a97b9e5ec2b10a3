import { bearerToken, newAccessToken, tokenExpiry } from '../../server/accounts/accessToken.rules'
import { keepOneAdmin, standingOf, stateOf } from '../../server/accounts/account.rules'
import { isGood, nameFromEmail } from '../../server/accounts/accountLink.rules'
import { browserIn } from '../../server/accounts/account.view'

const noon = new Date('2026-11-04T12:00:00Z')
const later = new Date('2026-11-04T12:30:00Z')

describe('where somebody stands in the installation', () => {
  it.each([
    [{ isAdmin: false, deactivatedAt: null }, ['person']],
    [{ isAdmin: true, deactivatedAt: null }, ['person', 'admin']],
    [{ isAdmin: true, deactivatedAt: noon }, []],
    [null, []],
  ])('%j', (account, roles) => {
    expect([...standingOf(account)]).toEqual(roles)
  })
})

describe('the last administrator', () => {
  it('stays', () => {
    expect(() => keepOneAdmin([{ id: 'a' }], 'a')).toThrow('the only administrator')
  })

  it.each([
    ['one of two', [{ id: 'a' }, { id: 'b' }], 'a'],
    ['somebody else', [{ id: 'a' }], 'b'],
  ])('may be joined by the leaving of %s', (_who, admins, leaving) => {
    expect(() => keepOneAdmin(admins, leaving)).not.toThrow()
  })
})

describe('the state of an account', () => {
  it.each([
    [{ deactivatedAt: null, hasPassword: true }, 'active'],
    [{ deactivatedAt: null, hasPassword: false }, 'invited'],
    [{ deactivatedAt: noon, hasPassword: true }, 'deactivated'],
  ])('%j is %s', (account, state) => {
    expect(stateOf(account)).toBe(state)
  })
})

describe('a link', () => {
  it.each([
    ['unused and in time', { usedAt: null, expiresAt: later }, noon, true],
    ['used', { usedAt: noon, expiresAt: later }, noon, false],
    ['over, to the second', { usedAt: null, expiresAt: later }, later, false],
  ])('%s', (_what, link, now, good) => {
    expect(isGood(link, now)).toBe(good)
  })

  it.each([
    ['amina.diallo@example.com', 'Amina Diallo'],
    ['j_castillo+x@example.com', 'J Castillo X'],
    ['42@example.com', '42@example.com'],
  ])('guesses the name of %s as %s', (email, name) => {
    expect(nameFromEmail(email)).toBe(name)
  })
})

describe('an access token', () => {
  it('is known by its beginning and has 256 random bits', () => {
    expect(newAccessToken()).toMatch(/^fh_[\w-]{43}$/)
    expect(newAccessToken()).not.toBe(newAccessToken())
  })

  it('is found in the header', () => {
    const token = newAccessToken()
    expect(bearerToken(`Bearer ${token}`)).toBe(token)
    expect(bearerToken(`bearer  ${token} `)).toBe(token)
  })

  it.each([undefined, '', 'Bearer', 'Bearer x', 'Basic YTpi', `Bearer ${newAccessToken()}x`, newAccessToken()])(
    'is not found in %j',
    header => {
      expect(bearerToken(header)).toBeNull()
    },
  )

  it.each([
    ['30', '2026-12-04T12:00:00.000Z'],
    ['365', '2027-11-04T12:00:00.000Z'],
    ['never', undefined],
  ] as const)('lives %s days', (lifetime, end) => {
    expect(tokenExpiry(lifetime, noon)?.toISOString()).toBe(end)
  })
})

describe('the name of a browser', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/143.0 Safari/537.36 Edg/143.0', 'Edge on Windows'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1', 'Safari on iPhone'],
    ['curl/8.1', 'curl/8.1'],
    ['', 'A browser without a name'],
  ])('%s', (userAgent, name) => {
    expect(browserIn(userAgent)).toBe(name)
  })
})
