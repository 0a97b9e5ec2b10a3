import { passwordFault } from '../../server/accounts/password.rules'

const amina = { name: 'Amina Diallo-Sow', email: 'amina.diallo@example.com' }

describe('a password', () => {
  it.each([
    'slow lanterns over quiet water',
    'aaaabbbbcccc1',
    '            x',
    'пароль-из-слов',
    'x'.repeat(100) + 'y'.repeat(100),
    'amina.diallo@example.com!!1',
  ])('%j will do', password => {
    expect(passwordFault(password, amina)).toBeNull()
  })

  it.each([
    ['eleven char', 'at least 12'],
    ['ab'.repeat(101), 'at most 200'],
    ['amina.diallo@example.com', 'your own name'],
    ['Amina.Diallo', 'your own name'],
    ['AMINA  DIALLO SOW', 'your own name'],
    ['Password1234', 'first that others would try'],
    ['pass-word-1234', 'first that others would try'],
    ['aaaaaaaaaaaaaa', 'first that others would try'],
    ['abcabcabcabc', 'first that others would try'],
    ['abcdefghijklmn', 'first that others would try'],
    ['nmlkjihgfedcba', 'first that others would try'],
    ['123456789012', 'first that others would try'],
  ])('%j is refused', (password, because) => {
    expect(passwordFault(password, amina)).toContain(because)
  })

  it('is counted in characters, not in code units', () => {
    expect(passwordFault('🌿🌾🌻🍂🍁🌵🌲🌳🌴🌱🍀', amina)).toContain('at least 12')
  })
})
