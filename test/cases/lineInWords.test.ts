import { differences } from '../../server/cases/lineInWords'
import { wordingOf } from '../../server/pilots/wording'
import { aCaseLine, aCost } from '../support/given/cases'

const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'UTC' })

describe('what stands otherwise than it was typed', () => {
  it('is nothing where both are the same', () => {
    expect(differences(aCaseLine(), aCaseLine(), words)).toEqual([])
  })

  it('is said as people write it, each range with its ends', () => {
    const typed = aCaseLine({ annualVolumeLikely: 1, moneyPerUnitHighCents: 6_900, adoption: [0.5], source: 'x', ownerId: 'x' })
    expect(differences(aCaseLine(), typed, words)).toEqual([
      'Annual volume is now 18,000 (16,000 to 20,000).',
      'Money per unit is now €62 (€50 to €70).',
      'Adoption is now all from the first year.',
      'Source is now cost of a visit, controlling 2025.',
      'The owner is another one now.',
    ])
  })

  it('names what is empty by now', () => {
    expect(differences(aCost(), aCaseLine(), words)).toEqual(expect.arrayContaining(['Annual volume is now empty.', 'Amount is now €20,000 (€18,000 to €26,000).']))
  })
})
