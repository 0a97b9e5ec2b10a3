import { type AnySetting } from './calibrationSetting'
import { interruptedSeriesSetting } from './interruptedSeries'
import { proportionsSetting } from './proportions'
import { storesSetting } from './stores'
import { worstSitesSetting } from './worstSites'

/** Every setting in which a confirmatory analysis shows that it keeps its promise, or says that it cannot. */
export const SETTINGS: readonly AnySetting[] = [
  storesSetting(6),
  storesSetting(4),
  worstSitesSetting,
  ...[0.05, 0.5, 0.95].flatMap(proportion => [100, 500].map(n => proportionsSetting(proportion, n))),
  ...[12, 26].flatMap(weeks => [0.3, 0.6].map(likeness => interruptedSeriesSetting(weeks, likeness))),
]
