import type { Decision } from '../../server/governance/decision.entity'
import { answered, mindChanges, opposesRule, whyNotSecond } from '../../server/governance/decision.rules'
import { freeTitle } from '../../server/governance/followUp'
import { DECISIONS } from '../../server/pilots/pilotLife.rules'
import { defaultRule, type Verdict } from '../../server/plans/decisionRule.rules'

const noon = new Date('2026-11-20T12:00:00Z')
const pilot = { proposerId: 'proposer', ownerId: 'owner', sponsorId: 'first' }
const team = ['hand']

describe('a choice against the rule', () => {
  it.each(DECISIONS.flatMap(choice => DECISIONS.map(fired => [choice, fired] as const)))('%s where the rule says %s', (choice, fired) => {
    expect(opposesRule(choice, fired)).toBe(choice !== fired)
  })
})

describe('the second sponsor', () => {
  const decision: Pick<Decision, 'decidedById' | 'state' | 'findingId'> = {
    decidedById: 'first',
    state: 'awaitingSecond',
    findingId: 'finding 1',
  }

  it.each([
    ['first', /cannot be the second/],
    ['proposer', /proposed/],
    ['owner', /works on/],
    ['hand', /works on/],
  ])('is not %s', (account, reason) => {
    expect(whyNotSecond(decision, pilot, team, account)).toMatch(reason)
  })

  it('has nothing to say once another sponsor is named than the one who decided', () => {
    expect(whyNotSecond(decision, { ...pilot, sponsorId: 'next' }, team, 'second')).toMatch(/Another sponsor is named/)
  })

  it('is any other sponsor', () => {
    expect(whyNotSecond(decision, pilot, team, 'second')).toBeNull()
  })

  it.each(['final', 'refused', 'withdrawn'] as const)('has nothing to say to a decision that is %s', state => {
    expect(whyNotSecond({ ...decision, state }, pilot, team, 'second')).toMatch(/any more/)
  })

  const answer = { agrees: true, reason: 'The risk is ours to take.', by: 'second', at: noon }

  it('makes the decision final by agreeing', () => {
    expect(answered(decision, answer, 'finding 1')).toMatchObject({ state: 'final', secondSponsorId: 'second', secondAt: noon })
  })

  it('refuses it with a reason', () => {
    const refused = answered(decision, { ...answer, agrees: false }, 'finding 1')
    expect(refused).toMatchObject({ state: 'refused', secondReason: 'The risk is ours to take.' })
  })

  it('cannot agree to what rests on an older finding, but can refuse it', () => {
    expect(() => answered(decision, answer, 'finding 2')).toThrow('computed anew')
    expect(answered(decision, { ...answer, agrees: false }, 'finding 2').state).toBe('refused')
  })
})

describe('what would change our mind', () => {
  it('is every case in which the rule says something else', () => {
    const changes = mindChanges({ decisionRule: defaultRule(3), design: 'randomised' }, { verdict: 'works', evidenceLevel: 2, action: 'extend' })
    expect(changes.map(({ action, inWords }) => `${action}: ${inWords}`)).toEqual([
      'stop: the answer “harms”',
      'stop: the answer “no meaningful effect”',
      'scale: the same answer with evidence 3 of 5 or more (now 2)',
      'adapt: the answer “not delivered”',
    ])
  })

  it('knows that the same answer with less evidence would not do', () => {
    const [, , extend] = mindChanges({ decisionRule: defaultRule(3), design: 'randomised' }, { verdict: 'works', evidenceLevel: 4, action: 'scale' })
    expect(extend).toMatchObject({ action: 'extend', inWords: 'the same answer with less evidence' })
  })

  it('says what this design can never show', () => {
    const scaleAfter = (verdict: Verdict) =>
      mindChanges({ decisionRule: defaultRule(3), design: 'beforeAfter' }, { verdict, evidenceLevel: 2, action: 'extend' }).find(({ action }) => action === 'scale')?.inWords
    expect(scaleAfter('works')).toBe('the same answer with evidence 3 of 5 or more (now 2), which this design cannot reach; another pilot could')
    expect(scaleAfter('dontKnow')).toBe('the answer “works” with evidence 3 of 5 or more, which this design cannot reach; another pilot could')
  })
})

describe('the title of a follow-up', () => {
  it.each([
    ['Call ahead', [], 'Call ahead, adapted'],
    ['Call ahead', ['Call ahead, adapted'], 'Call ahead, adapted 2'],
    [`x${'👍'.repeat(99)}`, [], `x${'👍'.repeat(89)}, adapted`],
    ['Call ahead, adapted', ['Call ahead, adapted'], 'Call ahead, adapted 2'],
    ['Call ahead, adapted 2', ['Call ahead, adapted', 'Call ahead, adapted 2'], 'Call ahead, adapted 3'],
  ])('of "%s" is free', (title, taken, expected) => {
    expect(freeTitle(title, new Set(taken))).toBe(expected)
  })
})
