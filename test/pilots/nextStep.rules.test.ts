import type { Role } from '../../server/access/permissions'
import { mender, nextStep, type NextStepFacts } from '../../server/pilots/nextStep.rules'
import { PILOT_STATES } from '../../server/pilots/pilot.entity'
import type { Criterion } from '../../server/pilots/criterion.rules'
import { aPilot, stampsOf } from '../support/given/pilots'

describe('the next step', () => {
  const facts = (
    state: NextStepFacts['pilot']['state'] | 'paused',
    roles: Role[],
    changes: Partial<NextStepFacts> = {},
  ): NextStepFacts => ({
    pilot: aPilot(stampsOf(state)),
    standing: new Set(roles),
    criteria: [
      { key: 'a', label: 'A', met: true, evidence: 'yes', mendTo: 'edit', overridable: false, overrideBy: null },
    ],
    linesToSign: 0,
    awaitsSecond: null,
    refused: null,
    areReadingsIn: false,
    owner: 'Jo Castillo',
    sponsor: 'Marta Silva',
    today: '2026-10-15',
    ...changes,
  })

  const line = (key: string, mendTo: string, overrideBy: Criterion['overrideBy'] = null): Criterion => ({
    ...{ key, label: key, met: false, evidence: 'Missing', mendTo, overridable: overrideBy !== null, overrideBy },
  })
  const plan = line('feasibility', 'plan')
  const arrivals = line('feasibility', 'edit#field-arrivalsPerWeek')
  const conflict = line('noConflict', 'edit#field-startsOn', 'pilot.select')
  const raters = line('scoringClosed', 'scores')
  const unlocked = line('planLocked', 'plan')
  const baseline = line('baseline', 'data')
  const mandate = line('mandate', 'team', 'mandate.override')
  const weak = line('feasible', 'plan', 'pilot.launch')
  const findings = line('findings', 'results')
  const objection = line('objections', 'objections')

  /** Everybody who may look at a pilot, as the roles that they hold there. */
  const PEOPLE = {
    owner: ['member', 'owner'],
    team: ['member', 'team'],
    lead: ['lead'],
    sponsor: ['sponsor', 'namedSponsor'],
    finance: ['finance'],
    viewer: ['viewer'],
  } as const satisfies Record<string, readonly Role[]>
  type Someone = keyof typeof PEOPLE

  it.each<[string, NextStepFacts['pilot']['state'] | 'paused', Criterion[], Record<Someone, string | null>]>([
    ['a draft that lacks something', 'draft', [line('budget', 'edit#field-budget')],
      { owner: 'edit#field-budget', team: 'edit#field-budget', lead: 'edit#field-budget', sponsor: null, finance: null, viewer: null }],
    ['a complete draft', 'draft', [],
      { owner: 'submit', team: null, lead: null, sponsor: null, finance: null, viewer: null }],
    ['a proposal without scores or plan', 'proposed', [raters, plan],
      { owner: 'plan', team: 'plan', lead: 'scores', sponsor: 'scores', finance: 'scores', viewer: null }],
    ['a proposal that only lacks scores', 'proposed', [raters],
      { owner: 'scores', team: 'scores', lead: 'scores', sponsor: 'scores', finance: 'scores', viewer: null }],
    ['approved with an open plan', 'approved', [unlocked, baseline],
      { owner: 'plan', team: 'plan', lead: 'plan', sponsor: null, finance: null, viewer: null }],
    ['approved without its baseline', 'approved', [baseline],
      { owner: 'data', team: 'data', lead: null, sponsor: null, finance: null, viewer: null }],
    ['approved without a mandate', 'approved', [mandate],
      { owner: 'team', team: 'team', lead: 'team', sponsor: 'gates/launch', finance: null, viewer: null }],
    ['approved with a weak design', 'approved', [weak],
      { owner: 'gates/launch', team: null, lead: null, sponsor: null, finance: null, viewer: null }],
    ['approved and ready', 'approved', [],
      { owner: 'gates/launch', team: null, lead: null, sponsor: null, finance: null, viewer: null }],
    ['running', 'running', [],
      { owner: 'data', team: 'data', lead: null, sponsor: null, finance: null, viewer: null }],
    ['paused', 'paused', [],
      { owner: 'resume', team: null, lead: 'resume', sponsor: null, finance: null, viewer: null }],
    ['concluded without final findings', 'concluded', [findings, objection],
      { owner: 'results', team: 'results', lead: 'results', sponsor: 'decision', finance: null, viewer: null }],
    ['concluded with an open objection', 'concluded', [objection],
      { owner: 'objections', team: 'objections', lead: 'objections', sponsor: 'decision', finance: null, viewer: null }],
    ['concluded and ready', 'concluded', [],
      { owner: 'case', team: 'case', lead: 'case', sponsor: 'decision', finance: null, viewer: null }],
    ['scaling', 'scaling', [],
      { owner: null, team: null, lead: null, sponsor: null, finance: 'gates/confirm', viewer: null }],
  ])('%s: each to what is theirs to do', (_, state, criteria, expected) => {
    const scoring = state === 'proposed' ? { pilot: { ...facts(state, []).pilot, scoringClosedAt: null } } : {}
    const found = Object.entries(PEOPLE).map(([name, roles]) => {
      const next = nextStep(facts(state, [...roles], { criteria, ...scoring }))
      expect(next?.text).toBeTruthy()
      return [name, next?.to]
    })
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it.each<[string, Criterion[], Record<Someone, string | null>]>([
    ['nothing missing', [],
      { owner: null, team: null, lead: null, sponsor: 'gates/select', finance: null, viewer: null }],
    ['the plan missing', [plan],
      { owner: 'plan', team: 'plan', lead: 'plan', sponsor: 'gates/select', finance: null, viewer: null }],
    ['the arrivals missing', [arrivals],
      { owner: 'timebox#field-arrivalsPerWeek', team: 'timebox#field-arrivalsPerWeek', lead: 'timebox#field-arrivalsPerWeek', sponsor: 'gates/select', finance: null, viewer: null }],
    ['a conflicting pilot', [conflict],
      { owner: 'timebox#field-startsOn', team: 'timebox#field-startsOn', lead: 'timebox#field-startsOn', sponsor: 'gates/select', finance: null, viewer: null }],
  ])('at the selection with %s: each to what is theirs to do', (_, criteria, expected) => {
    const pilot = { ...facts('proposed', []).pilot, scoringClosedAt: new Date('2026-10-02T10:00:00Z') }
    const found = Object.entries(PEOPLE).map(([name, roles]) => [name, nextStep(facts('proposed', [...roles], { criteria, pilot }))?.to])
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  it.each<[boolean, Someone, string]>([
    [false, 'lead', 'invite raters, and close scoring once enough have scored'],
    [false, 'viewer', 'the lead invites raters, and they score it'],
    [true, 'lead', 'enough raters have scored; close scoring'],
    [true, 'sponsor', 'enough raters have scored; the lead closes scoring'],
    [true, 'viewer', 'enough raters have scored; the lead closes scoring'],
  ])('says while scoring is open what is missing; enough have scored: %s, %s', (met, who, said) => {
    const pilot = { ...facts('proposed', []).pilot, scoringClosedAt: null }
    const criteria = [{ ...line('scored', 'scores'), met }, raters]
    expect(nextStep(facts('proposed', [...PEOPLE[who]], { criteria, pilot }))?.text).toBe(said)
  })

  it('tells the sponsor in words whether there is something to decide', () => {
    const pilot = { ...facts('proposed', []).pilot, scoringClosedAt: new Date('2026-10-02T10:00:00Z') }
    const said = (criteria: Criterion[]) => nextStep(facts('proposed', [...PEOPLE.sponsor], { criteria, pilot }))?.text
    expect(said([])).toBe('scoring is closed; select it or turn it down')
    expect(said([conflict])).toContain('override it with a reason')
    expect(said([plan])).toBe('1 thing is missing before you can select it; others see to that')
    expect(said([plan, conflict])).toBe('1 thing is missing before you can select it; others see to that; a conflicting pilot stands in the way; override it with a reason')
  })

  it('is finance’s word where a concluded pilot has benefit lines without it, as Home says', () => {
    const said = (roles: Role[], linesToSign: number) => nextStep(facts('concluded', roles, { criteria: [], linesToSign }))
    expect(said([...PEOPLE.finance], 2)).toMatchObject({ text: 'give finance’s word on 2 benefit lines', to: 'case' })
    expect(said([...PEOPLE.finance], 0)?.to).toBeNull()
    expect(said([...PEOPLE.sponsor, 'finance'], 2)?.to).toBe('decision')
  })

  it('says who refused the last decision, to everybody', () => {
    const said = (roles: readonly Role[]) => nextStep(facts('concluded', [...roles], { criteria: [], refused: { choice: 'stop', by: 'Tomas Berg' } }))?.text
    expect(said(PEOPLE.sponsor)).toBe('Tomas Berg refused to stop; decide anew: scale, extend, adapt or stop')
    expect(said(PEOPLE.owner)).toBe('Tomas Berg refused to stop; see to the case; Marta Silva decides anew')
    expect(said(PEOPLE.viewer)).toBe('Tomas Berg refused to stop; Marta Silva decides anew')
  })

  describe('while a decision waits for a second sponsor', () => {
    const awaits = { choice: 'stop', by: 'Marta Silva', others: ['Tomas Berg'], isHandedOver: false, mayAnswer: false } as const
    const said = (roles: readonly Role[], changes: Partial<NextStepFacts> = {}) => nextStep(facts('concluded', [...roles], { awaitsSecond: awaits, criteria: [], ...changes }))

    it.each<[Someone, string | null]>([
      ['owner', null],
      ['team', null],
      ['lead', null],
      ['viewer', null],
      ['sponsor', 'decision'],
    ])('tells the %s whose turn it is', (someone, to) => {
      const next = said(PEOPLE[someone])
      expect(next?.to).toBe(to)
      expect(next?.text).toContain('Tomas Berg agrees or refuses')
      expect(next?.text).toContain('stop')
    })

    it('is to agree or refuse for whoever may, even while something is missing', () => {
      const second = { awaitsSecond: { ...awaits, mayAnswer: true } }
      expect(said(['sponsor'], second)).toMatchObject({ to: 'decision/second', text: 'Marta Silva wants to stop, against the rule; agree or refuse' })
      expect(said(['sponsor'], { ...second, criteria: [objection] })?.text).toContain('1 thing is missing before you can agree')
    })

    it('is first what the second sponsor’s agreement needs, for those who can see to it', () => {
      expect(said(PEOPLE.owner, { criteria: [objection] })?.to).toBe('objections')
      expect(said(PEOPLE.finance, { linesToSign: 1 })?.to).toBe('case')
    })

    it('is the new sponsor’s to take back where the sponsorship was handed over', () => {
      const handed = { awaitsSecond: { ...awaits, by: 'Ines Okafor', isHandedOver: true } }
      expect(said(PEOPLE.sponsor, handed)).toMatchObject({ to: 'decision', text: 'Ines Okafor wanted to stop as the sponsor before; take that back, then decide' })
      expect(said(PEOPLE.owner, handed)).toMatchObject({ to: null, text: 'Ines Okafor wanted to stop as the sponsor before; Marta Silva takes that back and decides' })
    })

    it('says where there is nobody who could agree', () => {
      expect(said(PEOPLE.owner, { awaitsSecond: { ...awaits, others: [] } })?.text).toContain('the program has none; the lead can name one')
    })
  })

  it('is the missing part of a draft, with its place', () => {
    const criteria = [
      {
        key: 'budget',
        label: 'Budget',
        met: false,
        evidence: 'Missing',
        mendTo: 'edit#field-budget',
        overridable: false,
        overrideBy: null,
      },
    ]
    expect(nextStep(facts('draft', ['member', 'owner'], { criteria }))).toMatchObject({
      to: 'edit#field-budget',
      confirm: null,
    })
  })

  it('is to conclude from the planned end on', () => {
    expect(nextStep(facts('running', ['member', 'owner'], { today: '2026-11-12' }))?.to).toBe('gates/conclude')
    expect(nextStep(facts('running', ['member', 'owner'], { today: '2026-11-11' }))?.to).toBe('data')
  })

  const end = line('end', 'gates/conclude#field-reason')
  const checks = line('checksSeen', 'gates/conclude#field-checksSeen')
  const delivered = line('delivered', 'data#field-share')
  it.each<[string, Criterion[], Record<'owner' | 'team' | 'lead', string | null>]>([
    ['nothing seen to', [end, checks, delivered], { owner: checks.mendTo, team: checks.mendTo, lead: null }],
    ['the share open', [end, delivered], { owner: 'data#field-share', team: 'data#field-share', lead: null }],
    ['all seen to, before the end', [end], { owner: 'gates/conclude', team: null, lead: null }],
  ])('with all planned readings and %s is no more to log', (_, criteria, expected) => {
    for (const someone of ['owner', 'team', 'lead'] as const) {
      const next = nextStep(facts('running', [...PEOPLE[someone]], { criteria, areReadingsIn: true }))
      expect([someone, next?.to]).toEqual([someone, expected[someone]])
    }
  })

  it('is there in every state but the last ones', () => {
    for (const state of PILOT_STATES) {
      expect([state, nextStep(facts(state, ['viewer'])) === null]).toEqual([
        state,
        ['sustained', 'stopped', 'withdrawn'].includes(state),
      ])
    }
  })
})

it.each([
  ['scores', 'The lead'],
  ['plan', 'Jo Castillo, the team or the lead'],
  ['edit#field-startsOn', 'Jo Castillo, the team or the lead'],
  ['data', 'Jo Castillo or the team'],
  ['gates/conclude#field-reason', 'Jo Castillo'],
  ['gates/confirm#field-lineId', 'Finance'],
  [null, null],
])('%s is mended by %s', (mendTo, who) => {
  expect(mender(mendTo, 'Jo Castillo')).toBe(who)
})
