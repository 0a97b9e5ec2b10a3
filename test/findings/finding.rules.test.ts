import { defaultRule } from '../../server/plans/decisionRule.rules'
import type { PlanContent } from '../../server/plans/planContent.rules'
import type { Arm, Period } from '../../server/readings/reading.entity'
import { ENGINE_VERSION, isEstimate } from '../../server/findings/analysis.rules'
import { analysed, digestOf, goodFor, resultsHidden, type FindingInputs } from '../../server/findings/finding.rules'
import { rScript } from '../../server/findings/rScript'
import { PILOT_STATES } from '../../server/pilots/pilot.entity'
import { aPlanContent, aPlannedMetric } from '../support/given/plans'

const share = (metricId: string, arm: Arm, period: Period, successes: number, n: number) => ({
  metricId, arm, period, n, mean: successes / n, m2: (successes * (n - successes)) / n,
})

function inputs(plan: Partial<PlanContent>, moments: FindingInputs['moments'], changes: Partial<FindingInputs['execution']> = {}): FindingInputs {
  return {
    engine: ENGINE_VERSION,
    planHash: 'a hash',
    locale: 'en-GB',
    plan: aPlanContent({ smallestEffect: 0.01, decisionRule: defaultRule(3), ...plan }),
    moments,
    imports: [],
    execution: { amendedAfterFirstOutcome: false, earlierLooks: 0, shareDelivered: 1, readingsWithoutSource: 0, outcomesBeforeLock: 0, ...changes },
    quality: { missing: [], duplicates: 0 },
  }
}

const day7 = aPlannedMetric({ id: 'day7', name: 'Players who came back after seven days', direction: 'higher' })
const COOKIE = inputs({ metrics: [day7] }, [share('day7', 'control', 'outcome', 8502, 44700), share('day7', 'treatment', 'outcome', 8279, 45489)])

const repeat = aPlannedMetric({ id: 'repeat', name: 'Customers who had to call again', direction: 'lower' })
const CALLS = inputs({ design: 'beforeAfter', metrics: [repeat], smallestEffect: 0.03 }, [
  share('repeat', 'treatment', 'baseline', 412, 1630),
  share('repeat', 'treatment', 'outcome', 287, 1544),
], { shareDelivered: 0.92 })

describe('the published test: the first gate moved from level 30 to level 40', () => {
  const { findings: [finding], evidence } = analysed(COOKIE)

  it('gives the reference result', () => {
    if (!finding || !isEstimate(finding.answer)) throw new Error('There is no estimate.')
    expect(finding.method).toBe('miettinenNurminenDifference')
    expect(finding.answer.lower).toBeCloseTo(-0.0132823, 7)
    expect(finding.answer.upper).toBeCloseTo(-0.0031214, 7)
    expect(finding.answer.p).toBeCloseTo(0.00155434, 8)
  })

  it('harms, and the rule stops it', () => {
    expect(finding).toMatchObject({ verdict: 'harms', fired: { action: 'stop', row: 1 } })
  })

  it('is evidence 5 with a caution about the sizes of the arms', () => {
    expect(evidence.level).toBe(5)
    expect(evidence.reasons).toEqual([
      expect.objectContaining({ kind: 'start' }),
      expect.objectContaining({ kind: 'caution', text: expect.stringContaining('p\u00a0=\u00a00.0086') as string }),
    ])
  })

  it('says so in words', () => {
    expect(finding?.sentence).toBe(
      'It does harm. Players who came back after seven days: 18.2% with the change, 19.0% without it. ' +
        'That is 0.8\u00a0points lower (0.3 to 1.3). Chance alone would hardly bring this about (p\u00a0=\u00a00.0016).',
    )
  })

  it('shows the calculation with its own numbers', () => {
    const steps = finding?.working?.steps.map(({ what, value }) => [what, value])
    expect(steps).toEqual(expect.arrayContaining([['Difference', String(Number((8279 / 45489 - 8502 / 44700).toPrecision(8)))]]))
    expect(steps?.at(-1)?.[1]).toMatch(/^z = 1\.959964; z = -1\.959964$/)
    expect(finding?.working?.beside.map(({ what }) => what)).toEqual(['Pooled z test', 'Newcombe’s interval'])
  })
})

describe('the before/after of repeat contacts', () => {
  const { findings: [finding], evidence } = analysed(CALLS)

  it('works, on evidence 2, and the rule extends it', () => {
    expect(finding).toMatchObject({ verdict: 'works', fired: { verdict: 'works', action: 'extend' } })
    expect(evidence.level).toBe(2)
    expect(goodFor(evidence.level, 3, 'works')).toEqual({ enough: 'another, stronger pilot', notYet: 'rollout (the program asks for 3)' })
    expect(goodFor(5, 3, 'harms')).toEqual({ enough: 'a decision against rollout', notYet: null })
    expect(goodFor(2, 3, 'noMeaningfulEffect')).toEqual({ enough: 'a decision against rollout', notYet: 'giving the idea up for good' })
    expect(goodFor(5, 3, 'dontKnow')).toEqual({ enough: 'planning what comes next', notYet: 'any conclusion about the change' })
  })

  it('says so in words', () => {
    expect(finding?.sentence).toBe(
      'It works. Customers who had to call again fell from 25.3% to 18.6%: 6.7\u00a0points lower (3.8 to 9.6). ' +
        'Chance alone would hardly bring this about (p\u00a0<\u00a00.001). Even the low end is as large as the smallest effect that matters, 3.0\u00a0points.',
    )
  })
})

describe('what cannot be analysed', () => {
  it.each([
    [{ design: 'timeSeries' as const }, /design is not available yet/],
    [{ design: 'beforeAfter' as const, pairing: 'paired' as const }, /paired units is not available yet/],
    [{ metrics: [aPlannedMetric({ id: 'day7', kind: 'count' })] }, /kind of metric is not available yet/],
  ])('%j says so and knows nothing', (plan, sentence) => {
    const { findings: [finding] } = analysed(inputs({ metrics: [day7], ...plan }, COOKIE.moments))
    expect(finding).toMatchObject({ verdict: 'dontKnow', method: null, working: null, fired: { action: 'extend' } })
    expect(finding?.sentence).toMatch(sentence)
  })

  it.each([
    ['nothing', [], 'There are no readings yet.'],
    ['one arm', [share('day7', 'treatment', 'outcome', 1, 9)], 'There are no readings to compare with.'],
    ['the other arm', [share('day7', 'control', 'outcome', 1, 9)], 'There are no readings of the change.'],
  ])('with readings of %s there is a sentence, not a number', (_what, moments, sentence) => {
    const { findings: [finding] } = analysed(inputs({ metrics: [day7] }, moments))
    expect(finding?.sentence).toBe(`We do not know yet. ${sentence}`)
  })
})

describe('several metrics', () => {
  const guarded = aPlannedMetric({ id: 'guard', role: 'guardrail', name: 'Complaints', direction: 'lower', margin: 0.01 })
  const seconds = [1, 2].map(at => aPlannedMetric({ id: `second${at}`, role: 'secondary', name: `Second ${at}` }))

  const outcome = (id: string, control: number, treatment: number) => [
    share(id, 'control', 'outcome', control, 5000),
    share(id, 'treatment', 'outcome', treatment, 5000),
  ]

  it.each([
    ['held', outcome('guard', 100, 100), 'held', 'works', /^It works\./],
    ['broken', outcome('guard', 100, 400), 'broken', 'harms', /Worse than its margin allows: Complaints\./],
    ['open', outcome('guard', 100, 145), 'open', 'dontKnow', /Not shown to be unharmed: Complaints\./],
    ['without readings', [], 'open', 'dontKnow', /Not shown to be unharmed: Complaints\./],
  ])('a guardrail that is %s', (_what, guard, state, verdict, sentence) => {
    const { findings } = analysed(inputs({ metrics: [day7, guarded] }, [...outcome('day7', 900, 1300), ...guard]))
    expect(findings[0]).toMatchObject({ verdict })
    expect(findings[0]?.sentence).toMatch(sentence)
    expect(findings[1]).toMatchObject({ guardrail: state, fired: null })
  })

  it.each([
    ['held although it is worse', outcome('guard', 100, 130), { guardrail: 'held', verdict: 'noMeaningfulEffect' }, /^The guardrail held\. .* Even the bad end is within the margin of 2\.0\u00a0points\.$/],
    ['broken', outcome('guard', 100, 400), { guardrail: 'broken', verdict: 'harms' }, /^The guardrail is broken\. .* Even the good end is beyond the margin of 2\.0\u00a0points\.$/],
    ['open', outcome('guard', 100, 180), { guardrail: 'open', verdict: 'harms' }, /^The guardrail is not shown to hold\. .* The bad end reaches the margin/],
    ['without readings', [], { guardrail: 'open', verdict: 'dontKnow' }, /^The guardrail is not shown to hold\. There are no readings yet\.$/],
  ])('a guardrail that is %s says so itself', (_what, guard, found, sentence) => {
    const { findings } = analysed(inputs({ metrics: [day7, { ...guarded, margin: 0.02 }] }, [...outcome('day7', 900, 1300), ...guard]))
    expect(findings[1]).toMatchObject(found)
    expect(findings[1]?.sentence).toMatch(sentence)
  })

  it.each<[string, [number, number], string, RegExp]>([
    ['better after the correction', [900, 1100], 'works', /^Better\. .* would hardly bring this about/],
    ['better only when seen alone', [900, 985], 'dontKnow', /^No clear difference\. .* Seen alone, .* among all secondary metrics it could \(adjusted p\u00a0=\u00a00\.0\d+ against a level of 0\.05\)\.$/],
    ['worse after the correction', [1100, 900], 'harms', /^Worse\. /],
  ])('a secondary metric that is %s is called so', (_what, [control, treatment], verdict, sentence) => {
    const { findings } = analysed(inputs({ metrics: [day7, ...seconds] }, [...outcome('day7', 900, 1300), ...outcome('second1', control, treatment), ...outcome('second2', 900, 905)]))
    expect(findings[1]).toMatchObject({ verdict })
    expect(findings[1]?.sentence).toMatch(sentence)
  })

  it('are one primary, and a family of secondaries that Holm corrects', () => {
    const { findings } = analysed(inputs({ metrics: [day7, ...seconds] }, [...outcome('day7', 900, 1300), ...outcome('second1', 900, 1000), ...outcome('second2', 900, 985)]))
    const [, one, two] = findings
    if (!one || !two || !isEstimate(one.answer) || !isEstimate(two.answer)) throw new Error('There is no estimate.')
    expect(findings[0]?.adjustedP).toBeNull()
    expect(one.adjustedP).toBeCloseTo(2 * one.answer.p, 12)
    expect(two.adjustedP).toBeCloseTo(Math.max(2 * one.answer.p, two.answer.p), 12)
  })
})

describe('values that are missing', () => {
  const arms = [share('day7', 'control', 'outcome', 900, 4900), share('day7', 'treatment', 'outcome', 1300, 4500)]
  const quality = (control: number, treatment: number): Pick<FindingInputs, 'quality'> => ({
    quality: { duplicates: 0, missing: [{ metricId: 'day7', arm: 'control', period: 'outcome', missing: control }, { metricId: 'day7', arm: 'treatment', period: 'outcome', missing: treatment }] },
  })

  it('cost a level where one arm lost more units than the other', () => {
    const { evidence } = analysed({ ...inputs({ metrics: [day7] }, arms), ...quality(100, 500) })
    expect(evidence.level).toBe(4)
    expect(evidence.reasons.map(({ text }) => text)).toContainEqual(expect.stringMatching(/missing for 10% of the treatment arm and 2% of the control arm/))
  })
})

describe('the digest of the inputs', () => {
  it('is the same for the same, and another for the smallest change', () => {
    expect(digestOf(COOKIE)).toBe(digestOf(structuredClone(COOKIE)))
    expect(digestOf({ ...COOKIE, execution: { ...COOKIE.execution, shareDelivered: 0.999 } })).not.toBe(digestOf(COOKIE))
  })
})

describe('when results are seen', () => {
  it.each(PILOT_STATES)('%s', state => {
    expect(resultsHidden(state) === null).toBe(['concluded', 'scaling', 'sustained', 'stopped'].includes(state))
  })
})

describe('the script for R', () => {
  it.each([['a share', COOKIE], ['before and after', CALLS]])('of %s holds the counts and the numbers it must find', (_what, given) => {
    const { findings: [finding] } = analysed(given)
    if (!finding || !isEstimate(finding.answer)) throw new Error('There is no estimate.')
    const script = rScript({ metric: finding.metric.name, pilot: 'A "pilot"\nstop()', number: 1, inputsDigest: digestOf(given), alpha: 0.05, estimate: finding.answer })
    expect(script).toContain(`x1 <- ${finding.answer.changed.successes}; n1 <- ${finding.answer.changed.n}`)
    expect(script).toContain(`p = ${finding.answer.p}`)
    expect(script).not.toMatch(/^stop\(\)/m)
  })
})
