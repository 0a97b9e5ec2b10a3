import { Invalid } from '../../server/platform/errors'
import { METRIC_KINDS } from '../../server/metrics/metric.entity'
import { checkFixed, definitionOf, effectAsTyped, effectUnitOf, KINDS } from '../../server/metrics/metric.rules'
import { aMetric } from '../support/given/metrics'

describe('what is stored of a metric', () => {
  it('is a share where percentage points were typed', () => {
    expect(definitionOf(aMetric({ smallestEffect: 3, guardrailMargin: 0.7 }))).toMatchObject({ smallestEffect: 0.03, guardrailMargin: 0.007 })
  })

  it.each(METRIC_KINDS.filter(kind => kind !== 'proportion'))('is the number itself for a %s', kind => {
    expect(definitionOf(aMetric({ kind, unit: 'minutes', smallestEffect: 3 })).smallestEffect).toBe(3)
  })

  it.each([0.1, 0.7, 2.3, 5, 99.9])('gives %d points back as they were typed', points => {
    expect(effectAsTyped('proportion', definitionOf(aMetric({ smallestEffect: points })).smallestEffect)).toBe(points)
  })

  it('has no unit of its own where the kind says it', () => {
    expect(definitionOf(aMetric({ kind: 'proportion', unit: 'per cent' })).unit).toBe('')
    expect(definitionOf(aMetric({ kind: 'nps', unit: null })).unit).toBe('points')
  })
})

describe('answers that do not fit the kind', () => {
  const refused = (changes: Parameters<typeof aMetric>[0]) => {
    try {
      definitionOf(aMetric(changes))
      return {}
    } catch (error) {
      return (error as Invalid).fields
    }
  }

  it('are a missing unit', () => {
    expect(refused({ kind: 'duration', unit: null })).toHaveProperty('unit')
    expect(refused({ kind: 'proportion', unit: null })).toEqual({})
  })

  it('are an effect of nothing', () => {
    expect(Object.keys(refused({ smallestEffect: 0, guardrailMargin: 0 }))).toEqual(['smallestEffect', 'guardrailMargin'])
  })

  it('are an effect larger than there can be', () => {
    expect(refused({ smallestEffect: 101 })).toHaveProperty('smallestEffect')
    expect(refused({ kind: 'nps', smallestEffect: 200 })).toEqual({})
    expect(refused({ kind: 'nps', smallestEffect: 201 })).toHaveProperty('smallestEffect')
  })

  it('are not an effect left open', () => {
    expect(refused({ smallestEffect: null, guardrailMargin: null })).toEqual({})
  })
})

describe('a metric that a plan uses', () => {
  const metric = definitionOf(aMetric())

  it('keeps its kind and direction', () => {
    expect(() => checkFixed(metric, { ...metric, kind: 'mean' }, true)).toThrow(Invalid)
    expect(() => checkFixed(metric, { ...metric, direction: 'higher' }, true)).toThrow(Invalid)
  })

  it('may get another name and other defaults', () => {
    expect(() => checkFixed(metric, { ...metric, name: 'Repeat visits', smallestEffect: 0.05 }, true)).not.toThrow()
  })

  it('is free until then', () => {
    expect(() => checkFixed(metric, { ...metric, kind: 'mean', direction: 'higher' }, false)).not.toThrow()
  })
})

describe('the unit of effects', () => {
  it.each([
    ['proportion', '', 'percentage points'],
    ['nps', 'points', 'points'],
    ['mean', 'points of 7', 'points of 7'],
  ] as const)('of a %s', (kind, unit, effectUnit) => {
    expect(effectUnitOf({ kind, unit })).toBe(effectUnit)
  })

  it('exists for every kind in words', () => {
    expect(Object.keys(KINDS).sort()).toEqual([...METRIC_KINDS].sort())
  })
})
