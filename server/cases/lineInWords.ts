import type { Wording } from '../pilots/wording'
import type { BenefitClass, CaseLineDriver, CaseLineKind } from './caseLine.entity'
import { rangeOf, type LineColumns } from './caseLine.rules'

export const KIND_WORDS: Readonly<Record<CaseLineKind, string>> = {
  benefit: 'Benefit',
  disbenefit: 'Disbenefit',
  oneOffCost: 'One-off cost',
  runningCost: 'Running cost',
}

export const CLASS_WORDS: Readonly<Record<BenefitClass, string>> = {
  cashReleasing: 'cash-releasing',
  revenue: 'revenue',
  costAvoidance: 'cost avoidance',
  nonCash: 'non-cash',
}

const DRIVER_WORDS: Readonly<Record<CaseLineDriver, string>> = { finding: 'the finding', entered: 'entered amounts' }

/** How numbers are written inside the words of a line. */
type Writing = Pick<Wording, 'number' | 'percent' | 'money'>

/** What somebody wrote down about a line, as pairs of its name and its words; the same whenever the line is. */
export function lineInWords(line: LineColumns, { number, percent, money }: Writing): ReadonlyMap<string, string> {
  const range = (write: (value: number) => string, low: number | null, likely: number | null, high: number | null) => {
    const ends = rangeOf(low, likely, high)
    if (!ends) return 'empty'
    return ends.low === ends.high ? write(ends.likely) : `${write(ends.likely)} (${write(ends.low)} to ${write(ends.high)})`
  }
  return new Map([
    ['Kind', KIND_WORDS[line.kind].toLowerCase()],
    ['Name', line.name],
    ['Where the money comes from', DRIVER_WORDS[line.driver]],
    ['Annual volume', range(number, line.annualVolumeLow, line.annualVolumeLikely, line.annualVolumeHigh)],
    ['Money per unit', range(money, line.moneyPerUnitLowCents, line.moneyPerUnitLikelyCents, line.moneyPerUnitHighCents)],
    ['Share realised', range(percent, line.realisationLow, line.realisationLikely, line.realisationHigh)],
    ['Amount', range(money, line.amountLowCents, line.amountLikelyCents, line.amountHighCents)],
    ['Adoption', line.adoption.length === 0 ? 'all from the first year' : line.adoption.map(percent).join(', ')],
    ['Class', line.benefitClass ? CLASS_WORDS[line.benefitClass] : 'empty'],
    ['Source', line.source],
  ])
}

/** A sentence for each thing about a line that stands otherwise by now than it was typed. */
export function differences(stands: LineColumns, typed: LineColumns, words: Writing): string[] {
  const written = lineInWords(typed, words)
  const changed = [...lineInWords(stands, words)].filter(([name, value]) => value !== written.get(name))
  const owner = stands.ownerId === typed.ownerId ? [] : ['The owner is another one now.']
  return [...changed.map(([name, value]) => `${name} is now ${value}.`), ...owner]
}
