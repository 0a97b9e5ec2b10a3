import type { Department, Who } from './cast'

/*
 * The program that everything in the sample happens in, as its people would have typed it: amounts in units of the
 * currency as forms send them are whole cents here, effects on shares are percentage points.
 */

export const PROGRAM = {
  name: 'Retail onboarding program',
  vision: [
    'New customers reach their first success within a day, without having to ask.',
    'Nobody has to tell us the same thing twice.',
    'What one department promises, the next one keeps.',
    'We roll out what was proven on a few, at a value that finance has signed.',
  ].join(' '),
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  locale: 'en-GB',
  discountRatePercent: 8,
  horizonYears: 3,
  evidenceBar: 3,
  ratersNeeded: 3,
} as const

/** The sentences of the vision, for pilots to serve. */
export const VISION = {
  firstSuccess: 'New customers reach their first success within a day, without having to ask.',
  notTwice: 'Nobody has to tell us the same thing twice.',
  promises: 'What one department promises, the next one keeps.',
  proven: 'We roll out what was proven on a few, at a value that finance has signed.',
} as const

interface SampleStage {
  readonly name: string
  readonly goal: string
  readonly channel: string
  readonly department: Department
}

interface SampleHandoff {
  readonly items: readonly string[]
  readonly percentLost: number | null
  readonly sample: number | null
  readonly waitHours: number | null
}

export interface SampleJourney {
  readonly name: string
  readonly customerSegment: string
  readonly goal: string
  readonly owner: Who
  readonly stages: readonly SampleStage[]
  readonly handoffs: readonly SampleHandoff[]
}

export const JOURNEYS = {
  broadband: {
    name: 'Home broadband, from order to first bill',
    customerSegment: 'Private customers who order home broadband for the first time',
    goal: 'Be online at home, and understand the first bill.',
    owner: 'jimena',
    stages: [
      { name: 'Order', goal: 'Choose a plan and know when it will work.', channel: 'Web and shop', department: 'Sales' },
      { name: 'Install', goal: 'Have the line working after one visit.', channel: 'Visit at home', department: 'Field service' },
      { name: 'First use', goal: 'Get every device online without help.', channel: 'Phone, chat and app', department: 'Support' },
      { name: 'First bill', goal: 'Recognise every line of the bill.', channel: 'Letter and app', department: 'Billing' },
    ],
    handoffs: [
      { items: ['Address as the technician needs it', 'Time that suits the customer', 'Promised speed'], percentLost: 5, sample: 4210, waitHours: 2 },
      { items: ['What was installed', 'What was left open', 'Name of the technician'], percentLost: 31, sample: 3980, waitHours: 72 },
      { items: ['Agreed price and discounts', 'Day from which to charge'], percentLost: 4, sample: 2746, waitHours: 24 },
    ],
  },
  game: {
    name: 'Mobile game, from download to the second week',
    customerSegment: 'New players of the puzzle game that comes with every plan',
    goal: 'Enjoy the game enough to come back on one’s own.',
    owner: 'kenji',
    stages: [
      { name: 'Download', goal: 'Find the game and open it.', channel: 'App store', department: 'Sales' },
      { name: 'Tutorial', goal: 'Understand the rules within two minutes.', channel: 'In the game', department: 'Games' },
      { name: 'First levels', goal: 'Feel that one is getting better.', channel: 'In the game', department: 'Games' },
      { name: 'First gate', goal: 'Wait, or ask friends, and stay keen to go on.', channel: 'In the game', department: 'Games' },
      { name: 'Second week', goal: 'Have a reason to open the game today.', channel: 'In the game and by message', department: 'Support' },
    ],
    handoffs: [
      { items: ['Language of the player'], percentLost: 12, sample: 90_189, waitHours: null },
      { items: ['Whether the tutorial was skipped'], percentLost: 9, sample: 79_300, waitHours: null },
      { items: ['Lives left', 'Friends who play'], percentLost: 22, sample: 72_100, waitHours: null },
      { items: ['Level reached', 'Consent to messages'], percentLost: null, sample: null, waitHours: 24 },
    ],
  },
} as const satisfies Record<string, SampleJourney>

export type JourneyName = keyof typeof JOURNEYS

type Kind = 'proportion' | 'mean'
type Direction = 'higher' | 'lower'

export interface SampleMetric {
  readonly name: string
  readonly kind: Kind
  readonly unit: string | null
  readonly direction: Direction
  readonly perspective: 'customer' | 'internal'
  readonly smallestEffect: number
  readonly guardrailMargin: number | null
  readonly moneyPerUnit: number | null
}

const share = { kind: 'proportion', unit: null } as const
const customer = { perspective: 'customer' } as const
const internal = { perspective: 'internal' } as const

export const METRICS = {
  day7: { ...share, ...customer, name: 'Day-7 return', direction: 'higher', smallestEffect: 0.5, guardrailMargin: 0.5, moneyPerUnit: 2_40 },
  day1: { ...share, ...customer, name: 'Day-1 return', direction: 'higher', smallestEffect: 0.5, guardrailMargin: 1, moneyPerUnit: null },
  repeatContact: { ...share, ...customer, name: 'Repeat contact within 14 days', direction: 'lower', smallestEffect: 3, guardrailMargin: 2, moneyPerUnit: 9_40 },
  secondVisit: { ...share, ...internal, name: 'Second visit needed', direction: 'lower', smallestEffect: 4, guardrailMargin: 2, moneyPerUnit: 62_00 },
  orderDone: { ...share, ...customer, name: 'Order completed without help', direction: 'higher', smallestEffect: 3, guardrailMargin: 2, moneyPerUnit: 18_00 },
  missedVisit: { ...share, ...internal, name: 'Customer not at home', direction: 'lower', smallestEffect: 2, guardrailMargin: 1, moneyPerUnit: 48_00 },
  billCall: { ...share, ...customer, name: 'Call about the first bill', direction: 'lower', smallestEffect: 2, guardrailMargin: 1, moneyPerUnit: 7_20 },
  onlineDay1: { ...share, ...customer, name: 'All devices online on day 1', direction: 'higher', smallestEffect: 4, guardrailMargin: 2, moneyPerUnit: null },
  effort: { ...customer, name: 'Effort of getting online', kind: 'mean', unit: 'points of 7', direction: 'lower', smallestEffect: 0.3, guardrailMargin: 0.2, moneyPerUnit: null },
  handleTime: { ...internal, name: 'Handle time', kind: 'mean', unit: 'minutes', direction: 'lower', smallestEffect: 0.5, guardrailMargin: 0.5, moneyPerUnit: 85 },
} as const satisfies Record<string, SampleMetric>

export type MetricName = keyof typeof METRICS
