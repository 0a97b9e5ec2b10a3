import { courseInWords, courseOf, deviationsInWords, earlyStop, keptInWords, type CountedGroup } from '../../server/findings/course.rules'
import { wordingOf } from '../../server/pilots/wording'
import { defaultRule } from '../../server/plans/decisionRule.rules'
import type { PlanContent } from '../../server/plans/planContent.rules'

const words = wordingOf({ locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' })

const inArms = (control: number, treatment: number): CountedGroup[] => [
  { arm: 'control', period: 'outcome', n: control },
  { arm: 'treatment', period: 'outcome', n: treatment },
]

const plan: PlanContent = {
  ...{ format: 'foothold-plan-1', pilot: { id: 'p', title: 'Call ahead' }, hypothesis: { change: '', forWhom: '', expectedEffect: '', because: '' } },
  ...{ startsOn: '2026-10-05', endsOn: '2026-11-13', design: 'randomised', pairing: 'independent', metrics: [], smallestEffect: 0.02, alpha: 0.05 },
  ...{ plannedPerArm: 1500, baselineValue: 0.25, baselineSd: null, minimumDelivered: 0.8, allocationTreatment: 0.5 },
  ...{ decisionRule: defaultRule(3), amendment: null },
}

describe('the course of a pilot beside its plan', () => {
  const pilot = { startsOn: '2026-10-05', endsOn: '2026-11-13', timeZone: 'Europe/Berlin', launchedAt: new Date('2026-10-05T08:00:00Z') }
  const concluded = (at: string, reason = '') => [{ transition: 'conclude', at: new Date(at), reason }]

  it('is a line for the days and one for the units where it went as planned', () => {
    const course = courseOf(pilot, concluded('2026-11-13T12:00:00Z'), plan, inArms(1500, 1512))
    expect(courseInWords(course, words)).toEqual([
      'Ran from 5 Oct 2026 to 13 Nov 2026, as planned.',
      'Units: control 1,500 of 1,500 planned, treatment 1,512 of 1,500 planned.',
    ])
    expect(deviationsInWords(course, words)).toEqual([])
    expect(keptInWords(course)).toBe('days and units')
  })

  it('names an early launch, an early stop with its reason, and what is missing in each group', () => {
    const early = { ...pilot, launchedAt: new Date('2026-10-01T08:00:00Z') }
    const course = courseOf(early, concluded('2026-11-06T12:00:00Z', 'The vendor is bankrupt.'), plan, inArms(1500, 986))
    expect(courseInWords(course, words)).toEqual([
      'Ran from 1 Oct 2026 to 6 Nov 2026; planned was 5 Oct 2026 to 13 Nov 2026.',
      'Stopped early: The vendor is bankrupt.',
      'Units: control 1,500 of 1,500 planned, treatment 986 of 1,500 planned.',
    ])
    expect(deviationsInWords(course, words)).toEqual([
      'Launched on 1 Oct 2026, 4 days before the planned first day, 5 Oct 2026',
      'Fewer units than planned: treatment 986 of 1,500 planned',
    ])
  })

  it('names a late launch', () => {
    const late = courseOf({ ...pilot, launchedAt: new Date('2026-10-06T08:00:00Z') }, concluded('2026-11-13T12:00:00Z'), plan, inArms(1500, 1500))
    expect(deviationsInWords(late, words)).toEqual(['Launched on 6 Oct 2026, 1 day after the planned first day, 5 Oct 2026'])
  })

  it('names a late end, as the days of the decision do', () => {
    const late = courseOf(pilot, concluded('2026-12-20T12:00:00Z'), plan, inArms(1500, 1500))
    expect(courseInWords(late, words)[0]).toBe('Ran from 5 Oct 2026 to 20 Dec 2026; planned was 5 Oct 2026 to 13 Nov 2026.')
    expect(deviationsInWords(late, words)).toEqual(['Concluded on 20 Dec 2026, 37 days after the planned last day, 13 Nov 2026'])
  })

  it.each([
    ['with a larger control', { allocationTreatment: 0.2 }, 'Units: control 0 of 6,000 planned, treatment 0 of 1,500 planned.'],
    ['with a larger treatment', { allocationTreatment: 0.75 }, 'Units: control 0 of 1,500 planned, treatment 0 of 4,500 planned.'],
    ['before and after', { design: 'beforeAfter' as const }, 'Units: before 0 of 1,500 planned, after 0 of 1,500 planned.'],
    ['without a planned number', { plannedPerArm: null }, 'Units: control 0, treatment 0.'],
  ])('knows the planned units %s', (_, changes, said) => {
    const course = courseOf(pilot, concluded('2026-11-13T12:00:00Z'), { ...plan, ...changes }, [])
    expect(courseInWords(course, words).at(-1)).toBe(said)
  })

  it.each([
    ['a design whose analysis is not there', { design: 'clusterRandomised' as const }, 'Units: control 1,490 of 1,500 planned, treatment 1,510 of 1,500 planned.'],
    ['arms that nobody drew', { design: 'comparison' as const }, 'Units: control 1,490 of 1,500 planned, treatment 1,510 of 1,500 planned.'],
    ['the same units before and after', { design: 'beforeAfter' as const, pairing: 'paired' as const }, 'Units: before 1,600 of 1,500 planned, after 1,510 of 1,500 planned.'],
  ])('counts the readings of %s', (_, changes, said) => {
    const course = courseOf(pilot, concluded('2026-11-13T12:00:00Z'), { ...plan, ...changes }, [
      ...inArms(1490, 1510),
      { arm: 'treatment', period: 'baseline', n: 1600 },
    ])
    expect(courseInWords(course, words).at(-1)).toBe(said)
  })

  it.each(['timeSeries', 'syntheticControl', 'benchmark'] as const)('says nothing of units for %s, which sets no two groups of them against each other', design => {
    const course = courseOf(pilot, concluded('2026-11-13T12:00:00Z'), { ...plan, design }, inArms(0, 1200))
    expect(courseInWords(course, words)).toEqual(['Ran from 5 Oct 2026 to 13 Nov 2026, as planned.'])
    expect(deviationsInWords(course, words)).toEqual([])
    expect(keptInWords(course)).toBe('days')
  })

  it('claims nothing to be as planned that was not planned', () => {
    const course = courseOf({ ...pilot, startsOn: null, endsOn: null }, concluded('2026-11-13T12:00:00Z'), { ...plan, plannedPerArm: null }, inArms(10, 10))
    expect(keptInWords(course)).toBeNull()
  })
})

describe('an early stop', () => {
  const pilot = { endsOn: '2026-11-12', timeZone: 'Europe/Berlin' }
  const concluded = (at: string, reason = '') => ({ transition: 'conclude', at: new Date(at), reason })

  it.each([
    ['on the planned end', pilot, [concluded('2026-11-11T23:30:00Z')], null],
    ['the day before it', pilot, [concluded('2026-11-11T22:30:00Z', 'The vendor is bankrupt.')],
      { on: '2026-11-11', plannedEnd: '2026-11-12', reason: 'The vendor is bankrupt.' }],
    ['early, and after an extension to the end', pilot, [concluded('2026-10-01T10:00:00Z', 'Early'), concluded('2026-11-12T10:00:00Z')], null],
    ['without a planned end', { ...pilot, endsOn: null }, [concluded('2026-11-01T10:00:00Z', 'Enough')],
      { on: '2026-11-01', plannedEnd: null, reason: 'Enough' }],
    ['without a conclusion', pilot, [], null],
  ])('%s', (_, of, passages, expected) => {
    expect(earlyStop(of, passages)).toEqual(expected)
  })
})
