import { expectAnswer, isClose } from './close'

const TOLERANCE = { rel: 1e-9, abs: 1e-12, fields: { 'tail.p': { rel: 1e-8, abs: 1e-300 } } }

describe('a number that is close', () => {
  it('differs by a share of the expected one, however small that is', () => {
    expect(isClose(1.0000000001e-200, 1e-200, { rel: 1e-9, abs: 0 })).toBe(true)
    expect(isClose(2e-200, 1e-200, { rel: 1e-9, abs: 0 })).toBe(false)
  })

  it('is never NaN, and infinite only where that is expected', () => {
    expect(isClose(Number.NaN, 1, { rel: 1, abs: 1 })).toBe(false)
    expect(isClose(Infinity, 1, { rel: 1, abs: 1 })).toBe(false)
    expect(isClose(-Infinity, -Infinity, { rel: 0, abs: 0 })).toBe(true)
    expect(isClose(1e308, Infinity, { rel: 1, abs: 1 })).toBe(false)
  })
})

describe('an expected answer', () => {
  const expected = { difference: 0.1, upper: 'Infinity', tail: { p: 1e-100 }, ranks: [1, 2], note: null }
  const answer = { difference: 0.1, upper: Infinity, tail: { p: 1e-100 }, ranks: [1, 2], note: null, further: true }

  it('may say more than was expected', () => {
    expect(() => expectAnswer(() => answer, expected, TOLERANCE)).not.toThrow()
  })

  it.each([
    ['a wrong tail probability', { tail: { p: 2e-100 } }],
    ['a missing field', { difference: undefined }],
    ['a shorter list', { ranks: [1] }],
    ['a longer list', { ranks: [1, 2, 3] }],
    ['a number in place of nothing', { note: 0 }],
    ['the word for an infinite number', { upper: 'Infinity' }],
  ])('is not %s', (_, changes) => {
    expect(() => expectAnswer(() => ({ ...answer, ...changes }), expected, TOLERANCE)).toThrow()
  })

  it('can be a refusal, for its own reason', () => {
    const refuse = (): never => {
      throw Object.assign(new Error('no'), { reason: 'zeroVariance' })
    }
    expect(() => expectAnswer(refuse, { error: 'zeroVariance' })).not.toThrow()
    expect(() => expectAnswer(refuse, { error: 'emptyArm' })).toThrow()
    expect(() => expectAnswer(() => answer, { error: 'zeroVariance' })).toThrow()
  })
})
