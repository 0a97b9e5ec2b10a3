import { detailLines } from '../../server/audit/entryWords.rules'

describe('an entry of the log', () => {
  it.each([
    ['what was typed', { source: 'service desk' }, ['source: service desk']],
    ['what changed', { changes: { plannedEnd: { before: null, after: '2026-12-18' } } }, ['planned end: nothing → 2026-12-18']],
    ['a person by the name', { owner: { id: '1', name: 'Jo Castillo' } }, ['owner: Jo Castillo']],
    ['a list', { departments: ['Sales', 'Billing'] }, ['departments: Sales, Billing']],
    [
      'values that belong together',
      { cells: [{ n: 1500, arm: 'control' }, { n: 1498, arm: 'treatment' }] },
      ['cells: n 1500, arm control; n 1498, arm treatment'],
    ],
    ['a choice', { opposesRule: true }, ['opposes rule: yes']],
    ['nothing of what is not there', { reason: null }, []],
  ])('says %s in words', (_, details, lines) => {
    expect(detailLines(details)).toEqual(lines)
  })
})
