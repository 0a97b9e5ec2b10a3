import { dataChecks, sampleRatioP, unitsOf, type DataFacts } from '../../server/readings/dataCheck.rules'
import type { Arm } from '../../server/readings/reading.entity'

const outcome = (arm: Arm, n: number, metricId = 'visits') => ({ metricId, arm, period: 'outcome' as const, n })
const empty = (arm: Arm, missing: number) => ({ metricId: 'visits', arm, period: 'outcome' as const, missing })

const facts = (changes: Partial<DataFacts> = {}): DataFacts => ({
  plan: { design: 'randomised', allocationTreatment: 0.5, metrics: [{ id: 'calls', role: 'secondary' }, { id: 'visits', role: 'primary' }] },
  counts: [outcome('control', 500), outcome('treatment', 500)],
  missing: [],
  duplicates: 0,
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

  it('are no question where nobody was drawn, or nothing has come', () => {
    expect(sampleRatioP(facts({ plan: { ...facts().plan, design: 'beforeAfter' } }))).toBeNull()
    expect(sampleRatioP(facts({ counts: [] }))).toBeNull()
    expect(dataChecks(facts({ counts: [] })).map(({ name }) => name)).toEqual(['Missing values', 'Units that come twice'])
  })
})

describe('what is missing or comes twice', () => {
  it('is fine when nothing does', () => {
    expect(check('Missing values', {})).toMatchObject({ status: 'ok', text: 'No value was empty in the files.' })
    expect(check('Units that come twice', {})).toMatchObject({ status: 'ok' })
  })

  it('is told with its share, and looked into above one in twenty', () => {
    expect(check('Missing values', { missing: [empty('control', 20)] })).toMatchObject({ status: 'ok', text: expect.stringMatching(/^20 of 1,020 .*\(2%\)/) as string })
    expect(check('Missing values', { missing: [empty('control', 200)], locale: 'de-DE' })).toMatchObject({ status: 'caution', text: expect.stringMatching(/^200 of 1\.200 .*\(16,7\s%\)/) as string })
    expect(check('Units that come twice', { duplicates: 1 })).toMatchObject({ status: 'caution', text: expect.stringMatching(/^1 row repeats a unit/) as string })
    expect(check('Units that come twice', { duplicates: 2 })?.text).toMatch(/^2 rows repeat/)
  })
})
