import { checkedOpinion, columnsOf, isSameLine, whyNotEditable, type WrittenLine } from '../../server/cases/caseLine.rules'
import { PILOT_STATES } from '../../server/pilots/pilot.entity'
import { faultsOf } from '../support/faultsOf'

const nothing = { low: null, likely: null, high: null }
const certain = (likely: number) => ({ low: null, likely, high: null })

const driven: WrittenLine = {
  kind: 'benefit',
  name: 'Second visits avoided',
  driver: 'finding',
  annualVolume: { low: 16_000, likely: 18_000, high: 20_000 },
  moneyPerUnitCents: certain(6_200),
  realisation: certain(0.8),
  amountCents: nothing,
  adoption: [0.5, 1],
  benefitClass: 'costAvoidance',
  ownerId: null,
  source: 'controlling 2025',
}
const entered: WrittenLine = { ...driven, kind: 'oneOffCost', driver: 'entered', amountCents: certain(2_000_000), benefitClass: null }

describe('a line of a case', () => {
  it('takes a value without low and high as certain', () => {
    expect(columnsOf(driven)).toMatchObject({
      moneyPerUnitLowCents: 6_200,
      moneyPerUnitLikelyCents: 6_200,
      moneyPerUnitHighCents: 6_200,
      annualVolumeLow: 16_000,
    })
  })

  it('keeps only the numbers that its driver uses', () => {
    const both = { ...driven, amountCents: certain(1) }
    expect(columnsOf(both)).toMatchObject({ amountLikelyCents: null, annualVolumeLikely: 18_000 })
    expect(columnsOf({ ...both, driver: 'entered' })).toMatchObject({ amountLikelyCents: 1, annualVolumeLikely: null })
  })

  it('has no adoption when it is paid once, and no class when it is a cost', () => {
    expect(columnsOf({ ...entered, benefitClass: 'revenue' })).toMatchObject({ adoption: [], benefitClass: null })
  })

  it.each([
    ['a driven line without its volume', { ...driven, annualVolume: nothing }, ['annualVolumeLikely']],
    ['an entered line without an amount', { ...entered, amountCents: nothing }, ['amountLikely']],
    ['a low value above the likely one', { ...driven, annualVolume: { low: 3, likely: 2, high: 4 } }, ['annualVolumeLow']],
    ['a high value below the likely one', { ...entered, amountCents: { low: 1, likely: 2, high: 1 } }, ['amountHigh']],
    ['a cost that follows from the finding', { ...driven, kind: 'runningCost' as const }, ['driver']],
    ['a benefit without a class', { ...driven, benefitClass: null }, ['benefitClass']],
    ['several faults at once', { ...driven, annualVolume: nothing, realisation: nothing }, ['annualVolumeLikely', 'realisationLikely']],
  ])('refuses %s', (_what, line: WrittenLine, fields) => {
    expect(Object.keys(faultsOf(() => columnsOf(line)))).toEqual(fields)
  })

  it('is another as soon as one end of a range, one year or its owner is', () => {
    const stands = columnsOf(driven)
    expect(isSameLine(stands, columnsOf(driven))).toBe(true)
    for (const change of [{ realisationHigh: 0.99 }, { adoption: [0.5] }, { ownerId: 'x' }]) expect(isSameLine(stands, { ...stands, ...change })).toBe(false)
  })

  it.each(PILOT_STATES.map(state => [state, ['draft', 'proposed', 'approved', 'running', 'concluded'].includes(state)] as const))(
    'of a pilot that is %s can be changed: %p',
    (state, editable) => {
      expect(whyNotEditable(state, false) === null).toBe(editable)
    },
  )
})

describe("finance's word on a line", () => {
  it.each([
    ['a reduction without a figure', { status: 'reduced', figureCents: null, reason: 'too high' }, ['figure']],
    ['a reduction above what is proposed', { status: 'reduced', figureCents: 200, reason: 'x' }, ['figure']],
    ['a reduction without a reason', { status: 'reduced', figureCents: 50, reason: '' }, ['reason']],
    ['a refusal without a reason', { status: 'refused', figureCents: null, reason: '' }, ['reason']],
  ] as const)('refuses %s', (_what, opinion, fields) => {
    expect(Object.keys(faultsOf(() => checkedOpinion(opinion, 100)))).toEqual(fields)
  })

  it('carries a figure only when it reduces', () => {
    expect(checkedOpinion({ status: 'accepted', figureCents: 5, reason: '' }, 100).figureCents).toBeNull()
    expect(checkedOpinion({ status: 'reduced', figureCents: 5, reason: 'half is double counted' }, 100).figureCents).toBe(5)
  })
})
