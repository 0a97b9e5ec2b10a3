import { snedecorF } from '../distributions/snedecorF'
import { finite, requireAllFinite, requireAlpha, requireSameLength } from '../inputChecks'
import { isRoundingOnly, momentsOf } from '../moments/moments'
import { NotEstimable } from '../notEstimable'
import { compensatedSum } from '../numerics/sums'

export interface IccInput {
  /** `ratings[subject][rater]`, all on one scale */
  readonly ratings: readonly (readonly number[])[]
  /** level in (0, 1); the intervals have level 1 - alpha */
  readonly alpha: number
}

export interface IccResult {
  /** agreement of single ratings, and of the mean over the raters */
  readonly icc21: number
  readonly icc21CiLower: number
  readonly icc21CiUpper: number
  readonly icc2k: number
  readonly icc2kCiLower: number
  readonly icc2kCiUpper: number
  readonly msRows: number
  readonly msColumns: number
  readonly msError: number
  /** test that subjects do not differ */
  readonly f: number
  readonly df1: number
  readonly df2: number
  readonly p: number
}

/**
 * Intraclass correlation ICC(2,1) and ICC(2,k): do raters, drawn from many, give the same numbers to the same subject?
 * Two-way random effects, absolute agreement.
 *
 * @throws NotEstimable `lengthMismatch`, `tooFewSubjects`, `tooFewRaters`, `zeroVariance` when raters differ by
 *   constants alone, so that there is no error to measure against, or when the subjects have equal means: v of the
 *   interval is 0 then
 *
 * Conventions: as R's psych::ICC, whose limits of ICC(2,k) are the Spearman-Brown step of those of ICC(2,1), also
 * where that leaves -1 to 1.
 * Accuracy: relative 1e-9 against R 4.2.2, p relative 1e-8.
 * Source: P. E. Shrout, J. L. Fleiss, Psychological Bulletin 86 (1979), 420-428.
 */
export function icc({ ratings, alpha }: IccInput): IccResult {
  for (const row of ratings) requireAllFinite(row)
  requireAlpha(alpha)
  for (const row of ratings) requireSameLength(row, ratings[0] ?? row)
  const n = ratings.length
  const k = ratings[0]?.length ?? 0
  if (n < 2) throw new NotEstimable('tooFewSubjects')
  if (k < 2) throw new NotEstimable('tooFewRaters')

  // Around one rating, so that an offset common to all costs no digits.
  const origin = ratings[0]?.[0] ?? 0
  const centred = ratings.map(row => row.map(value => value - origin))
  const rows = centred.map(row => momentsOf(row).mean)
  const columns = Array.from({ length: k }, (_, rater) => momentsOf(centred.map(row => row[rater] ?? 0)).mean)
  const grand = momentsOf(rows).mean
  const residuals = centred.flatMap((row, subject) =>
    row.map((value, rater) => value - (rows[subject] ?? 0) - (columns[rater] ?? 0) + grand),
  )
  const df1 = n - 1
  const df2 = (n - 1) * (k - 1)
  const msRows = finite((k * momentsOf(rows).m2) / df1)
  const msColumns = finite((n * momentsOf(columns).m2) / (k - 1))
  const msError = finite(compensatedSum(residuals.map(residual => residual * residual)) / df2)
  const widest = rows.concat(columns).reduce((most, mean) => Math.max(most, Math.abs(mean)), 0)
  if (isRoundingOnly(Math.sqrt(msError), widest)) throw new NotEstimable('zeroVariance')
  if (isRoundingOnly(Math.sqrt(msRows), widest)) {
    throw new NotEstimable('zeroVariance', 'All subjects have the same mean, so the agreement on them has no interval.')
  }

  const icc21 = (msRows - msError) / (msRows + (k - 1) * msError + (k * (msColumns - msError)) / n)
  const icc2k = (msRows - msError) / (msRows + (msColumns - msError) / n)
  const { lower, upper } = limits({ n, k, icc21, msRows, msColumns, msError, alpha })
  const stepped = (single: number): number => finite((single * k) / (1 + single * (k - 1)))
  const f = finite(msRows / msError)
  return {
    icc21: finite(icc21),
    icc21CiLower: finite(lower),
    icc21CiUpper: finite(upper),
    icc2k: finite(icc2k),
    icc2kCiLower: stepped(lower),
    icc2kCiUpper: stepped(upper),
    msRows,
    msColumns,
    msError,
    f,
    df1,
    df2,
    p: snedecorF(df1, df2).survival(f),
  }
}

/** Limits of ICC(2,1) with the degrees of freedom of Shrout and Fleiss, who name them v. */
function limits({ n, k, icc21, msRows, msColumns, msError, alpha }: {
  n: number; k: number; icc21: number; msRows: number; msColumns: number; msError: number; alpha: number
}): { lower: number; upper: number } {
  const fRaters = msColumns / msError
  const rest = n * (1 + (k - 1) * icc21) - k * icc21
  const raters = k * icc21 * fRaters
  const v = finite(((k - 1) * (n - 1) * (raters + rest) ** 2) / ((n - 1) * raters ** 2 + rest ** 2))
  const fLower = snedecorF(n - 1, v).upperQuantile(alpha / 2)
  const fUpper = snedecorF(v, n - 1).upperQuantile(alpha / 2)
  const noise = k * msColumns + (k * n - k - n) * msError
  return {
    lower: (n * (msRows - fLower * msError)) / (fLower * noise + n * msRows),
    upper: (n * (fUpper * msRows - msError)) / (noise + n * fUpper * msRows),
  }
}
