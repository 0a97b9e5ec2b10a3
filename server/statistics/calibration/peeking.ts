import { welchT } from '../means/welchT'
import { mergeMoments } from '../moments/mergeMoments'
import { type Moments, momentsOf } from '../moments/moments'
import { alwaysValidConfidenceSequence } from '../sequential/alwaysValidConfidenceSequence'
import { alwaysValidRho } from '../sequential/alwaysValidRho'
import { groupSequential } from '../sequential/groupSequential'
import { msprt } from '../sequential/msprt'
import { ALPHA, type AnySetting, setting, type SimulatedAnswer } from './calibrationSetting'
import { normalDraws } from './draws'

/** Difference of two arms at one look, from everybody so far. */
interface Look {
  readonly estimate: number
  readonly standardError: number
  /** of its t test */
  readonly p: number
  readonly ciLower: number
  readonly ciUpper: number
  /** people of both arms so far */
  readonly n: number
}

const WEEKS = 12
const PEOPLE_A_WEEK = 50
/** z limits of weekly looks that spend the level as O'Brien and Fleming. */
const PLANNED = groupSequential({
  informationFractions: Array.from({ length: WEEKS }, (_, week) => (week + 1) / WEEKS), alpha: ALPHA, sided: 2,
  spending: 'obrienFleming',
}).criticalValues
const { rho2: RHO2 } = alwaysValidRho({ alpha: ALPHA, nOptimal: WEEKS * PEOPLE_A_WEEK })

/** Looking every week for twelve weeks, and stopping when there is something to see. */
export const peekingSetting: AnySetting = setting<readonly Look[]>({
  name: `a look every week for ${WEEKS} weeks, ${PEOPLE_A_WEEK} people an arm and week`,
  knownEffect: 0.2,
  draw: (random, effect) => {
    const week = (more: number): Moments => momentsOf(normalDraws(random, PEOPLE_A_WEEK).map(value => value + more))
    const looks: Look[] = []
    let arms = { treatment: week(effect), control: week(0) }
    for (let i = 0; i < WEEKS; i++) {
      if (i > 0) {
        arms = { treatment: mergeMoments(arms.treatment, week(effect)), control: mergeMoments(arms.control, week(0)) }
      }
      const { meanDifference, standardError, p, ciLower, ciUpper } = welchT({ ...arms, alpha: ALPHA })
      looks.push({
        estimate: meanDifference, standardError, p, ciLower, ciUpper, n: arms.treatment.n + arms.control.n,
      })
    }
    return looks
  },
  analyses: [
    {
      name: 'groupSequential, looks as planned',
      promise: 'approximate',
      answer: looks =>
        together(
          looks.map(({ estimate, standardError }, i) => {
            const reach = (PLANNED[i] as number) * standardError
            return { p: Math.abs(estimate) >= reach ? 0 : 1, ciLower: estimate - reach, ciUpper: estimate + reach }
          }),
        ),
    },
    {
      name: 'alwaysValidConfidenceSequence',
      promise: 'exact',
      answer: looks =>
        together(
          // the variance of one observation of the difference follows from n and the standard error
          looks.map(({ estimate, standardError, n }) =>
            alwaysValidConfidenceSequence({ estimate, standardError, n, rho2: RHO2, alpha: ALPHA }),
          ),
        ),
    },
    {
      name: 'msprt',
      promise: 'exact',
      answer: looks => msprt({ looks, tau2: 0.04, alpha: ALPHA }).looks.at(-1) as SimulatedAnswer,
    },
    { name: 'welchT every week, stopping at p <= 0.05', promise: 'shortcut', answer: looks => together(looks) },
  ],
})

/** What somebody sees who looks every time: the smallest p, and whether any interval missed. */
function together(looks: readonly Required<Pick<SimulatedAnswer, 'p' | 'ciLower' | 'ciUpper'>>[]): SimulatedAnswer {
  return {
    p: Math.min(...looks.map(({ p }) => p)),
    ciLower: Math.max(...looks.map(({ ciLower }) => ciLower)),
    ciUpper: Math.min(...looks.map(({ ciUpper }) => ciUpper)),
  }
}
