import { flattened, keptForm, nested, pathOfOurs } from '../../server/accounts/keptForm.rules'

describe('where a person is sent after signing in', () => {
  it.each(['/', '/programs', '/pilots/1/plan?tab=x#y', '/programs?q=a%20b'])('%s is ours', path => {
    expect(pathOfOurs(path)).toBe(path)
  })

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    'https://evil.example/',
    'javascript:alert(1)',
    'programs',
    '/a\nb',
    '/\tevil',
    '',
    undefined,
    ['/programs'],
    `/${'a'.repeat(2_000)}`,
    '/sign-in?to=/x',
    '/sign-out',
    '/link?token=1',
    '/api/v1/me',
  ])('%j is not', path => {
    expect(pathOfOurs(path)).toBe('/')
  })
})

describe('a kept form', () => {
  it('holds every field by its name', () => {
    const body = { title: 'A & B', lines: [{ name: 'x', cost: '1' }, { name: '"y"' }], tags: ['a', 'b'] }
    expect(keptForm('/pilots/1/edit?_csrf=abc&x=1', body)).toEqual({
      to: '/pilots/1/edit?x=1',
      upload: null,
      fields: [
        { name: 'title', value: 'A & B' },
        { name: 'lines[0][name]', value: 'x' },
        { name: 'lines[0][cost]', value: '1' },
        { name: 'lines[1][name]', value: '"y"' },
        { name: 'tags[]', value: 'a' },
        { name: 'tags[]', value: 'b' },
      ],
    })
  })

  it('travels under one name inside another form', () => {
    const fields = flattened({ title: 'A', lines: [{ tags: ['1', '2'] }] })
    expect(nested(fields, 'kept').map(({ name }) => name)).toEqual([
      'kept[title]',
      'kept[lines][0][tags][]',
      'kept[lines][0][tags][]',
    ])
  })

  it.each([
    ['a password', { name: 'x', password: 'y' }],
    ['a password by another name', { newPassword: 'y' }],
    ['a token', { account: { token: 'y' } }],
  ])('is none where there was %s', (_what, body) => {
    expect(keptForm('/me/password', body)).toBeNull()
  })

  it.each([
    ['another site', '//evil.example/x'],
    ['the sign-in page', '/sign-in'],
    ['signing out', '/sign-out'],
  ])('is none for %s', (_what, to) => {
    expect(keptForm(to, { a: '1' })).toBeNull()
  })

  it('is none without a body that could be read', () => {
    expect(keptForm('/imports/1', undefined)).toBeNull()
  })
})
