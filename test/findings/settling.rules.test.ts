import { settling } from '../../server/findings/settling.rules'
import type { Finding } from '../../server/findings/finding.entity'

const share = (value: number, n: number) => ({ n, value, successes: Math.round(value * n), standardDeviation: null })
const metric = { id: 'm', role: 'primary', name: 'Second visit needed', kind: 'proportion', unit: '', direction: 'lower', margin: null }

/** A don't know of a share, of so many units in each group. */
function unsettled(n: number, changes: { design?: string; interval?: [number, number]; smallestEffect?: number; metrics?: object[] } = {}): Finding {
  const { design = 'randomised', interval = [-0.03, 0.03], smallestEffect = 0.03, metrics = [metric] } = changes
  return {
    metricId: 'm',
    notEstimable: null,
    intervalLower: interval[0],
    intervalUpper: interval[1],
    result: { reference: share(0.25, n), changed: share(0.25, n), statistic: 0, df: null, adjustedP: null, guardrail: null },
    inputs: { plan: { design, alpha: 0.05, smallestEffect, metrics } },
  } as unknown as Finding
}

describe('what would settle a don’t know', () => {
  // by hand: (1.95996 √(2 × 0.235 × 0.765) + 0.84162 √(0.25 × 0.75 + 0.22 × 0.78))² / 0.03² = 3134.4; 4195.6 with 1.28155
  it('is the size that finds the smallest effect with a good chance, and the weeks until it has arrived', () => {
    expect(settling(unsettled(1500), 250, 'en-GB')).toEqual([
      expect.stringMatching(/^3,135 units in each group find an effect of 3\.0 points, if there is one, with a chance of 80%; there are 1,500 now\.$/),
      expect.stringMatching(/^That is 3,270 more: about 14 weeks at 250 arrivals a week\.$/),
    ])
  })

  it('counts the outcome alone where the baseline is recorded', () => {
    const [, cost] = settling(unsettled(1500, { design: 'beforeAfter' }), 250, 'en-GB')
    expect(cost).toMatch(/^That is 1,635 more after the change: about 7 weeks/)
  })

  it('asks for a better chance where the size for a good one is reached', () => {
    expect(settling(unsettled(3500), 250, 'en-GB')[0]).toMatch(/^4,196 units .* with a chance of 90%/)
    expect(settling(unsettled(20_000), 250, 'en-GB')).toEqual([expect.stringContaining('close to a border')])
  })

  it('says so where nobody knows how many arrive', () => {
    expect(settling(unsettled(1500), null, 'en-GB')[1]).toContain('the proposal states no arrivals a week')
  })

  it('names the guardrails where the effect itself is beyond doubt', () => {
    const guardrail = { ...metric, id: 'g', role: 'guardrail', name: 'Complaints', margin: 0.01 }
    expect(settling(unsettled(1500, { interval: [-0.05, -0.01], metrics: [metric, guardrail] }), 250, 'en-GB')).toEqual([
      'More readings of the guardrails that are not shown to have held, of: Complaints.',
    ])
  })
})
