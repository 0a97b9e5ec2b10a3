import fc from 'fast-check'
import {
  ACTIONS,
  defaultRule,
  firedRule,
  ruleCautions,
  ruleFaults,
  VERDICTS,
  type Action,
  type DecisionRow,
  type Verdict,
} from '../../server/plans/decisionRule.rules'
import type { PlanDesign } from '../../server/plans/plan.entity'
import { EVIDENCE_LEVELS, type EvidenceLevel } from '../../server/programs/evidenceLevel'
import { PROPERTY } from '../support/propertyRuns'

describe('the default decision rule', () => {
  it.each<[Verdict, EvidenceLevel, Action]>([
    ['harms', 1, 'stop'],
    ['harms', 5, 'stop'],
    ['noMeaningfulEffect', 2, 'stop'],
    ['works', 5, 'scale'],
    ['works', 3, 'scale'],
    ['works', 2, 'extend'],
    ['notDelivered', 4, 'adapt'],
    ['dontKnow', 5, 'extend'],
  ])('answers %s with evidence %d by: %s', (verdict, evidence, action) => {
    expect(firedRule(defaultRule(3), verdict, evidence).action).toBe(action)
  })

  it.each(EVIDENCE_LEVELS)('answers every case, with every row in use, where the bar is %d', bar => {
    expect(ruleFaults(defaultRule(bar))).toEqual({})
  })

  it('says which row fired, counted from one', () => {
    expect(firedRule(defaultRule(3), 'works', 2)).toEqual({ verdict: 'works', evidenceAtLeast: 1, action: 'extend', row: 4 })
  })
})

describe('a decision rule', () => {
  it('must answer every case', () => {
    expect(ruleFaults(defaultRule(3).filter(row => row.verdict !== 'notDelivered'))).toEqual({
      decisionRule: 'Add a row for “not delivered” with evidence 1 to 5: the rule must answer every case.',
    })
  })

  it('names the levels that a verdict leaves open', () => {
    expect(ruleFaults(defaultRule(3).filter(row => row.action !== 'extend' || row.verdict !== 'works'))).toEqual({
      decisionRule: 'Add a row for “works” with evidence 1 to 2: the rule must answer every case.',
    })
  })

  it('names a row that can never fire', () => {
    const rule: DecisionRow[] = [...defaultRule(3), { verdict: 'harms', evidenceAtLeast: 4, action: 'adapt' }]
    expect(ruleFaults(rule)).toEqual({
      'decisionRule.6.evidenceAtLeast': 'Row 7 can never fire: row 1 answers all its cases. Move it up or remove it.',
    })
  })

  it('lets a stricter row stand before a general one', () => {
    expect(ruleFaults([{ verdict: 'harms', evidenceAtLeast: 4, action: 'adapt' }, ...defaultRule(3)])).toEqual({})
  })

  it('fires exactly one row for every verdict and level once it is accepted', () => {
    const row = fc.record({
      verdict: fc.constantFrom(...VERDICTS),
      evidenceAtLeast: fc.constantFrom(...EVIDENCE_LEVELS),
      action: fc.constantFrom(...ACTIONS),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 14 }), rule => {
        const answers = VERDICTS.flatMap(verdict =>
          EVIDENCE_LEVELS.map(level => rule.find(each => each.verdict === verdict && level >= each.evidenceAtLeast)),
        )
        const isTotal = answers.every(answer => answer !== undefined)
        const allInUse = rule.every(each => answers.includes(each))
        expect(Object.keys(ruleFaults(rule)).length === 0).toBe(isTotal && allInUse)
      }),
      PROPERTY,
    )
  })
})

describe('a row that nobody can follow', () => {
  const scaleFrom = (...levels: EvidenceLevel[]): DecisionRow[] => levels.map(evidenceAtLeast => ({ verdict: 'works', evidenceAtLeast, action: 'scale' }))
  const told = (decisionRule: readonly DecisionRow[], design: PlanDesign, bar: EvidenceLevel) => ruleCautions({ decisionRule, design }, bar).map(({ text }) => text)

  it.each<[string, readonly DecisionRow[], EvidenceLevel, string[]]>([
    ['the default rule', defaultRule(3), 3, []],
    ['a rule from before the bar was raised', defaultRule(3), 5, ['Row 3 says scale with evidence 3 to 4 too, but this program asks for evidence 5 before a rollout: with less, nobody can do what it says.']],
    ['a program without a bar', scaleFrom(1), 1, []],
    ['a row that an earlier one leaves the low levels', scaleFrom(4, 2), 4, ['Row 2 says scale with evidence 2 to 3, but this program asks for evidence 4 before a rollout: nobody can ever do what it says.']],
    ['a row that never fires', scaleFrom(3, 3), 3, []],
  ])('says scale below the bar for evidence: %s', (_of, rule, bar, said) => {
    expect(told(rule, 'randomised', bar)).toEqual(said)
  })

  it('asks for more evidence than the design can show', () => {
    const outOfReach = 'Row 3 asks for evidence 3 or more, and this design reaches 2 at most: here it never fires. A rollout on that answer would take another pilot.'
    expect(told(defaultRule(3), 'beforeAfter', 3)).toEqual([outOfReach])
    expect(told(defaultRule(3), 'comparison', 3)).toEqual([])
    expect(told([{ verdict: 'dontKnow', evidenceAtLeast: 5, action: 'stop' }], 'comparison', 3)).toEqual(['Row 1 asks for evidence 5, and this design reaches 3 at most: here it never fires.'])
  })

  it('reaches the bar at no level that the design has', () => {
    expect(told(scaleFrom(1), 'beforeAfter', 3)).toEqual(['Row 1 says scale with evidence 1 to 2, but this program asks for evidence 3 before a rollout: nobody can ever do what it says.'])
  })
})
