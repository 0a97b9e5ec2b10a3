import { pInWords, writtenP } from '../../../server/platform/views/writtenP'

describe('a p-value', () => {
  it.each<[number, number | undefined, string]>([
    [0, undefined, 'p\u00a0<\u00a00.001'],
    [0.00099, undefined, 'p\u00a0<\u00a00.001'],
    [0.00155434, undefined, 'p\u00a0=\u00a00.0016'],
    [0.0312, undefined, 'p\u00a0=\u00a00.031'],
    [0.04996, undefined, 'p\u00a0=\u00a00.050'],
    [0.05003, undefined, 'p\u00a0=\u00a00.05003'],
    [0.0005, 0.0001, 'p\u00a0=\u00a00.0005'],
    [0.00996, 0.01, 'p\u00a0=\u00a00.0100'],
    [0.86, undefined, 'p\u00a0=\u00a00.860'],
    [1, undefined, 'p\u00a0>\u00a00.999'],
  ])('%d, judged by %s, is written %s', (p, alpha, text) => {
    expect(pInWords(p, 'en-GB', alpha)).toBe(text)
  })

  it('follows the locale', () => {
    expect(writtenP(0.0312, 'de-DE')).toEqual({ sign: '=', number: '0,031' })
  })
})
