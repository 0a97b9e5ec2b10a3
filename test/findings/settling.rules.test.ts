import { settling } from '../../server/findings/settling.rules'
import type { Finding } from '../../server/findings/finding.entity'

const share = (value: number, n: number) => ({ n, value, successes: Math.round(value * n), standardDeviation: null })
const metric = { id: 'm', role: 'primary', name: 'Second visit needed', kind: 'proportion', unit: '', direction: 'lower', margin: null }

interface Changes {
  design?: string
  interval?: [number, number]
  smallestEffect?: number
  metrics?: object[]
  /** The share of units in the treatment group. */
  treated?: number
  reference?: object
  changed?: object
}

/** A don't know of a share, of so many units in each group. */
function unsettled(n: number, changes: Changes = {}): Finding {
  const { design = 'randomised', interval = [-0.03, 0.03], smallestEffect = 0.03, metrics = [metric], treated = 0.5 } = changes
  const { reference = share(0.25, n), changed = share(0.25, n) } = changes
  return {
    metricId: 'm',
    notEstimable: null,
    intervalLower: interval[0],
    intervalUpper: interval[1],
    result: { reference, changed, statistic: 0, df: null, adjustedP: null, guardrail: null },
    inputs: { plan: { design, alpha: 0.05, smallestEffect, metrics, allocationTreatment: treated } },
  } as unknown as Finding
}

describe('what would settle a don’t know', () => {
  // by hand: (1.95996 √(2 × 0.235 × 0.765) + 0.84162 √(0.25 × 0.75 + 0.22 × 0.78))² / 0.03² = 3134.4; 4195.6 with 1.28155
  it('is the size that finds the smallest effect with a good chance, and the weeks until it has arrived', () => {
    expect(settling(unsettled(1500), 250, 'en-GB')).toEqual([
      expect.stringMatching(/^3,135 units in each group find an effect of 3\.0\u00a0points, if there is one, with a chance of 80%; there are 1,500 now\.$/),
      expect.stringMatching(/^That is 3,270 more: about 14 weeks at 250 arrivals a week\.$/),
    ])
  })

  // the smallest n with 1.95996 √(p̄ q̄ (1/baseline + 1/n)) + 0.84162 √(v0/baseline + v1/n) <= the effect, p̄ weighted by the sizes
  it.each([
    [0.05, 0.04, 5000, 169],
    [0.05, 0.03, 5000, 350],
    [0.1, 0.05, 3000, 256],
    [0.05, -0.04, 5000, 302],
    [0.03, 0.03, 1000, 174],
  ])('from %d, an effect of %d is found beside a baseline of %d by %d units', (before, fall, baseline, needed) => {
    const direction = fall > 0 ? 'lower' : 'higher'
    const few = { design: 'beforeAfter', metrics: [{ ...metric, direction }], smallestEffect: Math.abs(fall) }
    const said = (after: number): string => settling(unsettled(0, { ...few, reference: share(before, baseline), changed: share(before, after) }), 250, 'en-GB')[0] ?? ''
    expect(said(needed - 1)).toContain(`it takes about ${needed} units after the change`)
    expect(said(needed - 1)).toContain('with a chance of 80%')
    expect(said(needed)).not.toContain('with a chance of 80%')
  })

  it('asks of the outcome what the baseline, which is recorded, leaves open', () => {
    const beforeAfter = (before: number, after: number) => unsettled(before, { design: 'beforeAfter', changed: share(0.25, after) })
    expect(settling(beforeAfter(2000, 1500), 250, 'en-GB')).toEqual([
      'With the baseline of 2,000 it takes about 6,916 units after the change to find an effect of 3.0\u00a0points, if there is one, with a chance of 80%; there are 1,500 now.',
      'That is 5,416 more after the change: about 22 weeks at 250 arrivals a week.',
    ])
    expect(settling(beforeAfter(2000, 6916), 250, 'en-GB')).toEqual([
      expect.stringMatching(/^With the baseline of 2,000 no number of units after the change finds .* with a chance of 90%: that takes 4,196 in each period\.$/),
      expect.stringMatching(/^Another pilot of that size would settle it/),
    ])
    expect(settling(beforeAfter(20_000, 2000), 250, 'en-GB')[0]).toMatch(/it takes about [\d,]+ units .* chance of 90%; there are 2,000 now/)
  })

  it('says where the baseline alone is too small for an answer', () => {
    expect(settling(unsettled(1500, { design: 'beforeAfter' }), 250, 'en-GB')).toEqual([
      expect.stringMatching(/^With the baseline of 1,500 no number of units after the change finds an effect of .*, if there is one, with a chance of 80%: that takes 3,135 in each period\.$/),
      expect.stringMatching(/^Another pilot of that size would settle it/),
    ])
  })

  it('asks for a better chance where the size for a good one is reached', () => {
    expect(settling(unsettled(3500), 250, 'en-GB')[0]).toMatch(/^4,196 units .* with a chance of 90%/)
    expect(settling(unsettled(20_000), 250, 'en-GB')).toEqual([expect.stringContaining('close to a border')])
  })

  // 3,135 - 2,735 = 400 without the change, of whom 10 arrive a week; the group with the change has enough
  it('waits for the group that fills more slowly', () => {
    const few = unsettled(2735, { treated: 0.9, changed: share(0.25, 24_615) })
    const [, cost] = settling(few, 100, 'en-GB')
    expect(cost).toBe('That is 400 more: about 40 weeks at 100 arrivals a week, of which 10% come to the group without the change.')
    const [, other] = settling(unsettled(2735, { treated: 0.1, reference: share(0.25, 24_615) }), 100, 'en-GB')
    expect(other).toContain('about 40 weeks at 100 arrivals a week, of which 10% come to the group with the change')
  })

  it('writes arrivals as they are, however few', () => {
    expect(settling(unsettled(1500), 0.4, 'en-GB')[1]).toMatch(/ at 0\.4 arrivals a week\.$/)
    expect(settling(unsettled(1500), 12.5, 'de')[1]).toMatch(/ at 12,5 arrivals a week\.$/)
    expect(settling(unsettled(1500), 1, 'en-GB')[1]).toMatch(/ at 1 arrival a week\.$/)
    expect(settling(unsettled(3134, { changed: share(0.25, 3134) }), 250, 'en-GB')[1]).toMatch(/about 1 week at/)
  })

  describe('where no number of units answers, claims no group to be large enough', () => {
    const mean = { ...metric, kind: 'mean', unit: 'minutes' }
    const values = (standardDeviation: number) => ({ n: 40, value: 12, successes: null, standardDeviation })

    it('a share that cannot fall so far', () => {
      const low = unsettled(400, { reference: share(0.02, 400), changed: share(0.02, 400) })
      expect(settling(low, 250, 'en-GB')).toEqual([
        'No number of units settles this: from 2.0%, a share cannot fall by 3.0\u00a0points. The smallest effect that matters is out of its reach.',
      ])
    })

    it('a share that cannot rise so far', () => {
      const high = unsettled(400, { reference: share(0.99, 400), changed: share(0.99, 400), metrics: [{ ...metric, direction: 'higher' }] })
      expect(settling(high, 250, 'en-GB')).toEqual([expect.stringContaining('from 99.0%, a share cannot rise by 3.0\u00a0points')])
    })

    it('values that do not vary', () => {
      const flat = unsettled(40, { metrics: [mean], smallestEffect: 2, reference: values(0), changed: values(0) })
      expect(settling(flat, 250, 'en-GB')).toEqual([expect.stringContaining('the values of neither group vary')])
    })

    it('an effect too small for any number of people', () => {
      const vast = unsettled(40, { metrics: [mean], smallestEffect: 1e-6, reference: values(1e4), changed: values(1e4) })
      expect(settling(vast, 250, 'en-GB')).toEqual([expect.stringContaining('more units are needed than anyone could collect')])
    })
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
