import { type AnySetting } from './calibrationSetting'
import { interruptedSeriesSetting } from './interruptedSeries'
import { npsDifferenceSetting, npsIntervalSetting, type NpsSplit } from './netPromoterScores'
import { peekingSetting } from './peeking'
import { proportionsSetting } from './proportions'
import { storesSetting } from './stores'
import { worstSitesSetting } from './worstSites'

const SPLITS: readonly NpsSplit[] = [[45, 30, 25], [70, 20, 10], [85, 12, 3]]
const ANSWERS = [20, 40, 80]

/** Every setting in which a confirmatory analysis shows that it keeps its promise, or says that it cannot. */
export const SETTINGS: readonly AnySetting[] = [
  storesSetting(6),
  storesSetting(4),
  worstSitesSetting,
  peekingSetting,
  ...[0.05, 0.5, 0.95].flatMap(proportion => [100, 500].map(n => proportionsSetting(proportion, n))),
  ...SPLITS.flatMap(split => ANSWERS.map(n => npsIntervalSetting(split, n))),
  ...SPLITS.flatMap(split => ANSWERS.map(n => npsDifferenceSetting(split, n))),
  ...[12, 26].flatMap(weeks => [0.3, 0.6].map(likeness => interruptedSeriesSetting(weeks, likeness))),
]
