import * as fc from 'fast-check'
import { guardrailState, verdictOf, type VerdictFacts } from '../../server/findings/verdict.rules'
import { PROPERTY } from '../support/propertyRuns'

const facts = (changes: Partial<VerdictFacts> & { at?: [number, number] } = {}): VerdictFacts => {
  const { at: [lower, upper] = [1, 3], ...rest } = changes
  return { shareDelivered: 1, minimumDelivered: 0.8, interval: { estimate: (lower + upper) / 2, lower, upper }, smallestEffect: 2, guardrails: [], ...rest }
}
const guardrail = (lower: number, upper: number) => ({ name: 'Complaints', margin: 1, interval: { estimate: (lower + upper) / 2, lower, upper } })

describe('the verdict', () => {
  it.each<[string, VerdictFacts, string]>([
    ['above zero', facts(), 'works'],
    ['above zero and above what matters', facts({ at: [2.5, 4] }), 'works'],
    ['below zero', facts({ at: [-3, -1] }), 'harms'],
    ['across zero, reaching beyond what matters', facts({ at: [-1, 3] }), 'dontKnow'],
    ['across zero, all of it too small to matter', facts({ at: [-1.9, 1.9] }), 'noMeaningfulEffect'],
    ['above zero, all of it too small to matter', facts({ at: [0.1, 1.9] }), 'noMeaningfulEffect'],
    ['below zero, all of it too small to matter', facts({ at: [-1.9, -0.1] }), 'noMeaningfulEffect'],
    ['touching what matters', facts({ at: [-1, 2] }), 'dontKnow'],
    ['above zero without a smallest effect', facts({ at: [0.1, 0.2], smallestEffect: null }), 'works'],
    ['no number', facts({ interval: null }), 'dontKnow'],
    ['delivered to less than half of the minimum', facts({ shareDelivered: 0.39 }), 'notDelivered'],
    ['delivered to exactly half of the minimum', facts({ shareDelivered: 0.4 }), 'works'],
    ['delivery not recorded', facts({ shareDelivered: null }), 'works'],
    ['not delivered comes before a broken guardrail', facts({ shareDelivered: 0, guardrails: [guardrail(-3, -2)] }), 'notDelivered'],
    ['a broken guardrail comes before a good effect', facts({ guardrails: [guardrail(-3, -1.1)] }), 'harms'],
    ['a broken guardrail comes before no effect', facts({ at: [-1, 1], guardrails: [guardrail(-3, -1.1)] }), 'harms'],
    ['a guardrail at its margin is not broken', facts({ guardrails: [guardrail(-3, -1)] }), 'dontKnow'],
    ['a guardrail that is not shown to hold', facts({ guardrails: [guardrail(-1.5, 2)] }), 'dontKnow'],
    ['a guardrail that is worse, within its margin', facts({ guardrails: [guardrail(-0.9, -0.1)] }), 'works'],
    ['a guardrail without a number', facts({ guardrails: [{ name: 'Complaints', margin: 1, interval: null }] }), 'dontKnow'],
  ])('%s', (_what, given, verdict) => {
    expect(verdictOf(given)).toBe(verdict)
  })

  it('is the first of the list that holds, always one and never two', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true })
    const interval = fc.tuple(number, number).map(([a, b]) => ({ lower: Math.min(a, b), upper: Math.max(a, b), estimate: (a + b) / 2 }))
    const anything = fc.record({
      shareDelivered: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      minimumDelivered: fc.double({ min: 0, max: 1, noNaN: true }),
      interval: fc.option(interval),
      smallestEffect: fc.option(fc.double({ min: 0.01, max: 3, noNaN: true })),
      guardrails: fc.array(fc.record({ name: fc.constant('g'), interval: fc.option(interval), margin: fc.double({ min: 0.01, max: 3, noNaN: true }) }), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(anything, given => {
        const { shareDelivered, minimumDelivered, interval: i, smallestEffect: m, guardrails } = given
        const holds = [
          ['notDelivered', shareDelivered !== null && shareDelivered < minimumDelivered / 2],
          ['harms', guardrails.some(guard => guardrailState(guard) === 'broken')],
          ['noMeaningfulEffect', i !== null && m !== null && i.lower > -m && i.upper < m],
          ['harms', i !== null && i.upper < 0],
          ['works', i !== null && i.lower > 0 && guardrails.every(guard => guardrailState(guard) === 'held')],
          ['dontKnow', true],
        ] as const
        expect(verdictOf(given)).toBe(holds.find(([, does]) => does)?.[0])
      }),
      PROPERTY,
    )
  })
})
