import { type BinaryArm } from '../inputChecks'
import { miettinenNurminenDifference } from '../proportions/miettinenNurminenDifference'
import { twoProportionZ } from '../proportions/twoProportionZ'
import { ALPHA, type AnySetting, setting } from './calibrationSetting'
import { binomialDraw } from './draws'

interface Arms {
  readonly treatment: BinaryArm
  readonly control: BinaryArm
}

/** Two arms of `n` with this proportion; the known effect is five points towards one half. */
export function proportionsSetting(proportion: number, n: number): AnySetting {
  return setting<Arms>({
    name: `proportions of ${Math.round(100 * proportion)} %, ${n} an arm`,
    knownEffect: proportion > 0.5 ? -0.05 : 0.05,
    draw: (random, effect) => ({
      treatment: { successes: binomialDraw(random, n, proportion + effect), n },
      control: { successes: binomialDraw(random, n, proportion), n },
    }),
    analyses: [
      {
        name: 'miettinenNurminenDifference',
        promise: 'approximate',
        answer: arms => miettinenNurminenDifference({ ...arms, alpha: ALPHA }),
      },
      {
        name: 'twoProportionZ with its plain interval',
        promise: 'shortcut',
        answer: arms => twoProportionZ({ ...arms, alpha: ALPHA }),
      },
    ],
  })
}
