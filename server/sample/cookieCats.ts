import { VISION } from './retailProgram'
import { driven, entered, type PilotStory } from './story'

/*
 * The one pilot of the sample whose numbers are real: the A/B test of the mobile game Cookie Cats. What surrounds them
 * (people, dates, costs) is invented.
 */

/** Where the published numbers come from; shown beside every reading made from them. */
export const COOKIE_CATS_SOURCE =
  'Cookie Cats A/B test: data of Tactile Entertainment, as distributed with the DataCamp project “Mobile Games A/B Testing with Cookie Cats”; rows rebuilt from the published counts'

/** Players by version of the game, and by whether they came back one day and seven days after installing it. */
const PUBLISHED = [
  { version: 'gate_30', day1: 'no', day7: 'no', players: 22_840 },
  { version: 'gate_30', day1: 'no', day7: 'yes', players: 1_826 },
  { version: 'gate_30', day1: 'yes', day7: 'no', players: 13_358 },
  { version: 'gate_30', day1: 'yes', day7: 'yes', players: 6_676 },
  { version: 'gate_40', day1: 'no', day7: 'no', players: 23_597 },
  { version: 'gate_40', day1: 'no', day7: 'yes', players: 1_773 },
  { version: 'gate_40', day1: 'yes', day7: 'no', players: 13_613 },
  { version: 'gate_40', day1: 'yes', day7: 'yes', players: 6_506 },
] as const

/** One line for each of the 90,189 players, with made-up numbers for their ids. */
export function cookieCatsCsv(): string {
  const lines = ['userid,version,retention_1,retention_7']
  for (const { version, day1, day7, players } of PUBLISHED) {
    for (let player = 0; player < players; player += 1) lines.push(`${lines.length},${version},${day1},${day7}`)
  }
  return `${lines.join('\n')}\n`
}

export const cookieCats: PilotStory = {
  title: 'Move the first gate later',
  proposal: {
    change: 'Move the first gate, where players must wait or ask friends, from level 30 to level 40',
    forWhom: 'every new player of the puzzle game, half of them by lot',
    expectedEffect: 'More players come back seven days after installing the game',
    because: 'players who meet the gate at level 30 have just begun to like the game; a gate that comes later should interrupt fewer of them',
    journey: 'game',
    segment: ['First gate'],
    metric: 'day7',
    smallestEffect: 0.5,
    sponsor: 'ingrid',
    startsDaysAgo: 47,
    endsDaysAgo: 5,
    budget: 24_000_00,
    budgetSource: 'Games, cost centre 4410',
    mostCustomers: 100_000,
    stopRule: 'Stop if crashes at the gate double, or if a store complains',
    rollbackStep: 'Set the gate of all players back to level 30 in the settings of the game; takes an hour',
    vision: VISION.firstSuccess,
    arrivalsPerWeek: 16_500,
  },
  proposer: 'jimena',
  owner: 'jimena',
  team: ['tomasz', 'kenji'],
  drafted: { daysAgo: 88 },
  submitted: { daysAgo: 84, hour: 10 },
  raters: ['amina', 'tomasz', 'weiLing', 'mercy'],
  scores: [
    { by: 'amina', daysAgo: 82, values: [5, 3, 3, 4, 2, 2, 2, 5] },
    { by: 'tomasz', daysAgo: 81, values: [5, 4, 4, 4, 1, 2, 2, 5], reason: 'A setting in the game, nothing to build.' },
    { by: 'weiLing', daysAgo: 80, values: [4, 2, 3, 3, 2, 1, 2, 4] },
    { by: 'mercy', daysAgo: 79, values: [4, 2, 2, 3, 2, 2, 3, 4] },
  ],
  scoringClosed: { daysAgo: 77 },
  plan: {
    by: 'tomasz',
    daysAgo: 74,
    terms: { design: 'randomised', smallestEffect: 0.005, plannedPerArm: 50_000, baselineValue: 0.19, minimumDelivered: 0.9 },
    otherMetrics: [{ metric: 'day1', role: 'secondary', margin: null }],
  },
  selected: { daysAgo: 68, hour: 15 },
  planLocked: { daysAgo: 55 },
  launched: { daysAgo: 47, hour: 8 },
  files: [
    {
      by: 'tomasz',
      daysAgo: 5,
      hour: 13,
      fileName: 'cookie_cats.csv',
      source: COOKIE_CATS_SOURCE,
      text: cookieCatsCsv,
      unit: 'userid',
      arm: { column: 'version', control: 'gate_30', treatment: 'gate_40' },
      values: [
        { metric: 'day7', column: 'retention_7' },
        { metric: 'day1', column: 'retention_1' },
      ],
      truth: { yes: 'yes', no: 'no' },
    },
  ],
  delivered: { daysAgo: 4, hour: 10, share: 1, source: 'Settings of the game: every player was served the gate of the group drawn' },
  checked: { daysAgo: 4, hour: 11, remark: 'The groups differ in size by more than chance likes; the drawing itself is recorded and was not touched.' },
  concluded: { daysAgo: 3, hour: 9.5 },
  caseLines: [
    {
      ...{ by: 'jimena', daysAgo: 3, hour: 13, owner: 'kenji', kind: 'benefit', name: 'Players who come back after a week' },
      ...driven({ volume: [500_000, 640_000, 760_000], cents: [1_60, 2_40, 3_10], realised: [0.8, 0.9, 1] }),
      benefitClass: 'revenue',
      source: 'Illustrative: players a year and spend per returning player, invented for this sample',
      signed: { daysAgo: 2, hour: 10, status: 'accepted' },
    },
    {
      ...{ by: 'jimena', daysAgo: 3, hour: 13.2, owner: 'kenji', kind: 'oneOffCost', name: 'New level map and its tests' },
      ...entered(14_000_00, 18_000_00, 26_000_00),
      source: 'Illustrative: estimate of the games team, invented for this sample',
      signed: { daysAgo: 2, hour: 10.2, status: 'accepted' },
    },
    {
      ...{ by: 'tomasz', daysAgo: 3, hour: 13.5, owner: 'tomasz', kind: 'runningCost', name: 'Balancing ten more levels' },
      ...entered(5_000_00, 6_500_00, 9_000_00),
      source: 'Illustrative: half a day a month of a designer, invented for this sample',
    },
  ],
  objections: [
    {
      by: 'mercy',
      daysAgo: 3,
      hour: 15,
      words: 'Players who asked friends at the gate bring us new players. The test does not count them: what if the later gate costs us those as well?',
      answer: {
        by: 'jimena',
        daysAgo: 2,
        hour: 9,
        words: 'True, they are not counted. It could only add to the harm that was found, so it does not change what the rule asks for.',
      },
    },
  ],
  comments: [
    { by: 'kenji', daysAgo: 83, words: 'The gate is a setting, so both groups can run in one release. We draw when the game is first opened.' },
    { by: 'tomasz', daysAgo: 3, hour: 10, words: 'Against what we expected. A pause at level 30 seems to bring players back rather than drive them away.' },
  ],
}
