import fc from 'fast-check'
import {
  ACTIONS,
  checkedRule,
  defaultRule,
  firedRule,
  VERDICTS,
  type Action,
  type DecisionRow,
  type Verdict,
} from '../../server/plans/decisionRule.rules'
import { EVIDENCE_LEVELS, type EvidenceLevel } from '../../server/programs/evidenceLevel'
import { Invalid } from '../../server/platform/errors'
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
    expect(checkedRule(defaultRule(bar))).toEqual(defaultRule(bar))
  })

  it('says which row fired, counted from one', () => {
    expect(firedRule(defaultRule(3), 'works', 2)).toEqual({ verdict: 'works', evidenceAtLeast: 1, action: 'extend', row: 4 })
  })
})

describe('a decision rule', () => {
  const faultsOf = (rule: readonly DecisionRow[]): unknown => {
    try {
      checkedRule(rule)
      return null
    } catch (fault) {
      return fault instanceof Invalid ? fault.fields : fault
    }
  }

  it('must answer every case', () => {
    expect(faultsOf(defaultRule(3).filter(row => row.verdict !== 'notDelivered'))).toEqual({
      decisionRule: 'Add a row for “not delivered” with evidence 1 to 5: the rule must answer every case.',
    })
  })

  it('names the levels that a verdict leaves open', () => {
    expect(faultsOf(defaultRule(3).filter(row => row.action !== 'extend' || row.verdict !== 'works'))).toEqual({
      decisionRule: 'Add a row for “works” with evidence 1 to 2: the rule must answer every case.',
    })
  })

  it('names a row that can never fire', () => {
    const rule: DecisionRow[] = [...defaultRule(3), { verdict: 'harms', evidenceAtLeast: 4, action: 'adapt' }]
    expect(faultsOf(rule)).toEqual({
      'decisionRule.6.evidenceAtLeast': 'Row 7 can never fire: row 1 answers all its cases. Move it up or remove it.',
    })
  })

  it('lets a stricter row stand before a general one', () => {
    expect(faultsOf([{ verdict: 'harms', evidenceAtLeast: 4, action: 'adapt' }, ...defaultRule(3)])).toBeNull()
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
        expect(faultsOf(rule) === null).toBe(isTotal && allInUse)
      }),
      PROPERTY,
    )
  })
})
