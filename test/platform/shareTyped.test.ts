import { shareDoubt, shareInBox, withoutPercentSign } from '../../server/platform/shareTyped'

describe('a share that is typed', () => {
  it('may bear its sign', () => {
    expect(['3 %', '3,5 %', '3.5%', '3'].map(withoutPercentSign)).toEqual(['3', '3,5', '3.5', '3'])
  })

  it.each([
    ['0.7', 0.7, 'percent', '0.7 is read as 0.7 %, less than one in a hundred. Type 70 for 70 %, or 0.7 % with the sign if you mean it.'],
    ['0,125', 0.125, 'percent', '0,125 is read as 0,125 %, less than one in a hundred. Type 12,5 for 12,5 %, or 0,125 % with the sign if you mean it.'],
    ['0.03', 0.03, 'points', '0.03 is read as 0.03 points, less than one in a hundred. Type 3 for 3 points, or 0.03 % with the sign if you mean it.'],
  ] as const)('of %s is asked about', (typed, value, unit, sentence) => {
    expect(shareDoubt(typed, value, unit)).toBe(sentence)
  })

  it('is not asked about where it is plain: at one or above, at half a point, at nothing, with its sign, or where nobody typed it', () => {
    expect([shareDoubt('1', 1), shareDoubt('0.5', 0.5, 'points'), shareDoubt('0', 0), shareDoubt('0.7 %', 0.7), shareDoubt(null, 0.7)]).toEqual([null, null, null, null, null])
  })

  it('stands in its box as it may be sent again', () => {
    expect([shareInBox(0.5, '0,5'), shareInBox(0.5, '0,5', 'points'), shareInBox(0.1, '0,1', 'points'), shareInBox(80, '80'), shareInBox(0, '0')]).toEqual(['0,5 %', '0,5', '0,1 %', '80', '0'])
  })
})
