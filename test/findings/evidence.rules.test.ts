import type { EvidenceLevel } from '../../server/programs/evidenceLevel'
import { PLAN_DESIGNS, type PlanDesign } from '../../server/plans/plan.entity'
import { costOfExtending, evidenceOf, type EvidenceFacts } from '../../server/findings/evidence.rules'

const facts = (changes: Partial<EvidenceFacts> = {}): EvidenceFacts => ({
  design: 'randomised',
  fewestClusters: null,
  amendedAfterFirstOutcome: false,
  earlierLooks: 0,
  sampleRatioP: 0.5,
  attrition: null,
  shareDelivered: 0.9,
  minimumDelivered: 0.8,
  readingsWithoutSource: 0,
  outcomesBeforeLock: 0,
  locale: 'en-GB',
  ...changes,
})

describe('the evidence level', () => {
  const levels: Readonly<Record<PlanDesign, number>> = {
    randomised: 5, clusterRandomised: 4, syntheticControl: 4, comparison: 3, beforeAfter: 2, timeSeries: 2, benchmark: 2,
  }
  it.each(PLAN_DESIGNS)('starts from the design: %s', design => {
    expect(evidenceOf(facts({ design })).level).toBe(levels[design])
  })

  it('writes shares in the locale of the program', () => {
    const { reasons } = evidenceOf(facts({ shareDelivered: 0.125, locale: 'de-DE' }))
    expect(reasons.map(({ text }) => text)).toContain(
      'The change was delivered to 12,5\u00a0% of those it was meant for; the plan asks for 80\u00a0%.',
    )
  })

  it.each([[9, 4], [10, 5]])('of sites assigned by chance, %i in an arm, is %i', (fewestClusters, level) => {
    expect(evidenceOf(facts({ design: 'clusterRandomised', fewestClusters })).level).toBe(level)
  })

  it.each<[string, Partial<EvidenceFacts>, number, string]>([
    ['an amendment after the first outcome', { amendedAfterFirstOutcome: true }, 4, 'cost'],
    ['a look before', { earlierLooks: 1 }, 4, 'cost'],
    ['many looks before, which cost no more than one', { earlierLooks: 4 }, 4, 'cost'],
    ['a sample-ratio mismatch', { sampleRatioP: 0.0009 }, 4, 'cost'],
    ['a suspicious sample ratio', { sampleRatioP: 0.0086 }, 5, 'caution'],
    ['more missing in one arm, by over 5 points', { attrition: { treatment: 0.08, control: 0.02 } }, 4, 'cost'],
    ['delivery under the minimum', { shareDelivered: 0.79 }, 4, 'cost'],
    ['delivery not recorded', { shareDelivered: null }, 5, 'caution'],
    ['outcomes dated before the lock', { outcomesBeforeLock: 3 }, 5, 'caution'],
    ['a reading without a source', { readingsWithoutSource: 1 }, 1, 'limit'],
  ])('%s', (_what, change, level, kind) => {
    const evidence = evidenceOf(facts(change))
    expect(evidence.level).toBe(level)
    expect(evidence.reasons.map(reason => reason.kind)).toEqual(['start', kind])
  })

  it.each([[1, 'once'], [2, 'twice'], [3, '3 times']])('says how often it was looked at before: %i', (earlierLooks, words) => {
    expect(evidenceOf(facts({ earlierLooks })).reasons.at(-1)?.text).toContain(`was seen ${words} before`)
  })

  it('never says of the arms what the sample ratio denies', () => {
    const [start, caution] = evidenceOf(facts({ sampleRatioP: 0.0086 })).reasons
    expect(start?.text).toBe('The design assigns units by chance, the strongest there is.')
    expect(caution?.text).toBe('The sizes of the arms are off the planned ratio (p\u00a0=\u00a00.0086): find out why.')
    expect(evidenceOf(facts({ sampleRatioP: 1e-9 })).reasons.at(-1)?.text).toContain('(p\u00a0<\u00a00.001)')
  })

  it('does not mind what is missing alike in both arms', () => {
    expect(evidenceOf(facts({ attrition: { treatment: 0.22, control: 0.18 } })).level).toBe(5)
  })

  it('falls one step for each cost, never below 1, and its reasons add up', () => {
    const all = facts({ design: 'beforeAfter', amendedAfterFirstOutcome: true, sampleRatioP: 0, shareDelivered: 0.5 })
    expect(evidenceOf(all).level).toBe(1)
    const { level, reasons } = evidenceOf({ ...all, design: 'randomised' })
    expect(level).toBe(5 - reasons.reduce((sum, reason) => sum + reason.cost, 0))
    expect(level).toBe(2)
  })
})

describe('what an extension costs', () => {
  const extending = { level: 5 as EvidenceLevel, outcomeHasArrived: true, amendedAfterFirstOutcome: false, earlierLooks: 0 }

  it.each<[string, Partial<typeof extending>, EvidenceLevel, number]>([
    ['two levels, for the amendment and for the look', {}, 3, 2],
    ['one where the plan was amended already', { level: 4, amendedAfterFirstOutcome: true }, 3, 1],
    ['one before any outcome has arrived', { outcomeHasArrived: false }, 4, 1],
    ['nothing the second time', { level: 3, amendedAfterFirstOutcome: true, earlierLooks: 1 }, 3, 0],
    ['never more than there is', { level: 2 }, 1, 2],
  ])('is %s', (_what, change, after, reasons) => {
    const cost = costOfExtending({ ...extending, ...change })
    expect([cost.after, cost.because.length]).toEqual([after, reasons])
  })

  it('is what the next conclusion finds', () => {
    for (const design of PLAN_DESIGNS) {
      for (const amendedAfterFirstOutcome of [false, true]) {
        for (const earlierLooks of [0, 1, 2]) {
          for (const shareDelivered of [0.5, 0.9]) {
            const before = facts({ design, amendedAfterFirstOutcome, earlierLooks, shareDelivered })
            const { level } = evidenceOf(before)
            const next = evidenceOf({ ...before, amendedAfterFirstOutcome: true, earlierLooks: earlierLooks + 1 }).level
            expect(costOfExtending({ ...before, level, outcomeHasArrived: true }).after).toBe(next)
          }
        }
      }
    }
  })
})
