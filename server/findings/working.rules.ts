import { standardNormal } from '../statistics/distributions/normal'
import { studentT } from '../statistics/distributions/studentT'
import { NotEstimable } from '../statistics/notEstimable'
import { miettinenNurminenDifference } from '../statistics/proportions/miettinenNurminenDifference'
import { newcombeDifference } from '../statistics/proportions/newcombeDifference'
import { twoProportionZ } from '../statistics/proportions/twoProportionZ'
import type { Estimate } from './analysis.rules'

/** One line of a calculation: what it gives, how, with the numbers put in. */
export interface WorkingStep {
  readonly what: string
  readonly formula: string
  readonly value: string
}

export interface Working {
  readonly steps: readonly WorkingStep[]
  /** Other methods on the same numbers. They decide nothing. */
  readonly beside: readonly WorkingStep[]
  readonly source: string
}

/** The calculation behind an estimate, step by step, with its own numbers. */
export function workingOf(estimate: Estimate, alpha: number): Working {
  return estimate.method === 'welchT' ? welchWorking(estimate, alpha) : scoreWorking(estimate, alpha)
}

/** As many digits as anybody needs to follow a calculation by hand. */
const figure = (number: number): string => String(Number(number.toPrecision(8)))

function welchWorking({ changed, reference, difference, standardError, statistic, df, p, lower, upper }: Estimate, alpha: number): Working {
  const [sT, sC] = [changed.standardDeviation ?? 0, reference.standardDeviation ?? 0]
  const [vT, vC] = [sT ** 2 / changed.n, sC ** 2 / reference.n]
  const freedom = df ?? 0
  const quantile = studentT(freedom).upperQuantile(alpha / 2)
  return {
    steps: [
      { what: 'Difference of the means', formula: `${figure(changed.value)} − ${figure(reference.value)}`, value: figure(difference) },
      { what: 'Variance of each mean, s² / n', formula: `${figure(sT)}² / ${changed.n}; ${figure(sC)}² / ${reference.n}`, value: `${figure(vT)}; ${figure(vC)}` },
      { what: 'Standard error', formula: `√(${figure(vT)} + ${figure(vC)})`, value: figure(standardError) },
      { what: 'Degrees of freedom (Welch–Satterthwaite)', formula: `(${figure(vT)} + ${figure(vC)})² / (${figure(vT)}² / ${changed.n - 1} + ${figure(vC)}² / ${reference.n - 1})`, value: figure(freedom) },
      { what: 't', formula: `${figure(difference)} / ${figure(standardError)}`, value: figure(statistic) },
      { what: 'p, two-sided', formula: `2 × P(T ≥ ${figure(Math.abs(statistic))}), T with ${figure(freedom)} degrees of freedom`, value: figure(p) },
      { what: `Interval at ${figure((1 - alpha) * 100)}%`, formula: `${figure(difference)} ∓ ${figure(quantile)} × ${figure(standardError)}`, value: `${figure(lower)} to ${figure(upper)}` },
    ],
    beside: [],
    source: 'B. L. Welch, Biometrika 34 (1947), 28–35.',
  }
}

function scoreWorking({ changed, reference, difference, statistic, p, lower, upper }: Estimate, alpha: number): Working {
  const x1 = changed.successes ?? 0
  const x2 = reference.successes ?? 0
  const { n: n1 } = changed
  const { n: n2 } = reference
  const total = n1 + n2
  const pooled = (x1 + x2) / total
  const variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2) * (total / (total - 1))
  const quantile = standardNormal.upperQuantile(alpha / 2)
  const arms = { treatment: { successes: x1, n: n1 }, control: { successes: x2, n: n2 }, alpha }
  const zAt = (limit: number): string => {
    if (limit <= -1 || limit >= 1) return 'the end of what is possible'
    return `z = ${figure(miettinenNurminenDifference({ ...arms, nullDifference: limit }).z)}`
  }
  return {
    steps: [
      { what: 'Share with the change', formula: `${x1} / ${n1}`, value: figure(changed.value) },
      { what: 'Share without it', formula: `${x2} / ${n2}`, value: figure(reference.value) },
      { what: 'Difference', formula: `${figure(changed.value)} − ${figure(reference.value)}`, value: figure(difference) },
      { what: 'Share if nothing differs', formula: `(${x1} + ${x2}) / ${total}`, value: figure(pooled) },
      { what: 'Its variance of the difference', formula: `${figure(pooled)} × (1 − ${figure(pooled)}) × (1/${n1} + 1/${n2}) × ${total}/${total - 1}`, value: figure(variance) },
      { what: 'z', formula: `${figure(difference)} / √${figure(variance)}`, value: figure(statistic) },
      { what: 'p, two-sided', formula: `2 × P(Z ≥ ${figure(Math.abs(statistic))})`, value: figure(p) },
      { what: `Interval at ${figure((1 - alpha) * 100)}%`, formula: `every difference that the same test does not refuse: |z| < ${figure(quantile)}`, value: `${figure(lower)} to ${figure(upper)}` },
      { what: 'Check of its ends', formula: `test of ${figure(lower)}; test of ${figure(upper)}`, value: `${zAt(lower)}; ${zAt(upper)}` },
    ],
    beside: besideScore(arms),
    source: 'O. Miettinen, M. Nurminen, Statistics in Medicine 4 (1985), 213–226.',
  }
}

function besideScore(arms: Parameters<typeof twoProportionZ>[0]): WorkingStep[] {
  const steps: WorkingStep[] = []
  const attempt = (what: string, work: () => Pick<WorkingStep, 'formula' | 'value'>): void => {
    try {
      steps.push({ what, ...work() })
    } catch (fault) {
      if (!(fault instanceof NotEstimable)) throw fault
      steps.push({ what, formula: fault.message, value: '–' })
    }
  }
  attempt('Pooled z test', () => {
    const { z, p } = twoProportionZ(arms)
    return { formula: `z = ${figure(z)}`, value: `p = ${figure(p)}` }
  })
  attempt('Newcombe’s interval', () => {
    const { ciLower, ciUpper } = newcombeDifference(arms)
    return { formula: 'Wilson limits of both shares, combined', value: `${figure(ciLower)} to ${figure(ciUpper)}` }
  })
  return steps
}
