import { VISION } from '../retailProgram'
import type { PilotStory } from '../story'

/** Withdrawn before anybody decided. */
export const withdrawn: readonly PilotStory[] = [
  {
    title: 'Sunday visits',
    proposal: {
      change: 'Offer visits on Sundays in two cities',
      forWhom: 'customers who cannot be at home on weekdays',
      expectedEffect: 'Fewer technicians stand before a closed door',
      because: 'one missed visit in five is one that had been moved before',
      journey: 'broadband',
      segment: ['Install'],
      metric: 'missedVisit',
      smallestEffect: 3,
      sponsor: 'rajesh',
      startsDaysAgo: 10,
      endsDaysAgo: -32,
      budget: 28_000_00,
      budgetSource: 'Field service, cost centre 2210',
      mostCustomers: 900,
      stopRule: 'Stop if fewer than five visits a Sunday are booked',
      rollbackStep: 'Take Sundays out of the calendar',
      vision: VISION.promises,
      arrivalsPerWeek: 60,
    },
    proposer: 'leila',
    owner: 'leila',
    team: ['sofia'],
    drafted: { daysAgo: 70 },
    submitted: { daysAgo: 68 },
    raters: ['amina', 'jimena', 'mercy'],
    scores: [{ by: 'amina', daysAgo: 66, values: [2, 4, 3, 3, 4, 2, 3, 3] }],
    withdrawn: { daysAgo: 63, reason: 'The works council has to be asked first; that takes until spring.' },
  },
]
