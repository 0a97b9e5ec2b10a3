import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { unitAfter } from '../platform/plural'
import { NO_BREAK, written } from '../platform/views/formats'

/**
 * A turned effect with so many digits that the amount of a line can be worked out again from what is printed: "0.6258
 * points". Minus where the change does harm.
 */
export function effectAsFactor(effect: number, { metric, locale }: Pick<PilotInProgram, 'metric' | 'locale'>): string {
  const isShare = metric?.kind === 'proportion'
  const size = Number((isShare ? effect * 100 : effect).toPrecision(4))
  const unit = unitAfter(size, isShare ? 'points' : (metric?.unit ?? ''))
  return `${written(size, locale, { maximumSignificantDigits: 4 })}${unit && NO_BREAK}${unit}`
}
