import { launchCriteria, needsBaseline, type LaunchFacts } from '../../../server/pilots/gateCriteria/launch.rules'
import { passes, withOverrides } from '../../../server/pilots/criterion.rules'
import { evidenceOf, unmetKeys, words } from './reading'

const launchFacts = (changes: Partial<LaunchFacts> = {}): LaunchFacts => ({
  plan: { design: 'beforeAfter', lockedAt: new Date('2026-10-05T10:00:00Z'), hash: '7c1e09a4b2d3f4e5' },
  baseline: { isRecorded: true, inWords: '1,630 contacts.' },
  mandate: [{ department: 'Field service', isCovered: true }],
  feasibility: { smallestP: 1e-6, alpha: 0.05, powerAtSmallestEffect: 0.8 },
  cautions: [],
  words,
  ...changes,
})

describe('the launch gate', () => {
  it('lets a locked plan with its baseline through', () => {
    const criteria = launchCriteria(launchFacts())
    expect(unmetKeys(criteria)).toEqual([])
    expect(evidenceOf(criteria, 'planLocked')).toBe('Locked on 5 Oct 2026, 7c1e09a4b2d3.')
  })

  it.each<[string, Partial<LaunchFacts>, string]>([
    ['planLocked', { plan: null }, 'no plan yet'],
    ['planLocked', { plan: { design: 'randomised', lockedAt: null, hash: null } }, 'not locked yet'],
    ['baseline', { baseline: { isRecorded: false, inWords: '' } }, 'No baseline reading'],
    ['mandate', { mandate: [{ department: 'Billing', isCovered: false }] }, 'No mandate in Billing.'],
    ['feasible', { feasibility: null }, 'before there is a plan'],
    ['feasible', { feasibility: { smallestP: 0.1, alpha: 0.05, powerAtSmallestEffect: 0.9 } }, 'cannot reach significance'],
    ['feasible', { feasibility: { smallestP: 0.05, alpha: 0.05, powerAtSmallestEffect: 0.42 } }, 'More likely to miss the smallest effect that matters than to see it (power 42%;'],
    ['feasible', { feasibility: { smallestP: 0.05, alpha: 0.05, powerAtSmallestEffect: 0.4999 } }, 'power 49.9%'],
    ['feasible', { feasibility: { smallestP: null, alpha: 0.05, powerAtSmallestEffect: null } }, 'not known'],
  ])('stops at %s', (key, changes, evidence) => {
    const criteria = launchCriteria(launchFacts(changes))
    expect(unmetKeys(criteria)).toContain(key)
    expect(evidenceOf(criteria, key)).toContain(evidence)
  })

  it('says what the plan takes beyond the proposal, and lets it pass', () => {
    const cautions = [{ text: 'The sample needs more weeks than the timebox has.', to: 'plan' }]
    const criteria = launchCriteria(launchFacts({ cautions }))
    expect(unmetKeys(criteria)).toEqual([])
    expect(criteria.find(({ key }) => key === 'feasible')?.cautions).toEqual(cautions)
  })

  it.each([
    [0.8, 0.01, false],
    [0.7999, 0.01, true],
    [0.5, 0.01, true],
    [0.4999, 0.01, false],
    [0.6, 0.1, false],
  ])('adds a caution to a power of %d that passes and is weak', (powerAtSmallestEffect, smallestP, isCautioned) => {
    const criteria = launchCriteria(launchFacts({ feasibility: { smallestP, alpha: 0.05, powerAtSmallestEffect } }))
    const cautions = criteria.find(({ key }) => key === 'feasible')?.cautions ?? []
    expect(cautions.map(({ text }) => text).join()).toBe(
      isCautioned ? `A power of ${powerAtSmallestEffect === 0.5 ? '50%' : '79.9%'} is weak: the pilot may well miss the smallest effect that matters.` : '',
    )
  })

  it.each([
    [0.05004, 0.05, 'p\u00a0=\u00a00.05004, above 0.05.'],
    [0.00104, 0.001, 'p\u00a0=\u00a00.00104, above 0.001.'],
  ])('never writes a p-value of %d as if it reached %d', (smallestP, alpha, said) => {
    const feasibility = { smallestP, alpha, powerAtSmallestEffect: 0.9 }
    expect(evidenceOf(launchCriteria(launchFacts({ feasibility })), 'feasible')).toContain(said)
  })

  it('is feasible exactly at the border: p equal to alpha, power of one half', () => {
    const feasibility = { smallestP: 0.05, alpha: 0.05, powerAtSmallestEffect: 0.5 }
    expect(unmetKeys(launchCriteria(launchFacts({ feasibility })))).toEqual([])
  })

  it.each([
    ['randomised', false],
    ['clusterRandomised', false],
    ['benchmark', false],
    ['comparison', true],
    ['beforeAfter', true],
    ['timeSeries', true],
    ['syntheticControl', true],
  ])('asks of the design %s for a baseline: %s', (design, needs) => {
    expect(needsBaseline(design)).toBe(needs)
  })

  it('lets the mandate be overridden by the sponsor and feasibility by the owner, nothing else', () => {
    const criteria = launchCriteria(
      launchFacts({ plan: null, mandate: [{ department: 'Billing', isCovered: false }], feasibility: null }),
    )
    const overrides = criteria.map(({ key }) => ({ criterion: key, reason: 'Agreed.' }))
    const left = withOverrides(criteria, overrides).filter(criterion => !passes(criterion))
    expect(left.map(({ key }) => key)).toEqual(['planLocked', 'baseline'])
    expect(criteria.filter(({ overridable }) => overridable).map(({ overrideBy }) => overrideBy)).toEqual([
      'mandate.override',
      'pilot.launch',
    ])
  })
})
