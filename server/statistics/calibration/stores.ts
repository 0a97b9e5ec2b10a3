import { clusterRobustDifference } from '../clusters/clusterRobustDifference'
import { welchT } from '../means/welchT'
import { momentsOf } from '../moments/moments'
import { type RandomSource } from '../random/randomSource'
import { permutationTest } from '../sites/permutationTest'
import { ALPHA, type AnySetting, setting } from './calibrationSetting'
import { normalDraw, normalDraws } from './draws'

interface Stores {
  /** the customers of each store */
  readonly treatment: readonly (readonly number[])[]
  readonly control: readonly (readonly number[])[]
}

const CUSTOMERS = 100
const ICC = 0.05

/** As many stores in each arm, 100 customers each, whose outcomes have variance 1 and intraclass correlation 0.05. */
export function storesSetting(storesPerArm: number): AnySetting {
  const store = (random: RandomSource, effect: number) => {
    const level = normalDraw(random, Math.sqrt(ICC)) + effect
    return normalDraws(random, CUSTOMERS, Math.sqrt(1 - ICC)).map(value => value + level)
  }
  const stores = (random: RandomSource, effect: number) =>
    Array.from({ length: storesPerArm }, () => store(random, effect))
  const means = (arm: Stores['control']) => arm.map(customers => momentsOf(customers).mean)
  return setting<Stores>({
    name: `${storesPerArm} against ${storesPerArm} stores of ${CUSTOMERS} customers, intracluster correlation ${ICC}`,
    knownEffect: 0.3,
    draw: (random, effect) => ({ treatment: stores(random, effect), control: stores(random, 0) }),
    analyses: [
      {
        name: 'permutationTest of store means',
        promise: 'exact',
        answer: ({ treatment, control }) =>
          permutationTest({ treatment: means(treatment), control: means(control), alpha: ALPHA }),
      },
      {
        name: 'clusterRobustDifference, cr2',
        promise: 'approximate',
        answer: ({ treatment, control }) => {
          const all = [...treatment, ...control]
          return clusterRobustDifference({
            y: all.flat(),
            treatment: all.flatMap((customers, i) => customers.map(() => (i < treatment.length ? 1 : 0))),
            cluster: all.flatMap((customers, i) => customers.map(() => i)),
            alpha: ALPHA,
          }).cr2
        },
      },
      {
        name: 'welchT of customers',
        promise: 'shortcut',
        answer: ({ treatment, control }) =>
          welchT({ treatment: treatment.flat(), control: control.flat(), alpha: ALPHA }),
      },
    ],
  })
}
