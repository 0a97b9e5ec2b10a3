import fc from 'fast-check'
import { PILOT_STATES, type Pilot, type PilotState } from '../../server/pilots/pilot.entity'
import { passes, type Criterion } from '../../server/pilots/criterion.rules'
import {
  isFinal,
  moved,
  nextGate,
  PILOT_DEEDS,
  possibleDeeds,
  spokenState,
  transition,
  TRANSITIONS,
  type PilotDeed,
} from '../../server/pilots/pilotLife.rules'
import { aPilot, stampsOf } from '../support/given/pilots'
import { PROPERTY } from '../support/propertyRuns'

const noon = new Date('2026-11-20T12:00:00Z')

const aCriterion = (changes: Partial<Criterion> = {}): Criterion => ({
  key: 'plan',
  label: 'Plan locked',
  met: true,
  evidence: 'Locked on 4 Nov.',
  mendTo: 'plan',
  overridable: false,
  overrideBy: null,
  ...changes,
})

const everything = { now: noon, criteria: [aCriterion()], reason: 'Because.', newEndOn: '2026-12-24' }

const pilotIn = (state: PilotState | 'paused', changes: Partial<Pilot> = {}): Pilot =>
  aPilot({ ...stampsOf(state), ...changes })

describe('the life of a pilot', () => {
  const ways: [PilotState | 'paused', Partial<Record<PilotDeed, PilotState>>][] = [
    ['draft', { submit: 'proposed', withdraw: 'withdrawn' }],
    ['proposed', { select: 'approved', withdraw: 'withdrawn' }],
    ['approved', { launch: 'running', withdraw: 'withdrawn' }],
    ['running', { conclude: 'concluded', pause: 'running', withdraw: 'withdrawn' }],
    ['paused', { conclude: 'concluded', resume: 'running', withdraw: 'withdrawn' }],
    ['concluded', { scale: 'scaling', extend: 'running', adapt: 'stopped', stop: 'stopped' }],
    ['scaling', { confirm: 'sustained' }],
    ['sustained', {}],
    ['stopped', {}],
    ['withdrawn', {}],
  ]

  describe.each(ways)('%s', (state, allowed) => {
    it.each([...PILOT_DEEDS])('%s', deed => {
      const answer = transition(pilotIn(state), deed, everything)
      expect(answer.allowed ? answer.change.state : null).toBe(allowed[deed] ?? null)
    })

    it('lists what is possible', () => {
      expect(possibleDeeds(pilotIn(state)).sort()).toEqual(Object.keys(allowed).sort())
    })
  })

  it('has an end: sustained, stopped and withdrawn', () => {
    expect(PILOT_STATES.filter(isFinal)).toEqual(['sustained', 'stopped', 'withdrawn'])
  })

  it.each<[PilotState, string | null]>([
    ['draft', 'submit'],
    ['proposed', 'select'],
    ['approved', 'launch'],
    ['running', 'conclude'],
    ['concluded', 'decide'],
    ['scaling', 'confirm'],
    ['sustained', null],
    ['stopped', null],
    ['withdrawn', null],
  ])('stands in %s before the gate %s', (state, gate) => {
    expect(nextGate(state)).toBe(gate)
  })

  it('is spoken of as paused while it is', () => {
    expect(spokenState(pilotIn('paused'))).toBe('paused')
    expect(spokenState(pilotIn('running'))).toBe('running')
    expect(spokenState({ state: 'concluded', pausedAt: noon })).toBe('concluded')
  })
})

describe('what a transition leaves behind', () => {
  it.each<[PilotState, PilotDeed, keyof Pilot]>([
    ['draft', 'submit', 'submittedAt'],
    ['proposed', 'select', 'selectedAt'],
    ['approved', 'launch', 'launchedAt'],
    ['running', 'conclude', 'concludedAt'],
    ['concluded', 'scale', 'decidedAt'],
    ['concluded', 'adapt', 'decidedAt'],
    ['concluded', 'stop', 'decidedAt'],
  ])('from %s by %s: the time', (state, deed, stamp) => {
    expect(moved(pilotIn(state), deed, everything)).toMatchObject({ [stamp]: noon, stateSince: noon })
  })

  it('opens a concluded pilot again when it is extended, with delivery to be recorded anew', () => {
    expect(moved(pilotIn('concluded'), 'extend', everything)).toEqual({
      state: 'running',
      stateSince: noon,
      concludedAt: null,
      shareDelivered: null,
      shareDeliveredSource: '',
      endsOn: '2026-12-24',
    })
  })

  it('keeps the time of launch while it pauses and resumes', () => {
    expect(moved(pilotIn('running'), 'pause', everything)).toEqual({ state: 'running', pausedAt: noon })
    expect(moved(pilotIn('paused'), 'resume', everything)).toEqual({ state: 'running', pausedAt: null })
  })
})

describe('a refusal', () => {
  const because = (state: PilotState | 'paused', deed: PilotDeed, facts: object = {}): string => {
    const answer = transition(pilotIn(state), deed, { ...everything, ...facts })
    return answer.allowed ? '' : answer.refusal.because
  }

  it.each<[PilotState | 'paused', PilotDeed, string]>([
    ['proposed', 'submit', 'This pilot is proposed already.'],
    ['paused', 'pause', 'This pilot is paused already.'],
    ['running', 'resume', 'This pilot is running already.'],
    ['withdrawn', 'withdraw', 'This pilot is withdrawn already.'],
    ['draft', 'launch', 'This pilot is a draft, so it cannot be launched.'],
    ['concluded', 'withdraw', 'This pilot is concluded, so it cannot be withdrawn.'],
    ['approved', 'pause', 'This pilot is approved, so it cannot be paused.'],
  ])('in %s of %s says why', (state, deed, sentence) => {
    expect(because(state, deed)).toBe(sentence)
  })

  it('names each criterion that is not met', () => {
    const criteria = [
      aCriterion(),
      aCriterion({ key: 'baseline', label: 'Baseline recorded', met: false, evidence: 'None yet.' }),
    ]
    expect(() => moved(pilotIn('approved'), 'launch', { now: noon, criteria })).toThrow(
      expect.objectContaining({ name: 'Conflict', details: ['Baseline recorded: None yet.'] }) as Error,
    )
  })

  it('keeps a gate closed whose criteria nobody looked at', () => {
    expect(because('approved', 'launch', { criteria: undefined })).toContain('have not been looked at')
    expect(because('approved', 'launch', { criteria: [] })).toContain('have not been looked at')
  })

  it.each<[PilotState, PilotDeed]>([
    ['running', 'pause'],
    ['running', 'withdraw'],
    ['concluded', 'scale'],
    ['concluded', 'stop'],
  ])('from %s by %s without a reason is about the field', (state, deed) => {
    expect(() => moved(pilotIn(state), deed, { ...everything, reason: '  ' })).toThrow(
      expect.objectContaining({ name: 'Invalid', fields: { reason: expect.any(String) as string } }) as Error,
    )
  })

  it.each([undefined, '2026-11-20', '2026-11-19'])('does not extend to %s', newEndOn => {
    expect(because('concluded', 'extend', { newEndOn })).toContain('after today')
  })
})

describe('any life', () => {
  const lives = fc.array(
    fc.record({
      deed: fc.constantFrom(...PILOT_DEEDS),
      isMet: fc.boolean(),
      hasReason: fc.boolean(),
      hasEnd: fc.boolean(),
    }),
    { maxLength: 40 },
  )

  /** Lives the steps, the refused ones without effect. */
  function* lived(steps: { deed: PilotDeed; isMet: boolean; hasReason: boolean; hasEnd: boolean }[]) {
    let pilot = pilotIn('draft')
    for (const [at, { deed, isMet, hasReason, hasEnd }] of steps.entries()) {
      const now = new Date(noon.getTime() + at * 86_400_000)
      const answer = transition(pilot, deed, {
        now,
        criteria: [aCriterion({ met: isMet })],
        reason: hasReason ? 'Because.' : '',
        ...(hasEnd && { newEndOn: '2027-12-24' }),
      })
      const before = pilot
      if (answer.allowed) pilot = { ...pilot, ...answer.change }
      yield { before, pilot, deed, now, answer }
    }
  }

  it('stays within the known states, and moves only along a rule', () => {
    fc.assert(
      fc.property(lives, steps => {
        for (const { before, pilot, deed, answer } of lived(steps)) {
          expect(PILOT_STATES).toContain(pilot.state)
          if (!answer.allowed) expect(pilot).toBe(before)
          else
            expect([TRANSITIONS[deed].from.includes(before.state), pilot.state]).toEqual([true, TRANSITIONS[deed].to])
        }
      }),
      PROPERTY,
    )
  })

  it('never leaves a final state, and leaves scaling only for sustained', () => {
    fc.assert(
      fc.property(lives, steps => {
        for (const { before, pilot } of lived(steps)) {
          if (isFinal(before.state)) expect(pilot.state).toBe(before.state)
          if (before.state === 'scaling') expect(['scaling', 'sustained']).toContain(pilot.state)
        }
      }),
      PROPERTY,
    )
  })

  it('has a time for each gate behind it and none for those ahead', () => {
    const atLeast = (state: PilotState, order: PilotState[]): boolean => order.includes(state)
    const past = {
      submittedAt: ['proposed', 'approved', 'running', 'concluded', 'scaling', 'sustained', 'stopped'],
      selectedAt: ['approved', 'running', 'concluded', 'scaling', 'sustained', 'stopped'],
      launchedAt: ['running', 'concluded', 'scaling', 'sustained', 'stopped'],
      concludedAt: ['concluded', 'scaling', 'sustained', 'stopped'],
      decidedAt: ['scaling', 'sustained', 'stopped'],
    } satisfies Partial<Record<keyof Pilot, PilotState[]>>
    fc.assert(
      fc.property(lives, steps => {
        for (const { pilot } of lived(steps)) {
          if (pilot.state === 'withdrawn') continue
          for (const [stamp, order] of Object.entries(past)) {
            expect([stamp, pilot[stamp as keyof typeof past] !== null]).toEqual([stamp, atLeast(pilot.state, order)])
          }
          if (pilot.pausedAt) expect(pilot.state).toBe('running')
        }
      }),
      PROPERTY,
    )
  })

  it('never passes a gate with a criterion that does not pass, and never moves without a reason where one is due', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PILOT_STATES),
        fc.constantFrom(...PILOT_DEEDS),
        fc.array(
          fc.record({
            met: fc.boolean(),
            overridable: fc.boolean(),
            overriddenBecause: fc.constantFrom('', 'Agreed.'),
          }),
        ),
        fc.constantFrom('', ' ', 'Because.'),
        (state, deed, drawn, reason) => {
          const criteria = drawn.map(changes => aCriterion(changes))
          const answer = transition(pilotIn(state), deed, { ...everything, criteria, reason })
          if (!answer.allowed) return
          if (TRANSITIONS[deed].gate) expect(criteria.length > 0 && criteria.every(passes)).toBe(true)
          if (TRANSITIONS[deed].needsReason) expect(reason.trim()).not.toBe('')
        },
      ),
      PROPERTY,
    )
  })
})
