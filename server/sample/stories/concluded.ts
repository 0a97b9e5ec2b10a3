import { VISION } from '../retailProgram'
import { driven, entered, type PilotStory } from '../story'
import { from } from './illustrative'

/**
 * A before/after comparison from two typed summaries: it works, but the design is too weak to roll out on. The sponsor has
 * not decided yet.
 */
export const concluded: readonly PilotStory[] = [
  {
    title: 'Warm handover from technician to support (illustrative)',
    proposal: {
      change: 'Have the technician introduce each customer to a named colleague in support before leaving the house',
      forWhom: 'customers whose line was installed in the regions North and West',
      expectedEffect: 'Fewer customers contact us a second time about the same problem within 14 days',
      because: 'seven of ten repeat contacts begin with telling again what the technician had seen already',
      journey: 'broadband',
      segment: ['First use'],
      metric: 'repeatContact',
      smallestEffect: 4,
      sponsor: 'ingrid',
      startsDaysAgo: 42,
      endsDaysAgo: 14,
      budget: 18_500_00,
      budgetSource: 'Support, training budget',
      mostCustomers: 1_800,
      stopRule: 'Stop if visits take on average more than ten minutes longer',
      rollbackStep: 'Technicians leave the support card as before; from one day to the next',
      vision: VISION.notTwice,
      arrivalsPerWeek: 390,
    },
    proposer: 'amina',
    owner: 'jimena',
    team: ['tomasz', 'duc', 'leila'],
    drafted: { daysAgo: 96 },
    submitted: { daysAgo: 94 },
    raters: ['mercy', 'leila', 'duc', 'sofia'],
    scores: [
      { by: 'mercy', daysAgo: 92, values: [4, 4, 3, 5, 3, 1, 2, 4] },
      { by: 'leila', daysAgo: 91, values: [4, 5, 4, 5, 3, 1, 2, 5], reason: 'We hear it on every second visit.' },
      { by: 'duc', daysAgo: 91, hour: 14, values: [4, 4, 3, 5, 3, 2, 2, 5] },
    ],
    scoringClosed: { daysAgo: 88 },
    plan: {
      by: 'jimena',
      daysAgo: 85,
      terms: { design: 'beforeAfter', smallestEffect: 0.04, plannedPerArm: 1_550, baselineValue: 0.25 },
    },
    selected: { daysAgo: 80 },
    planLocked: { daysAgo: 50 },
    launched: { daysAgo: 42 },
    summaries: [
      {
        ...{ by: 'duc', daysAgo: 44, metric: 'repeatContact', source: from('the contact centre, four weeks before the start') },
        lines: [{ arm: 'treatment', period: 'baseline', n: 1_630, successes: 412 }],
      },
      {
        ...{ by: 'duc', daysAgo: 13, metric: 'repeatContact', source: from('the contact centre, the four weeks of the pilot') },
        lines: [{ arm: 'treatment', period: 'outcome', n: 1_544, successes: 287 }],
      },
    ],
    delivered: { daysAgo: 13, hour: 11, share: 0.92, source: from('the visit reports') },
    checked: { daysAgo: 13, hour: 12, remark: 'Numbers agree with the monthly report. No outage in these weeks.' },
    concluded: { daysAgo: 12 },
    caseLines: [
      {
        ...{ by: 'jimena', daysAgo: 11, owner: 'jimena', kind: 'benefit', name: 'Repeat contacts that no longer come' },
        ...driven({ volume: [16_000, 18_000, 21_000], cents: [7_50, 9_40, 11_00], realised: [0.6, 0.8, 0.9], adoption: [0.5, 1] }),
        benefitClass: 'cashReleasing',
        source: from('the cost model of the contact centre'),
        signed: { daysAgo: 8, status: 'reduced', figureCents: 7_500_00, reason: 'Shifts are planned a quarter ahead: the first year saves little.' },
      },
      {
        ...{ by: 'jimena', daysAgo: 11, hour: 10, owner: 'leila', kind: 'benefit', name: 'Complaints that are not written' },
        ...entered(3_000_00, 6_000_00, 9_000_00),
        benefitClass: 'costAvoidance',
        source: from('the complaints desk'),
      },
      {
        ...{ by: 'jimena', daysAgo: 11, hour: 11, owner: 'leila', kind: 'oneOffCost', name: 'Training of 60 technicians' },
        ...entered(8_000_00, 9_500_00, 12_000_00),
        source: from('the training catalogue'),
        signed: { daysAgo: 8, hour: 10, status: 'accepted' },
      },
      {
        ...{ by: 'duc', daysAgo: 10, owner: 'duc', kind: 'runningCost', name: 'Four minutes more a visit' },
        ...entered(1_500_00, 2_400_00, 3_600_00),
        source: from('the visit reports'),
      },
    ],
    objections: [
      {
        by: 'mercy',
        daysAgo: 6,
        words: 'In the same weeks billing sent fewer corrected bills. How much of the fall in repeat contacts is ours and not yours?',
      },
    ],
    comments: [{ by: 'leila', daysAgo: 12, hour: 16, words: 'The technicians want to keep it. They say goodbye to customers who know whom to call.' }],
  },
]
