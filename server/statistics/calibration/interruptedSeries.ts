import { interruptedTimeSeries, type InterruptedTimeSeriesResult } from '../timeSeries/interruptedTimeSeries'
import { twoSidedT } from '../twoSidedT'
import { ALPHA, type AnySetting, setting } from './calibrationSetting'
import { normalDraw } from './draws'

/** As many weeks before as after, whose noise depends on that of the week before. */
export function interruptedSeriesSetting(weeks: number, autocorrelation: number): AnySetting {
  return setting<InterruptedTimeSeriesResult>({
    name: `segmented regression, ${weeks}+${weeks} weeks, autocorrelation ${autocorrelation}`,
    knownEffect: 2,
    draw: (random, effect) => {
      let noise = normalDraw(random, 1 / Math.sqrt(1 - autocorrelation ** 2))
      const y = Array.from({ length: 2 * weeks }, (_, week) => {
        noise = autocorrelation * noise + normalDraw(random)
        return noise + (week >= weeks ? effect : 0)
      })
      return interruptedTimeSeries({
        y,
        interruptionIndex: weeks,
        // the rule of thumb of Newey and West
        lag: Math.floor(4 * ((2 * weeks) / 100) ** (2 / 9)),
        smallSampleAdjustment: true,
        ljungBoxLag: 4,
        alpha: ALPHA,
      })
    },
    analyses: [
      {
        name: 'interruptedTimeSeries, level change',
        promise: 'cautioned',
        answer: ({ coefficients: { levelChange }, cautions }) => ({
          p: levelChange.p, ciLower: levelChange.ciLower, ciUpper: levelChange.ciUpper, cautioned: cautions.length > 0,
        }),
      },
      {
        name: 'the same with plain standard errors',
        promise: 'shortcut',
        answer: ({ coefficients: { levelChange }, df }) =>
          twoSidedT(df, ALPHA)(levelChange.estimate, levelChange.olsStandardError),
      },
    ],
  })
}
