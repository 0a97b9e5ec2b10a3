/*
 * The Cookie Cats test of moving the first gate of a game from level 30 to level 40: players by whether they came back
 * after one day and after seven, as published. The rows are made again from these counts.
 */
const PLAYERS = [
  ['gate_30', false, false, 22_840],
  ['gate_30', false, true, 1_826],
  ['gate_30', true, false, 13_358],
  ['gate_30', true, true, 6_676],
  ['gate_40', false, false, 23_597],
  ['gate_40', false, true, 1_773],
  ['gate_40', true, false, 13_613],
  ['gate_40', true, true, 6_506],
] as const

/** One line for each of the 90,189 players. */
export function cookieCatsCsv(): string {
  const lines = PLAYERS.map(([version, dayOne, daySeven, players]) => `${version},${dayOne},${daySeven}\n`.repeat(players))
  return ['version,day-1,day-7\n', ...lines].join('')
}

/** The same columns with two rows that nobody can read, on lines 3 and 5. */
export const FAULTY_CSV = `version,day-1,day-7
gate_30,true,false
gate_30,false,perhaps
gate_40,true,true
gate_40,true
gate_40,false,false
`

/** What the Miettinen–Nurminen method gives for day 7, by the reference case realCookieDay7. */
export const DAY_SEVEN = {
  control: '8,502 of 44,700',
  treatment: '8,279 of 45,489',
  difference: -0.008201298,
  lower: -0.0132823,
  upper: -0.0031214,
  p: 0.00155434,
} as const
