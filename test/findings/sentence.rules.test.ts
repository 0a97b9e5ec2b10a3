import * as fc from 'fast-check'
import { estimated, isEstimate, turned } from '../../server/findings/analysis.rules'
import { intervalWords, measureOf, sentenceOf, type SentenceFacts } from '../../server/findings/sentence.rules'
import { verdictOf } from '../../server/findings/verdict.rules'
import { PROPERTY } from '../support/propertyRuns'

const LEADS = { works: 'It works.', harms: 'It does harm.', noMeaningfulEffect: 'It makes no difference that matters.', dontKnow: 'We do not know yet.', notDelivered: 'It was not delivered.' }

function factsOf(
  [x1, n1, x2, n2]: [number, number, number, number],
  { direction = 'higher', design = 'randomised', smallestEffect = 0.02 }: Partial<Pick<SentenceFacts, 'design' | 'smallestEffect'>> & { direction?: 'higher' | 'lower' } = {},
): SentenceFacts {
  const moments = (x: number, n: number) => ({ n, mean: x / n, m2: (x * (n - x)) / n })
  const answer = estimated('miettinenNurminenDifference', moments(x1, n1), moments(x2, n2), 0.05)
  const interval = isEstimate(answer) ? turned(answer, direction) : null
  return {
    verdict: verdictOf({ shareDelivered: 1, minimumDelivered: 0.8, interval, smallestEffect, guardrails: [] }),
    metric: { name: 'Repeat calls', kind: 'proportion', unit: '', direction, role: 'primary', margin: null },
    design, answer, alpha: 0.05, smallestEffect, guardrail: null, adjustedP: null, brokenGuardrails: [], openGuardrails: [], shareDelivered: 1, locale: 'en-GB',
  }
}

describe('the sentence of a finding', () => {
  it.each<[string, SentenceFacts, string]>([
    ['an improvement', factsOf([150, 1000, 200, 1000], { direction: 'lower' }),
      'It works. Repeat calls: 15.0% with the change, 20.0% without it. That is 5.0\u00a0points lower (1.7 to 8.3). Chance alone would hardly bring this about (p\u00a0=\u00a00.0033). The low end is below the smallest effect that matters, 2.0\u00a0points.'],
    ['harm, where higher is worse', factsOf([300, 1000, 200, 1000], { direction: 'lower' }),
      'It does harm. Repeat calls: 30.0% with the change, 20.0% without it. That is 10.0\u00a0points higher (6.2 to 13.8). Chance alone would hardly bring this about (p\u00a0<\u00a00.001).'],
    ['not known', factsOf([21, 100, 20, 100]),
      'We do not know yet. Repeat calls: 21.0% with the change, 20.0% without it. That is 1.0\u00a0point higher (10.3 lower to 12.3 higher). Chance alone could bring this about (p\u00a0=\u00a00.861 against a level of 0.05). An effect that matters, 2.0\u00a0points or more, is still possible.'],
    ['no difference at all', factsOf([20000, 100000, 20000, 100000]),
      'It makes no difference that matters. Repeat calls: 20.0% with the change, 20.0% without it. That is no difference (0.4 lower to 0.4 higher). Chance alone could bring this about (p\u00a0>\u00a00.999 against a level of 0.05). The whole interval is smaller than the smallest effect that matters, 2.0\u00a0points.'],
    ['before and after, unchanged', factsOf([20000, 100000, 20000, 100000], { design: 'beforeAfter' }),
      'It makes no difference that matters. Repeat calls stayed at 20.0%: no difference (0.4 lower to 0.4 higher). Chance alone could bring this about (p\u00a0>\u00a00.999 against a level of 0.05). The whole interval is smaller than the smallest effect that matters, 2.0\u00a0points.'],
  ])('of %s', (_what, facts, sentence) => {
    expect(sentenceOf(facts)).toBe(sentence)
  })

  it('gives digits enough that whoever subtracts finds the difference', () => {
    expect(sentenceOf(factsOf([2243, 10_000, 3296, 10_000], { direction: 'lower' }))).toMatch(/22\.43% with the change, 32\.96% without it\. That is 10\.53\u00a0points lower \(9\.30 to 11\.76\)/)
  })

  it('writes one of a unit as one', () => {
    expect(measureOf('mean', 'minutes', 'en-GB', [0.5]).value(1.001)).toBe('1\u00a0minute')
    expect(measureOf('mean', 'minutes', 'en-GB', [0.5]).value(1.5)).toBe('1.5\u00a0minutes')
  })

  it('never contradicts its numbers', () => {
    const arm = fc.integer({ min: 2, max: 200_000 }).chain(n => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(arm, arm, fc.constantFrom('higher' as const, 'lower' as const), fc.constantFrom('randomised' as const, 'beforeAfter' as const), (a, b, direction, design) => {
        const facts = factsOf([...a, ...b], { direction, design })
        const sentence = sentenceOf(facts)
        expect(sentence.startsWith(LEADS[facts.verdict])).toBe(true)
        for (const [verdict, lead] of Object.entries(LEADS)) expect(sentence.includes(lead)).toBe(verdict === facts.verdict)
        if (!isEstimate(facts.answer)) return
        const { difference, lower, upper, p } = facts.answer
        const [moved = ''] = sentence.match(/(\d[\d.,]*)\u00a0points? (higher|lower) \(|no difference \(/) ?? []
        expect(moved).toContain(difference > 0 ? 'higher' : difference < 0 ? 'lower' : 'no difference')
        expect(moved).not.toMatch(/^0(\.0+)?\s/)
        expect(sentence.includes('hardly')).toBe(lower > 0 || upper < 0)
        expect(p <= 0.05).toBe(lower > 0 || upper < 0)
        if (facts.verdict === 'works') expect(difference * (direction === 'higher' ? 1 : -1)).toBeGreaterThan(0)
        if (facts.verdict === 'harms') expect(difference * (direction === 'higher' ? 1 : -1)).toBeLessThan(0)
      }),
      PROPERTY,
    )
  })

  it.each([
    [{ lower: 0.2, upper: 0.4 }, '20.0 to 40.0'],
    [{ lower: -0.4, upper: -0.2 }, '20.0 to 40.0'],
    [{ lower: -0.4, upper: 0.2 }, '40.0 lower to 20.0 higher'],
  ])('names the ends of %j by size or by side', (interval, words) => {
    expect(intervalWords(interval, measureOf('proportion', '', 'en-GB', [interval.lower, interval.upper]))).toBe(words)
  })

  it('writes the level in the locale of the program', () => {
    expect(sentenceOf({ ...factsOf([21, 100, 20, 100]), locale: 'de-DE' })).toContain('(p\u00a0=\u00a00,861 against a level of 0,05)')
  })

  it('writes a mean in its unit, in the locale of the program', () => {
    const measure = measureOf('mean', 'minutes', 'de-DE', [-0.42])
    expect(measure.size(1)).toBe('1\u00a0minute')
    expect([measure.value(12.346), measure.size(-0.42)]).toEqual(['12,35\u00a0minutes', '0,42\u00a0minutes'])
  })
})
