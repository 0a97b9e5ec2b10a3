import { changesBetween, staleEdit } from '../../server/platform/versions'

describe('what an edit changed', () => {
  it('is told field by field, before and after', () => {
    expect(changesBetween({ name: 'Retail', bar: 3, vision: 'Stay' }, { name: 'Retail', bar: 4 })).toEqual({
      bar: { before: 3, after: 4 },
    })
  })

  it('compares lists by what is in them', () => {
    expect(changesBetween({ roles: ['lead'] }, { roles: ['lead'] })).toEqual({})
    expect(changesBetween({ roles: ['lead'] }, { roles: ['viewer'] })).toHaveProperty('roles')
  })

  it('takes nothing and not known for the same', () => {
    expect(changesBetween<{ at?: string | null }>({}, { at: null })).toEqual({})
  })
})

describe('an edit of an older version', () => {
  const words = { name: 'Name', bar: 'Bar for evidence', roles: 'Roles', isHead: 'Head' }

  it('is told what stands there now and what was typed, for what differs alone', () => {
    const now = { name: 'Shops', bar: 3, roles: ['lead', 'finance'], isHead: false }
    const typed = { name: 'Stores', bar: 3, roles: [], isHead: true }
    expect(staleEdit({ what: 'program', words, now, typed }).details).toEqual([
      'Name: now “Shops”; yours: “Stores”.',
      'Roles: now “lead”, “finance”; yours: empty.',
      'Head: now no; yours: yes.',
    ])
  })

  it('says so when both typed the same', () => {
    const same = { name: 'Shops' }
    expect(staleEdit({ what: 'program', words, now: same, typed: same })).toMatchObject({
      message: expect.stringContaining('to the same answers as yours') as string,
      details: [],
    })
  })

  it('shortens long texts', () => {
    const { details } = staleEdit({ what: 'program', words, now: { name: 'x'.repeat(500) }, typed: { name: '' } })
    expect(details[0]).toHaveLength('Name: now “…”; yours: empty.'.length + 120)
  })
})
