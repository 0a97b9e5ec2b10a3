import { Invalid } from '../../server/platform/errors'
import type { JourneyInput } from '../../server/journeys/journey.input'
import { answersOf, checkDepartments, drawingChanges, drawn, isSameDrawing, NOTHING_KNOWN, type Drawing, type KnownKeys } from '../../server/journeys/journey.rules'
import { aHandoff, aJourney, aStage } from '../support/given/journeys'

/** Keys one after the other, so that a test can tell new ones from old. */
function keys(start = 'new'): () => string {
  let made = 0
  return () => `${start}-${(made += 1)}`
}

const first = drawn(aJourney(), NOTHING_KNOWN, keys('first'))

const known = (...drawings: Drawing[]): KnownKeys => ({
  stages: new Set(drawings.flatMap(({ stages }) => stages.map(({ key }) => key))),
  handoffs: drawings.flatMap(({ handoffs }) => handoffs),
})

/** The answers that made a drawing, as the form sends them back. */
function again(drawing: Drawing, change: (answers: JourneyInput) => Partial<JourneyInput> = () => ({})): JourneyInput {
  const answers = { ...aJourney(), ...answersOf(drawing) }
  return { ...answers, ...change(answers) }
}

const faultsOf = (input: JourneyInput): object => {
  try {
    drawn(input, NOTHING_KNOWN, keys())
    return {}
  } catch (error) {
    return (error as Invalid).fields
  }
}

describe('a first version', () => {
  it('has a handoff between each two neighbours', () => {
    expect(first.handoffs.map(({ from, to }) => [from, to])).toEqual([
      ['first-1', 'first-2'],
      ['first-2', 'first-3'],
      ['first-3', 'first-4'],
    ])
  })

  it('keeps the share lost as a share', () => {
    expect(first.handoffs.map(({ shareLost }) => shareLost)).toEqual([0.05, 0.31, 0.04])
  })

  it('takes handoffs that nothing is known of', () => {
    const { handoffs } = drawn(aJourney({ handoffs: [] }), NOTHING_KNOWN, keys())
    expect(handoffs).toHaveLength(3)
    expect(handoffs[0]).toMatchObject({ informationItems: [], shareLost: null, shareLostSample: null, waitHours: null })
  })

  it('may be a single stage', () => {
    expect(drawn(aJourney({ stages: [aStage()], handoffs: [] }), NOTHING_KNOWN, keys()).handoffs).toEqual([])
  })

  it('takes no key from outside', () => {
    const key = '11111111-1111-4111-8111-111111111111'
    const { stages } = drawn(aJourney({ stages: [aStage({ key })], handoffs: [] }), NOTHING_KNOWN, keys())
    expect(stages[0]?.key).toBe('new-1')
  })
})

describe('a later version', () => {
  it('keeps every key when nothing changes, and says the same', () => {
    const next = drawn(again(first), known(first), keys())
    expect(next).toEqual(first)
    expect(isSameDrawing(first, next)).toBe(true)
  })

  it('keeps the keys of what is renamed', () => {
    const next = drawn(
      again(first, ({ stages }) => ({ stages: stages.map((stage, at) => (at === 1 ? { ...stage, name: 'Installation' } : stage)) })),
      known(first),
      keys(),
    )
    expect(next.stages.map(({ key }) => key)).toEqual(first.stages.map(({ key }) => key))
    expect(isSameDrawing(first, next)).toBe(false)
  })

  it('has a new handoff where other stages have become neighbours', () => {
    const next = drawn(
      again(first, ({ stages, handoffs }) => ({ stages: stages.filter((_, at) => at !== 1), handoffs: handoffs.slice(1) })),
      known(first),
      keys(),
    )
    expect(next.handoffs.map(({ key }) => key)).toEqual(['new-1', first.handoffs[2]?.key])
  })

  it('gives a stage that comes back its old key, and its handoffs theirs', () => {
    const without = drawn(again(first, ({ stages }) => ({ stages: stages.slice(0, 3), handoffs: [] })), known(first), keys())
    const back = drawn(again(first), known(without, first), keys('third'))
    expect(back.stages.map(({ key }) => key)).toEqual(first.stages.map(({ key }) => key))
    expect(back.handoffs.map(({ key }) => key)).toEqual(first.handoffs.map(({ key }) => key))
  })

  it('does not give one key to two stages', () => {
    const next = drawn(
      again(first, ({ stages }) => ({ stages: [...stages, { ...stages[0]!, name: 'Order again' }], handoffs: [] })),
      known(first),
      keys(),
    )
    expect(new Set(next.stages.map(({ key }) => key)).size).toBe(5)
  })
})

describe('answers that are refused', () => {
  it('are a wrong number of handoffs', () => {
    expect(faultsOf(aJourney({ handoffs: [aHandoff()] }))).toEqual({
      handoffs: '4 stages have 3 handoffs between them; there are 1.',
    })
  })

  it('are two stages of one name', () => {
    expect(faultsOf(aJourney({ stages: [aStage(), aStage({ name: 'ORDER' })], handoffs: [] }))).toHaveProperty(['stages.1.name'])
  })

  it('are a sample without what was counted on it', () => {
    expect(faultsOf(aJourney({ stages: [aStage(), aStage({ name: 'Bill' })], handoffs: [aHandoff({ percentLost: null })] }))).toHaveProperty([
      'handoffs.0.percentLost',
    ])
  })

  it('are departments of another program', () => {
    expect(() => checkDepartments([aStage({ departmentId: 'theirs' })], [{ id: 'ours' }])).toThrow(Invalid)
    expect(() => checkDepartments([aStage({ departmentId: 'ours' }), aStage()], [{ id: 'ours' }])).not.toThrow()
  })
})

describe('what an edit did', () => {
  it('is told by the names of stages and handoffs', () => {
    const next = drawn(
      again(first, ({ stages, handoffs }) => ({
        stages: [...stages.slice(0, 3), aStage({ name: 'Second month' })],
        handoffs: handoffs.map((handoff, at) => (at === 1 ? { ...handoff, percentLost: 12 } : handoff)),
      })),
      known(first),
      keys(),
    )
    expect(drawingChanges(first, next)).toMatchObject({
      stagesAdded: ['Second month'],
      stagesRemoved: ['First bill'],
      handoffsChanged: [{ name: 'Install → First use', changes: { shareLost: { before: 0.31, after: 0.12 } } }],
    })
  })

  it('is nothing where nothing changed', () => {
    expect(drawingChanges(first, first)).toEqual({})
  })
})
