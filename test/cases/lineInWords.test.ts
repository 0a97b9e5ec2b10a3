import { differences } from '../../server/cases/lineInWords'
import { aCaseLine, aCost } from '../support/given/cases'

const customs = { locale: 'en-GB', currency: 'EUR', timeZone: 'UTC' }

describe('what stands otherwise than it was typed', () => {
  it('is nothing where both are the same', () => {
    expect(differences(aCaseLine(), aCaseLine(), customs)).toEqual([])
  })

  it('is said as people write it, each range with its ends', () => {
    const typed = aCaseLine({ annualVolumeLikely: 1, moneyPerUnitHighCents: 6_900, adoption: [0.5], source: 'x', ownerId: 'x' })
    expect(differences(aCaseLine(), typed, customs)).toEqual([
      'Annual volume: now 18,000 (16,000 to 20,000); yours: 1 (16,000 to 20,000).',
      'Money per unit: now €62 (€50 to €70); yours: €62 (€50 to €69).',
      'Adoption: now all from the first year; yours: 50%.',
      'Source: now cost of a visit, controlling 2025; yours: x.',
      'The owner is another one now.',
    ])
  })

  it('is said with all its digits where the usual ones would hide it', () => {
    const typed = aCaseLine({ annualVolumeLow: 16_000.00001, realisationHigh: 0.90004, moneyPerUnitLikelyCents: 6_200.4 })
    expect(differences(aCaseLine(), typed, customs)).toHaveLength(3)
    expect(differences(typed, aCaseLine(), customs)).toEqual([
      'Annual volume: now 18,000 (16,000.00001 to 20,000); yours: 18,000 (16,000 to 20,000).',
      'Money per unit: now €62.004 (€50 to €70); yours: €62 (€50 to €70).',
      'Share realised: now 80% (60% to 90.004%); yours: 80% (60% to 90%).',
    ])
  })

  it('names what is empty by now', () => {
    expect(differences(aCost(), aCaseLine(), customs)).toEqual(expect.arrayContaining(['Annual volume: now empty; yours: 18,000 (16,000 to 20,000).', 'Amount: now €20,000 (€18,000 to €26,000); yours: empty.']))
  })
})
