import { listed } from '../../server/platform/listed'

describe('a list in a sentence', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j listed', (items, said) => {
    expect(listed(items)).toBe(said)
  })
})
