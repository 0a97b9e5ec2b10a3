import { VISION } from '../retailProgram'
import type { PilotStory } from '../story'

/** Selected, with a locked plan, and ready for launch. */
export const approved: readonly PilotStory[] = [
  {
    title: 'Chat on the second page of the order',
    proposal: {
      change: 'Offer a chat with a person of sales when somebody rests for a minute on the second page of the order form',
      forWhom: 'visitors who begin an order on weekdays, half of them by lot',
      expectedEffect: 'More of them complete the order',
      because: 'the questions that people call about are asked on this page',
      journey: 'broadband',
      segment: ['Order'],
      metric: 'orderDone',
      smallestEffect: 4,
      sponsor: 'ingrid',
      startsDaysAgo: -4,
      endsDaysAgo: -60,
      budget: 22_000_00,
      budgetSource: 'Sales, web budget',
      mostCustomers: 5_200,
      stopRule: 'Stop if visitors wait more than a minute for an answer on three days in a row',
      rollbackStep: 'Hide the chat; takes a minute',
      vision: VISION.firstSuccess,
      arrivalsPerWeek: 640,
    },
    proposer: 'sofia',
    owner: 'jimena',
    team: ['sofia', 'tomasz'],
    drafted: { daysAgo: 38 },
    submitted: { daysAgo: 36 },
    raters: ['amina', 'mercy', 'weiLing'],
    scores: [
      { by: 'amina', daysAgo: 34, values: [5, 3, 4, 4, 2, 3, 3, 4] },
      { by: 'mercy', daysAgo: 33, values: [5, 3, 3, 3, 3, 4, 3, 4] },
      { by: 'weiLing', daysAgo: 33, hour: 15, values: [5, 2, 4, 3, 2, 3, 3, 4] },
    ],
    scoringClosed: { daysAgo: 30 },
    plan: { by: 'jimena', daysAgo: 28, terms: { design: 'randomised', smallestEffect: 0.04, plannedPerArm: 2_500, baselineValue: 0.63 } },
    selected: { daysAgo: 21 },
    planLocked: { daysAgo: 4 },
  },
]
