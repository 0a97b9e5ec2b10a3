import type { Estimate } from './analysis.rules'

export interface ScriptFacts {
  readonly metric: string
  readonly pilot: string
  readonly number: number
  readonly inputsDigest: string
  readonly alpha: number
  readonly estimate: Estimate
}

/** A script for base R, without any package, that gives the finding's numbers again and compares them. */
export function rScript(facts: ScriptFacts): string {
  const { estimate } = facts
  const body = estimate.method === 'welchT' ? welchScript(facts) : scoreScript(facts)
  return [
    `# ${comment(facts.metric)}: finding ${facts.number} of the pilot "${comment(facts.pilot)}"`,
    `# Inputs digest (SHA-256) ${facts.inputsDigest}`,
    '# Base R alone. Run it with: Rscript finding.R',
    '',
    ...body,
    '',
    'found <- c(difference = difference, lower = lower, upper = upper, p = p)',
    `stated <- c(difference = ${r(estimate.difference)}, lower = ${r(estimate.lower)}, upper = ${r(estimate.upper)}, p = ${r(estimate.p)})`,
    'print(rbind(found, stated), digits = 10)',
    'stopifnot(all(abs(found - stated) <= 1e-6 * abs(stated) + 1e-9))',
    'cat("The numbers agree.\\n")',
    '',
  ].join('\n')
}

function welchScript({ alpha, estimate: { changed, reference } }: ScriptFacts): string[] {
  return [
    `mean_changed   <- ${r(changed.value)}; sd_changed   <- ${r(changed.standardDeviation ?? 0)}; n_changed   <- ${changed.n}`,
    `mean_reference <- ${r(reference.value)}; sd_reference <- ${r(reference.standardDeviation ?? 0)}; n_reference <- ${reference.n}`,
    `alpha <- ${r(alpha)}`,
    '',
    '# Welch: variances of the means, degrees of freedom of Welch and Satterthwaite',
    'v1 <- sd_changed^2 / n_changed',
    'v2 <- sd_reference^2 / n_reference',
    'difference <- mean_changed - mean_reference',
    'se <- sqrt(v1 + v2)',
    'df <- (v1 + v2)^2 / (v1^2 / (n_changed - 1) + v2^2 / (n_reference - 1))',
    'p <- 2 * pt(-abs(difference / se), df)',
    'lower <- difference - qt(1 - alpha / 2, df) * se',
    'upper <- difference + qt(1 - alpha / 2, df) * se',
  ]
}

function scoreScript({ alpha, estimate: { changed, reference } }: ScriptFacts): string[] {
  return [
    `x1 <- ${changed.successes ?? 0}; n1 <- ${changed.n}    # with the change`,
    `x2 <- ${reference.successes ?? 0}; n2 <- ${reference.n}    # without it`,
    `alpha <- ${r(alpha)}`,
    '',
    '# Miettinen and Nurminen (1985): z of a supposed difference d, with the shares estimated under d',
    'score_z <- function(d) {',
    '  n <- n1 + n2',
    '  gap <- x1 / n1 - x2 / n2 - d',
    '  if (gap == 0) return(0)',
    '  l2 <- (n1 + 2 * n2) * d - n - x1 - x2',
    '  l1 <- (n2 * d - n - 2 * x2) * d + x1 + x2',
    '  l0 <- x2 * d * (1 - d)',
    '  q <- l2^3 / (27 * n^3) - l1 * l2 / (6 * n^2) + l0 / (2 * n)',
    '  root <- ifelse(q < 0, -1, 1) * sqrt(max(0, l2^2 / (9 * n^2) - l1 / (3 * n)))',
    '  angle <- if (root == 0) pi / 2 else (pi + acos(max(-1, min(1, q / root^3)))) / 3',
    '  p2 <- min(1, max(0, 2 * root * cos(angle) - l2 / (3 * n)))',
    '  p1 <- min(1, max(0, p2 + d))',
    '  gap / sqrt((p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * n / (n - 1))',
    '}',
    'difference <- x1 / n1 - x2 / n2',
    'p <- 2 * pnorm(-abs(score_z(0)))',
    'critical <- qnorm(1 - alpha / 2)',
    'tiny <- 1e-12',
    'lower <- if (difference <= -1) -1 else uniroot(function(d) score_z(d) - critical, c(-1 + tiny, difference), tol = 1e-14, maxiter = 10000)$root',
    'upper <- if (difference >= 1) 1 else uniroot(function(d) score_z(d) + critical, c(difference, 1 - tiny), tol = 1e-14, maxiter = 10000)$root',
  ]
}

/** A number as R reads it, with all its digits. */
const r = (number: number): string => String(number)

/** Text inside a comment must not end it. */
const comment = (text: string): string => text.replace(/[\r\n"]+/g, ' ').slice(0, 200)
