import { concludeCriteria, type ConcludeFacts } from '../../../server/pilots/gateCriteria/conclude.rules'
import { unmetKeys, words } from './reading'

const concludeFacts = (changes: Partial<ConcludeFacts> = {}): ConcludeFacts => ({
  today: '2026-11-12',
  endsOn: '2026-11-12',
  earlyReason: '',
  checks: { areSeen: true, inWords: '2 checks, none of them worrying' },
  shareDelivered: 0.92,
  shareDeliveredSource: 'call log',
  words,
  ...changes,
})

describe('the conclude gate', () => {
  it.each<[string, Partial<ConcludeFacts>, string[]]>([
    ['on the planned end', {}, []],
    ['a day before it', { today: '2026-11-11' }, ['end']],
    ['early with a reason', { today: '2026-11-01', earlyReason: 'The stop rule fired' }, []],
    ['early with an empty reason', { today: '2026-11-01', earlyReason: ' ' }, ['end']],
    ['without an end', { endsOn: null }, ['end']],
    ['before the checks are seen', { checks: { areSeen: false, inWords: '2 checks' } }, ['checksSeen']],
    ['without delivery', { shareDelivered: null }, ['delivered']],
    ['with nothing delivered, which is recorded', { shareDelivered: 0 }, []],
  ])('%s', (_, changes, keys) => {
    expect(unmetKeys(concludeCriteria(concludeFacts(changes)))).toEqual(keys)
  })
})
