import { signedInWords } from '../../server/cases/signedInWords'
import { writtenMoney } from '../../server/platform/views/formats'

const money = (cents: number): string => writtenMoney(cents, { locale: 'en-GB', currency: 'EUR' }, { compact: true })
const k = 1_000_00

describe('what finance has signed, in words', () => {
  it.each([
    ['a part', 340 * k, 410 * k, 1, 2, 'Finance has signed €340k of €410k of benefits a year.'],
    ['nothing yet', 0, 410 * k, 0, 2, 'Finance has signed €0 of €410k of benefits a year.'],
    ['a loss', -11.3 * k, -11.3 * k, 1, 1, 'The benefit lines lose €11.3k a year; finance has signed that.'],
    ['no word on a loss', 0, -11.3 * k, 0, 1, 'The benefit lines lose €11.3k a year; finance has not spoken yet.'],
    ['a part of a loss', -4 * k, -11.3 * k, 1, 2, 'The benefit lines lose €11.3k a year; finance has signed a loss of €4k.'],
    ['the good part of a loss', 4 * k, -11.3 * k, 1, 2, 'The benefit lines lose €11.3k a year; those that finance has signed bring €4k.'],
    ['the bad part of a gain', -4 * k, 9 * k, 1, 2, 'The benefit lines add up to €9k a year; those that finance has signed lose €4k.'],
    ['no line to sign', 0, 0, 0, 0, null],
    ['a line whose amount is not known', null, null, 1, 2, null],
  ])('%s', (_, signedCents, proposedCents, spoken, lines, words) => {
    expect(signedInWords({ signedCents, proposedCents, spoken, lines }, money)).toBe(words)
  })
})
