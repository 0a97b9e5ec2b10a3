import { oneSampleT } from '../means/oneSampleT'
import { welchT } from '../means/welchT'
import { type NpsCounts } from '../nps/npsCounts'
import { npsDifference } from '../nps/npsDifference'
import { npsInterval } from '../nps/npsInterval'
import { type RandomSource } from '../random/randomSource'
import { ALPHA, type AnySetting, setting } from './calibrationSetting'

/** Percent of promoters, passives and detractors. */
export type NpsSplit = readonly [number, number, number]

/** The score of `n` answers of this split. */
export function npsIntervalSetting(split: NpsSplit, n: number): AnySetting {
  return setting<NpsCounts>({
    name: `NPS of ${n} answers, ${split.join('/')}`,
    origin: (split[0] - split[2]) / 100,
    knownEffect: 0,
    draw: random => answers(random, split, n),
    analyses: [
      { name: 'npsInterval', promise: 'coverage', answer: counts => npsInterval({ ...counts, alpha: ALPHA }) },
      {
        name: 't interval of the answers',
        promise: 'shortcut',
        answer: counts => {
          const { ciLower, ciUpper } = oneSampleT({ values: scored(counts), nullMean: 0, alpha: ALPHA })
          return { ciLower, ciUpper }
        },
      },
    ],
  })
}

/** Two arms of `n` answers with the same split. */
export function npsDifferenceSetting(split: NpsSplit, n: number): AnySetting {
  return setting<{ readonly treatment: NpsCounts; readonly control: NpsCounts }>({
    name: `difference of two NPS of ${n} answers, ${split.join('/')}`,
    knownEffect: 0,
    draw: random => ({ treatment: answers(random, split, n), control: answers(random, split, n) }),
    analyses: [
      { name: 'npsDifference', promise: 'coverage', answer: arms => npsDifference({ ...arms, alpha: ALPHA }) },
      {
        name: 'welchT of the answers',
        promise: 'shortcut',
        answer: ({ treatment, control }) =>
          welchT({ treatment: scored(treatment), control: scored(control), alpha: ALPHA }),
      },
    ],
  })
}

function answers(random: RandomSource, [promoter, passive]: NpsSplit, n: number): NpsCounts {
  const counts = { promoters: 0, passives: 0, detractors: 0 }
  for (let i = 0; i < n; i++) {
    const place = 100 * random.next()
    counts[place < promoter ? 'promoters' : place < promoter + passive ? 'passives' : 'detractors']++
  }
  return counts
}

/** Each answer as 1, 0 or -1. */
function scored({ promoters, passives, detractors }: NpsCounts): number[] {
  const several = (count: number, score: number) => Array.from({ length: count }, () => score)
  return [...several(promoters, 1), ...several(passives, 0), ...several(detractors, -1)]
}
