import { decideCriteria, type DecideFacts } from '../../../server/pilots/gateCriteria/decide.rules'
import { DECISIONS } from '../../../server/pilots/pilotLife.rules'
import { unmetKeys } from './reading'

const decideFacts = (changes: Partial<DecideFacts> = {}): DecideFacts => ({
  findings: { areFinal: true, outstanding: [] },
  openObjections: 0,
  objections: 2,
  firedAction: 'scale',
  rollout: { benefitLines: 2, costLines: 1, withoutFinance: [] },
  evidenceLevel: 3,
  evidenceBar: 3,
  otherSponsors: ['Tomas Berg'],
  ...changes,
})

describe('the decide gate', () => {
  it.each<[string, Partial<DecideFacts>, Parameters<typeof decideCriteria>[1], string[]]>([
    ['everything there', {}, 'scale', []],
    ['no final finding', { findings: { areFinal: false, outstanding: [] } }, 'stop', ['findings']],
    ['data still to come', { findings: { areFinal: true, outstanding: ['day 30'] } }, 'stop', ['findings']],
    ['an open objection', { openObjections: 1 }, 'stop', ['objections']],
    [
      'no benefit line',
      { rollout: { benefitLines: 0, costLines: 1, withoutFinance: [] } },
      'scale',
      ['case', 'finance'],
    ],
    ['no cost line', { rollout: { benefitLines: 1, costLines: 0, withoutFinance: [] } }, 'scale', ['case']],
    ['evidence below the bar', { evidenceLevel: 2 }, 'scale', ['evidence']],
    [
      'finance silent on a line',
      { rollout: { benefitLines: 1, costLines: 1, withoutFinance: ['Fewer visits'] } },
      'scale',
      ['finance'],
    ],
    [
      'none of it for a stop that follows the rule',
      { firedAction: 'stop', evidenceLevel: null, rollout: { benefitLines: 0, costLines: 0, withoutFinance: [] } },
      'stop',
      [],
    ],
    ['nobody who could agree against the rule', { otherSponsors: [] }, 'stop', ['secondSponsor']],
    ['nobody needed along the rule', { otherSponsors: [] }, 'scale', []],
  ])('%s', (_, changes, choice, keys) => {
    expect(unmetKeys(decideCriteria(decideFacts(changes), choice))).toEqual(keys)
  })

  it('asks for a second sponsor exactly where the choice opposes the rule', () => {
    for (const fired of DECISIONS) {
      for (const choice of DECISIONS) {
        const keys = decideCriteria(decideFacts({ firedAction: fired }), choice).map(({ key }) => key)
        expect([fired, choice, keys.includes('secondSponsor')]).toEqual([fired, choice, fired !== choice])
      }
    }
  })

  it('shows what every choice shares before one is made', () => {
    expect(decideCriteria(decideFacts(), null).map(({ key }) => key)).toEqual(['findings', 'objections'])
  })
})
