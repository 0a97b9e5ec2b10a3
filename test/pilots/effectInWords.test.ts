import { effectInWords } from '../../server/pilots/effectInWords'
import { wordingOf } from '../../server/pilots/wording'

const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })

describe('an effect in words', () => {
  it.each([
    [0.03, 'proportion', '', '3 percentage points'],
    [0.01, 'proportion', '', '1 percentage point'],
    [0.07, 'proportion', '', '7 percentage points'],
    [2.5, 'duration', 'minutes', '2.5 minutes'],
    [1, 'duration', 'minutes', '1 minute'],
    [1, 'mean', 'points of 7', '1 point of 7'],
    [1, 'mean', 'Mbps', '1 Mbps'],
    [0.3, 'mean', '', '0.3'],
  ] as const)('an effect of %d of a %s', (effect, kind, unit, said) => {
    expect(effectInWords(effect, { kind, unit }, words)).toBe(said)
  })
})
