import { unitNormalLoss } from '../distributions/unitNormalLoss'
import { finite, requireFinite } from '../inputChecks'
import { NotEstimable } from '../notEstimable'

export interface ValueOfInformationInput {
  /** what is believed of the pay-off of adopting, in money: normal with this mean and standard deviation */
  readonly priorMean: number
  readonly priorSd: number
  /** standard error with which a study would measure the pay-off */
  readonly studyStandardError: number
}

export interface ValueOfInformationResult {
  /** most that certainty would be worth before deciding, in the currency of the pay-off */
  readonly evpi: number
  /** what the study would be worth */
  readonly evsi: number
  /** standard deviation of where the study will move the mean */
  readonly preposteriorSd: number
}

/**
 * Is more evidence worth its cost? The expected gain from deciding after perfect information, and after one more
 * study, when one adopts whatever has a mean pay-off above 0.
 *
 * @throws NotEstimable `invalidPrior` when priorSd is not above 0, `invalidStandardError`
 *
 * Accuracy: relative 1e-12, also where the value is 1e-100 of the pay-off.
 * Source: H. Raiffa, R. Schlaifer, Applied Statistical Decision Theory (1961), section 5.4.
 */
export function valueOfInformation(input: ValueOfInformationInput): ValueOfInformationResult {
  const { priorMean, priorSd, studyStandardError } = input
  requireFinite(priorMean, priorSd, studyStandardError)
  if (priorSd <= 0) throw new NotEstimable('invalidPrior')
  if (studyStandardError <= 0) throw new NotEstimable('invalidStandardError')
  const preposteriorSd = priorSd / Math.hypot(1, studyStandardError / priorSd)
  const worth = (sd: number): number => (sd === 0 ? 0 : finite(sd * unitNormalLoss(Math.abs(priorMean) / sd)))
  return { evpi: worth(priorSd), evsi: worth(preposteriorSd), preposteriorSd }
}
