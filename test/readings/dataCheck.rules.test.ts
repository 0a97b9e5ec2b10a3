import { dataChecks, sampleRatioP, unitsOf, type DataFacts } from '../../server/readings/dataCheck.rules'
import type { Arm } from '../../server/readings/reading.entity'

const outcome = (arm: Arm, n: number, metricId = 'visits') => ({ metricId, arm, period: 'outcome' as const, n })
const empty = (arm: Arm, missing: number) => ({ metricId: 'visits', arm, period: 'outcome' as const, missing })

const facts = (changes: Partial<DataFacts> = {}): DataFacts => ({
  plan: { design: 'randomised', allocationTreatment: 0.5, metrics: [{ id: 'calls', role: 'secondary', name: 'Calls' }, { id: 'visits', role: 'primary', name: 'Second visits' }] },
  counts: [outcome('control', 500), outcome('treatment', 500)],
  missing: [],
  duplicates: 0,
  outcomesBeforeLock: null,
  outcomesUndated: 0,
  locale: 'en-GB',
  ...changes,
})

const check = (name: string, changes: Partial<DataFacts>) => dataChecks(facts(changes)).find(each => each.name === name)

describe('the sizes of the arms', () => {
  it.each([
    [500, 500, 'ok', 'p\u00a0>\u00a00.999'],
    [455, 545, 'caution', 'p\u00a0=\u00a00.0044'],
    [400, 600, 'bad', 'p\u00a0<\u00a00.001'],
  ])('%i against %i', (control, treatment, status, chance) => {
    const found = check('Sizes of the arms', { counts: [outcome('control', control), outcome('treatment', treatment)] })
    expect(found).toMatchObject({ status, text: expect.stringContaining(`(${chance})`) as string })
  })

  it('count units whose value is missing, add up over imports, and look at the primary metric alone', () => {
    const counts = [outcome('control', 300), outcome('control', 150), outcome('treatment', 500), outcome('treatment', 9000, 'calls')]
    const mixed = facts({ counts, missing: [empty('control', 50)] })
    expect(unitsOf(mixed, 'control')).toEqual({ seen: 450, missing: 50 })
    expect(sampleRatioP(mixed)).toBe(1)
  })

  it('are measured against the planned ratio', () => {
    const plan = { ...facts().plan, allocationTreatment: 0.8 }
    expect(sampleRatioP(facts({ plan, counts: [outcome('control', 200), outcome('treatment', 800)] }))).toBeCloseTo(1, 9)
  })

  it('are no question while one group is not in yet', () => {
    expect(check('Sizes of the arms', { counts: [outcome('control', 400)] })).toMatchObject({ status: 'open', text: 'The treatment group has no reading yet, so there is nothing to compare.' })
  })

  it('are no question where nobody was drawn, or nothing has come', () => {
    expect(sampleRatioP(facts({ plan: { ...facts().plan, design: 'beforeAfter' } }))).toBeNull()
    expect(sampleRatioP(facts({ counts: [] }))).toBeNull()
    expect(dataChecks(facts({ counts: [] })).map(({ name }) => name)).toEqual(['Metrics of the plan', 'Missing values', 'Units that come twice'])
  })
})

describe('the metrics of the plan', () => {
  const guarded = { ...facts().plan, metrics: [...facts().plan.metrics, { id: 'time', role: 'guardrail' as const, name: 'Handle time' }] }

  it('are named where nobody has measured them, with what that costs', () => {
    expect(check('Metrics of the plan', { plan: guarded })).toEqual({
      name: 'Metrics of the plan',
      status: 'caution',
      text: 'Without outcome readings of Handle time nobody can say that it was not harmed, and the verdict stays open. There is no outcome reading of Calls.',
    })
    expect(check('Metrics of the plan', { counts: [{ ...outcome('control', 5), period: 'baseline' }] })?.text).toMatch(/^Second visits has no outcome reading/)
  })

  it('are no question once all are measured', () => {
    const counts = [...facts().counts, outcome('control', 1, 'calls'), outcome('control', 1, 'time')]
    expect(check('Metrics of the plan', { plan: guarded, counts })).toBeUndefined()
  })
})

describe('what is missing or comes twice', () => {
  it('is fine when nothing does', () => {
    expect(check('Missing values', {})).toMatchObject({ status: 'ok', text: 'No value was empty in the files.' })
    expect(check('Units that come twice', {})).toMatchObject({ status: 'ok' })
  })

  it('is told with its share, and looked into above one in twenty', () => {
    expect(check('Missing values', { missing: [empty('control', 20)] })).toMatchObject({ status: 'ok', text: expect.stringMatching(/^20 of 520 values of Second visits \(control\) were empty \(3\.8%\)/) as string })
    expect(check('Missing values', { missing: [empty('control', 200)], locale: 'de-DE' })).toMatchObject({ status: 'caution', text: expect.stringMatching(/^200 of 700 .*\(28,6\s%\)/) as string })
    const few = Array.from({ length: 9 }, () => outcome('treatment', 1_000))
    const diluted = { counts: [outcome('control', 100), ...few], missing: [empty('control', 10), empty('treatment', 30)] }
    expect(check('Missing values', diluted)).toMatchObject({ status: 'caution', text: expect.stringMatching(/^40 values were empty, most of them here: 10 of 110 values of Second visits \(control\) \(9\.1%\)\./) as string })
    expect(check('Units that come twice', { duplicates: 1 })).toMatchObject({ status: 'caution', text: expect.stringMatching(/^1 row repeats a unit/) as string })
    expect(check('Units that come twice', { duplicates: 2 })?.text).toMatch(/^2 rows repeat/)
  })

  it.each([
    [['rows'], 'ok', /^No value was empty in the files\.$/, /^No unit comes twice in the same period\.$/],
    [['summary'], 'open', /^Not known of a summary: only rows show which values are empty\.$/, /^Not known of a summary: only rows show which units come twice\.$/],
    [['rows', 'summary'], 'open', /in the files\. It is not known of what was typed as a summary\.$/, /It is not known of what was typed as a summary\.$/],
  ] as const)('is not said to be nothing where it is not known: %j', (kinds, status, empty, twice) => {
    expect(check('Missing values', { kinds })).toMatchObject({ status, text: expect.stringMatching(empty) as string })
    expect(check('Units that come twice', { kinds })).toMatchObject({ status, text: expect.stringMatching(twice) as string })
  })

  it('names the units where it knows them', () => {
    const unit = { unit: 'c1', line: 2, lastLine: 3, rows: 2, inBothArms: false, inEarlierImport: false, fileName: 'visits.csv' }
    expect(check('Units that come twice', { duplicates: 1, repeated: [unit] })?.named).toEqual(['“c1” on lines 2 and 3 of visits.csv'])
    expect(check('Units that come twice', { duplicates: 1201, repeated: [unit] })?.named?.at(-1)).toBe('and 1,200 more rows')
  })
})

describe('the dates of the outcome', () => {
  it.each([
    [0, 'ok', /^No outcome is dated before the plan was locked\.$/],
    [1, 'caution', /^1 outcome reading is dated before the plan was locked/],
    [1200, 'caution', /^1,200 outcome readings are dated/],
  ])('%i before the lock', (outcomesBeforeLock, status, text) => {
    expect(check('Dates of the outcome', { outcomesBeforeLock })).toMatchObject({ status, text: expect.stringMatching(text) as string })
  })

  it('are not known where the outcomes bear none', () => {
    expect(check('Dates of the outcome', { outcomesBeforeLock: 0, outcomesUndated: 1000 })).toMatchObject({ status: 'open', text: expect.stringContaining('No outcome bears a date') as string })
    expect(check('Dates of the outcome', { outcomesBeforeLock: 0, outcomesUndated: 400 })?.text).toContain('400 of 1,000 bear none')
  })

  it('are looked into after the planned end, and in days to come', () => {
    const late = { afterEnd: 1200, inFuture: 1 }
    expect(check('After the planned end', { late })).toMatchObject({ status: 'caution', text: expect.stringMatching(/^1,200 outcome readings are dated after/) as string })
    expect(check('Days to come', { late })).toMatchObject({ status: 'caution', text: expect.stringMatching(/^1 reading is dated in the future/) as string })
  })

  it('are no question before the lock, or before there is an outcome', () => {
    expect(check('Dates of the outcome', { outcomesBeforeLock: null })).toBeUndefined()
    expect(check('Dates of the outcome', { outcomesBeforeLock: 0, counts: [] })).toBeUndefined()
  })
})
