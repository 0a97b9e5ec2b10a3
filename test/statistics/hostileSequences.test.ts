import fc from 'fast-check'
import { icc } from '../../server/statistics/agreement/icc'
import { kendallW } from '../../server/statistics/agreement/kendallW'
import { krippendorffAlpha } from '../../server/statistics/agreement/krippendorffAlpha'
import { betaBinomial } from '../../server/statistics/bayes/betaBinomial'
import { normalNormal } from '../../server/statistics/bayes/normalNormal'
import { portfolioMix } from '../../server/statistics/finance/portfolioMix'
import { valueOfInformation } from '../../server/statistics/finance/valueOfInformation'
import { metaAnalysis } from '../../server/statistics/meta/metaAnalysis'
import { NotEstimable } from '../../server/statistics/notEstimable'
import { alwaysValidConfidenceSequence } from '../../server/statistics/sequential/alwaysValidConfidenceSequence'
import { alwaysValidRho } from '../../server/statistics/sequential/alwaysValidRho'
import { groupSequential } from '../../server/statistics/sequential/groupSequential'
import { msprt } from '../../server/statistics/sequential/msprt'

/** Numbers as people and programs get them wrong, and as they should be. */
const number = fc.oneof(
  fc.double(), fc.integer(), fc.nat(20), fc.double({ min: 0, max: 1, noNaN: true }),
  fc.constantFrom(0, -0, 1, NaN, Infinity, -Infinity, 5e-324, 1e-320, 1e-160, 1e160, 1e308, 1e15, 2 ** 53),
)
const share = fc.oneof({ weight: 5, arbitrary: fc.double({ min: 0, max: 1 }) }, { weight: 1, arbitrary: number })
const list = fc.array(number, { maxLength: 5 })
const table = fc.array(fc.array(number, { minLength: 2, maxLength: 3 }), { maxLength: 4 })

/** An answer without NaN, or a refusal with a reason; anything else is thrown on. */
async function survived(answer: () => unknown): Promise<void> {
  try {
    const printed = JSON.stringify(await answer(), (_key, value: unknown) =>
      Number.isNaN(value) ? 'not a number' : value,
    )
    expect(printed).not.toContain('not a number')
  } catch (fault) {
    if (!(fault instanceof NotEstimable)) throw fault
  }
}

function survives<Input>(method: (input: Input) => unknown, inputs: fc.Arbitrary<Input>, numRuns = 500): () => Promise<void> {
  return () => fc.assert(fc.asyncProperty(inputs, input => survived(() => method(input))), { numRuns })
}

describe('whatever it is given, an answer holds no NaN and comes to an end', () => {
  const arm = fc.record({ successes: fc.oneof(fc.nat(50), number), n: fc.oneof(fc.integer({ min: 50, max: 90 }), number) })
  const positive = fc.oneof(fc.double({ min: 0.001, max: 10, noNaN: true }), number)

  it(
    'groupSequential',
    survives(
      groupSequential,
      fc.record({
        informationFractions: fc.array(share, { maxLength: 4 }).map(list => list.sort((a, b) => a - b)), alpha: share,
        sided: fc.constantFrom(1 as const, 2 as const),
        spending: fc.constantFrom('obrienFleming' as const, 'pocock' as const),
      }),
      100,
    ),
  )
  it(
    'alwaysValidConfidenceSequence',
    survives(
      alwaysValidConfidenceSequence,
      fc.record({ estimate: number, standardError: positive, n: fc.oneof(fc.nat(), number), rho2: positive, alpha: share }),
    ),
  )
  it('alwaysValidRho', survives(alwaysValidRho, fc.record({ alpha: share, nOptimal: number })))
  it(
    'msprt',
    survives(
      msprt,
      fc.record({
        looks: fc.array(fc.record({ estimate: number, standardError: positive }), { maxLength: 4 }), tau2: positive,
        alpha: share,
      }),
    ),
  )
  it(
    'betaBinomial',
    survives(
      betaBinomial,
      fc.record({ treatment: arm, control: arm, priorAlpha: positive, priorBeta: positive, credibleLevel: share }),
      40,
    ),
  )
  it(
    'normalNormal',
    survives(
      normalNormal,
      fc.record({
        priorMean: number, priorSd: positive, estimate: number, standardError: positive, threshold: number,
        credibleLevel: share,
      }),
    ),
  )
  it(
    'metaAnalysis',
    survives(
      metaAnalysis,
      fc.record({
        effects: list, variances: fc.array(positive, { maxLength: 5 }), alpha: share, hartungKnapp: fc.boolean(),
        model: fc.constantFrom('fixed' as const, 'derSimonianLaird' as const, 'reml' as const),
      }).map(input => ({ ...input, effects: input.effects.slice(0, input.variances.length) })),
    ),
  )
  it('kendallW', survives(kendallW, fc.record({ ratings: table })))
  it('icc', survives(icc, fc.record({ ratings: table, alpha: share })))
  it(
    'krippendorffAlpha',
    survives(
      krippendorffAlpha,
      fc.record({
        ratings: table, level: fc.constantFrom('nominal' as const, 'ordinal' as const, 'interval' as const, 'ratio' as const),
      }),
    ),
  )
  it(
    'valueOfInformation',
    survives(valueOfInformation, fc.record({ priorMean: number, priorSd: positive, studyStandardError: positive })),
  )
  it(
    'portfolioMix',
    survives(
      portfolioMix,
      fc.record({
        items: fc
          .array(fc.record({ cost: number, value: number, people: fc.record({ it: number }) }), { maxLength: 5 })
          .map(items => items.map((item, i) => ({ ...item, id: String(i) }))),
        budget: number, capacity: fc.record({ it: number }),
      }),
      200,
    ),
  )
})
