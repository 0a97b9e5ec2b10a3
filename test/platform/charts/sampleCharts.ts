import { histogram } from '../../../server/platform/charts/histogram'
import { intervalPlot } from '../../../server/platform/charts/intervalPlot'
import { matrixChart, type Bubble, type MatrixInput } from '../../../server/platform/charts/matrixChart'
import { sparkline } from '../../../server/platform/charts/sparkline'

const points = (value: number) => `${value < 0 ? '−' : ''}${Math.abs(value * 100).toFixed(1)}`
const euros = (value: number) => `${value < 0 ? '−' : ''}€${Math.abs(Math.round(value / 1000))}k`

/** Numbers between 0 and 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

export const anIntervalPlot = () =>
  intervalPlot({
    id: 'effect',
    title: 'Effect on repeat visits and on the other metrics',
    description: 'Repeat visits fell by 6.7 points, interval 3.8 to 9.6. No guardrail is crossed.',
    panels: [
      {
        caption: 'Difference in points, outcome minus baseline',
        tick: points,
        smallestEffect: 0.02,
        below: 'fewer',
        above: 'more',
        rows: [
          {
            label: 'Repeat visits',
            role: 'primary',
            estimate: -0.067,
            low: -0.096,
            high: -0.038,
            said: '−6.7 points (−9.6 to −3.8)',
          },
          {
            label: 'Resolved at first contact',
            role: 'other',
            estimate: 0.021,
            low: -0.012,
            high: 0.053,
            said: '+2.1 points (−1.2 to 5.3)',
          },
          {
            label: 'Complaints within 30 days',
            role: 'guardrail',
            estimate: 0.002,
            low: -0.006,
            high: 0.011,
            margin: 0.03,
            marginSaid: '+3.0 points',
            said: '+0.2 points (−0.6 to 1.1)',
          },
        ],
      },
      {
        caption: 'Difference in minutes',
        tick: value => String(value),
        rows: [
          {
            label: 'Handle time',
            role: 'guardrail',
            estimate: 0.6,
            low: 0.1,
            high: 1.1,
            margin: 1.5,
            marginSaid: '+1.5 min',
            said: '+0.6 min (0.1 to 1.1)',
          },
        ],
      },
    ],
  })

const matrixWords: Omit<MatrixInput, 'bubbles' | 'id'> = {
  title: 'Impact and complexity of 12 proposals',
  description: 'Pre-visit call has the highest impact at low complexity.',
  domain: [1, 5],
  quadrants: { topLeft: 'Do now', topRight: 'Plan well', bottomLeft: 'Maybe', bottomRight: 'Leave' },
  impactTitle: 'Impact',
  complexityTitle: 'Complexity',
  ratersNeeded: 3,
  score: value => (Number.isInteger(value) ? String(value) : value.toFixed(1)),
  sizeTitle: 'Friction cost',
  sizeSaid: euros,
}

const NAMES = [
  ...['Pre-visit call to every customer', 'One bill explained by a person', 'Move the first gate later'],
  ...['Text when the engineer leaves', 'Welcome kit', 'Single case number', 'Call back within the hour'],
  ...['Plain letters', 'Self-install box', 'Evening visits', 'Handoff checklist sales to service', 'Refund without asking'],
]

const around = (value: number, random: () => number): readonly [number, number] => [
  Math.max(1, value - 0.2 - random() * 0.6),
  Math.min(5, value + 0.2 + random() * 0.6),
]

function someBubbles(count: number): Bubble[] {
  const random = seeded(7)
  return Array.from({ length: count }, (_, at) => {
    const impact = 1.2 + random() * 3.6
    const complexity = 1.2 + random() * 3.6
    const spreads = { impactSpread: around(impact, random), complexitySpread: around(complexity, random) }
    return {
      label: count > NAMES.length ? `Proposal ${at + 1}` : (NAMES[at] ?? ''),
      href: `/pilots/${at + 1}`,
      impact,
      complexity,
      size: random() * 1_200_000,
      raters: 1 + Math.floor(random() * 6),
      ...(count <= NAMES.length && spreads),
    }
  })
}

export const aMatrix = (count = 12, id = 'matrix') => matrixChart({ ...matrixWords, id, bubbles: someBubbles(count) })

const BIN_WIDTH = 25_000

export const aHistogram = () => {
  const random = seeded(3)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const draws = Array.from({ length: 10_000 }, () => 277_000 + 180_000 * normal())
  const sorted = [...draws].sort((a, b) => a - b)
  const edges = Array.from({ length: 60 }, (_, bin) => (bin - 20) * BIN_WIDTH)
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0
  return histogram({
    id: 'npv',
    title: 'Net present value in 10,000 draws',
    description: 'Likely €277k; 5 % of the draws are below zero.',
    bins: edges.map(from => ({ from, to: from + BIN_WIDTH, count: draws.filter(draw => draw >= from && draw < from + BIN_WIDTH).length })),
    caption: 'Net present value over three years',
    tick: euros,
    percent: share => `${(100 * share).toFixed(1)} %`,
    marks: [
      { value: at(0.05), label: 'worst (5 %)', said: euros(at(0.05)), below: 0.05 },
      { value: at(0.5), label: 'likely', said: euros(at(0.5)), below: 0.5 },
      { value: at(0.95), label: 'best (95 %)', said: euros(at(0.95)), below: 0.95 },
    ],
  })
}

export const aSparkline = () =>
  sparkline({
    id: 'momentum',
    title: 'Pilots decided by month',
    description: 'Between 1 and 5 a month; 3 in the last.',
    heads: ['Month', 'Decided'],
    points: Object.entries({ Jun: 1, Jul: 1, Aug: 2, Sep: 5, Oct: 4, Nov: 3 }).map(([label, value]) => ({
      label,
      value,
      said: String(value),
    })),
  })
