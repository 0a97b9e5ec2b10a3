import { attemptLimits, networkOf, waitFor } from '../../server/accounts/signIn.rules'

const noon = new Date('2026-11-04T12:00:00Z')
const inSeconds = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000)

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::9', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['unknown', 'unknown'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })
})

describe('the limits of an attempt', () => {
  const limits = attemptLimits('amina@example.com', '203.0.113.7')
  const counted = (...attempts: number[]) =>
    new Map(limits.map(({ key }, at) => [key, { attempts: attempts[at] ?? 0, endsAt: inSeconds(100 * (at + 1)) }]))

  it('are the same for the same account and address, and name neither', () => {
    expect(attemptLimits('amina@example.com', '203.0.113.7')).toEqual(limits)
    expect(JSON.stringify(limits)).not.toMatch(/amina|203/)
  })

  it.each([
    ['the first', [1, 1, 1], null],
    ['the last that is heard', [8, 60, 40], null],
    ['too many for the pair', [9, 9, 9], 100],
    ['too many from the address', [1, 61, 1], 200],
    ['too many for the account', [1, 1, 41], 300],
    ['too many of all: the longest wait', [9, 61, 41], 300],
  ])('%s', (_what, attempts, wait) => {
    expect(waitFor(limits, counted(...attempts), noon)).toBe(wait)
  })
})
