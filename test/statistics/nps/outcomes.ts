import type { NpsCounts } from '../../../server/statistics/nps/npsCounts'

/** True shares of promoters and detractors. */
export interface Split {
  readonly promoters: number
  readonly detractors: number
}

export const SPLITS = {
  '45/30/25': { promoters: 0.45, detractors: 0.25 },
  '70/20/10': { promoters: 0.7, detractors: 0.1 },
  '85/12/3': { promoters: 0.85, detractors: 0.03 },
} as const

export interface Outcome {
  readonly counts: NpsCounts
  readonly probability: number
}

/** All that `n` answers can show under a split, and how likely each is, the likeliest first. */
export function outcomesOf(n: number, { promoters, detractors }: Split): Outcome[] {
  const logFactorial = [0]
  for (let i = 1; i <= n; i++) logFactorial.push((logFactorial[i - 1] ?? 0) + Math.log(i))
  const rest = 1 - promoters - detractors
  const outcomes: Outcome[] = []
  for (let a = 0; a <= n; a++) {
    for (let b = 0; a + b <= n; b++) {
      const c = n - a - b
      const ways = [n].concat(a, b, c).map(k => logFactorial[k] ?? 0)
      const log = (ways[0] ?? 0) - (ways[1] ?? 0) - (ways[2] ?? 0) - (ways[3] ?? 0)
      const probability = Math.exp(log + a * Math.log(promoters) + b * Math.log(detractors) + c * Math.log(rest))
      outcomes.push({ counts: { promoters: a, detractors: b, passives: c }, probability })
    }
  }
  return outcomes.sort((one, two) => two.probability - one.probability)
}
