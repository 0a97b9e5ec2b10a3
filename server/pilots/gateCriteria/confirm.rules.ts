import { counted } from '../../platform/plural'
import { listed } from '../../platform/listed'
import type { Criterion } from '../criterion.rules'
import { criterion, no, yes } from './evidence'

export interface ConfirmFacts {
  readonly benefitLines: number
  /** Benefit lines without a reading from after the rollout. */
  readonly withoutReading: readonly string[]
}

export function confirmCriteria({ benefitLines, withoutReading }: ConfirmFacts): Criterion[] {
  return [
    criterion(
      'benefits',
      'Benefit readings after rollout against the case',
      // once it is decided on, the case gets no line any more
      benefitLines === 0 ? null : 'gates/confirm#field-lineId',
      benefitLines === 0
        ? no('The case has no benefit line.')
        : withoutReading.length === 0
          ? yes(`${counted(benefitLines, 'benefit line')} read after rollout.`)
          : no(`No reading after rollout of ${listed(withoutReading)}.`),
    ),
  ]
}
