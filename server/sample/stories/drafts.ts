import { VISION } from '../retailProgram'
import type { PilotStory } from '../story'

/** One complete and one just begun. */
export const drafts: readonly PilotStory[] = [
  {
    title: 'Welcome call in the language of the customer',
    proposal: {
      change: 'Call customers whose browser speaks another language within a day, in that language',
      forWhom: 'customers who ordered in English with Turkish, Polish or Arabic as the language of their browser',
      expectedEffect: 'More of them have every device online on the first day',
      because: 'they need twice as many contacts in the first week as others',
      journey: 'broadband',
      segment: ['First use'],
      metric: 'onlineDay1',
      smallestEffect: 8,
      sponsor: 'rajesh',
      startsDaysAgo: -40,
      endsDaysAgo: -82,
      budget: 16_000_00,
      budgetSource: 'Support, training budget',
      mostCustomers: 800,
      stopRule: 'Stop if fewer than half of them are reached in two weeks',
      rollbackStep: 'Stop calling',
      vision: VISION.firstSuccess,
      arrivalsPerWeek: 95,
    },
    proposer: 'jimena',
    owner: 'jimena',
    team: ['duc', 'sofia'],
    drafted: { daysAgo: 3 },
  },
  {
    title: 'Ask for the wish to be left alone',
    proposal: {
      change: 'Ask once how often we may write, and keep to it in every department',
      journey: 'broadband',
      segment: ['First use → First bill'],
      metric: 'effort',
      vision: VISION.notTwice,
    },
    proposer: 'jimena',
    owner: 'jimena',
    team: [],
    drafted: { daysAgo: 1, hour: 11 },
  },
]
