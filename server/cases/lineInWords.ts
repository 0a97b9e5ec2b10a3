import type { ChangesInWords } from '../audit/entryWords.rules'
import { exactWordingOf, wordingOf, type Wording, type WordingCustoms } from '../pilots/wording'
import { changeTold } from '../platform/versions'
import type { BenefitClass, CaseLineDriver, CaseLineKind } from './caseLine.entity'
import { isSameLine, rangeOf, type LineColumns } from './caseLine.rules'

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

const SOURCE_OF_MONEY: Readonly<Record<CaseLineDriver, string>> = { finding: 'the finding', entered: 'entered amounts' }

/** How numbers are written inside the words of a line. */
type Writing = Pick<Wording, 'number' | 'percent' | 'money'>

/** A thing about a line that is another in one of its states than in the other. */
export interface LineChange {
  readonly what: string
  readonly was: string
  readonly now: string
}

/** What somebody wrote down about a line, as pairs of its name and its words. The owner is known by name elsewhere. */
function lineInWords(line: LineColumns, { number, percent, money }: Writing): ReadonlyMap<string, string> {
  const range = (write: (value: number) => string, low: number | null, likely: number | null, high: number | null) => {
    const ends = rangeOf(low, likely, high)
    if (!ends) return 'empty'
    return ends.low === ends.high ? write(ends.likely) : `${write(ends.likely)} (${write(ends.low)} to ${write(ends.high)})`
  }
  return new Map([
    ['Kind', KIND_WORDS[line.kind].toLowerCase()],
    ['Name', line.name],
    ['Where the money comes from', SOURCE_OF_MONEY[line.driver]],
    ['Annual volume', range(number, line.annualVolumeLow, line.annualVolumeLikely, line.annualVolumeHigh)],
    ['Money per unit', range(money, line.moneyPerUnitLowCents, line.moneyPerUnitLikelyCents, line.moneyPerUnitHighCents)],
    ['Share realised', range(percent, line.realisationLow, line.realisationLikely, line.realisationHigh)],
    ['Amount', range(money, line.amountLowCents, line.amountLikelyCents, line.amountHighCents)],
    ['Adoption', line.adoption.length === 0 ? 'all from the first year' : line.adoption.map(percent).join(', ')],
    ['Class', line.benefitClass ? CLASS_WORDS[line.benefitClass] : 'empty'],
    ['Source', line.source],
  ])
}

/** What differs between two states of a line, with all its digits where usual ones would hide the difference. */
export function lineChanges(before: LineColumns, now: LineColumns, customs: WordingCustoms): LineChange[] {
  const [usual, exact] = [wordingOf(customs), exactWordingOf(customs)].map(writing => {
    const was = lineInWords(before, writing)
    return [...lineInWords(now, writing)].map(([what, words]) => ({ what, was: was.get(what) ?? '', now: words }))
  }) as [LineChange[], LineChange[]]
  return exact.flatMap((change, at) => (change.was === change.now ? [] : [legible(usual[at]) ?? change]))
}

const legible = (change: LineChange | undefined) => (change && change.was !== change.now ? change : null)

/** What about a line stands otherwise by now than it was typed, as the other forms say it. */
export function differences(stands: LineColumns, typed: LineColumns, customs: WordingCustoms): string[] {
  const owner = stands.ownerId === typed.ownerId ? [] : ['The owner is another one now.']
  return [...lineChanges(typed, stands, customs).map(({ what, was, now }) => changeTold(what, now, was)), ...owner]
}

/** A line as the audit log keeps it: with its owner by name, whoever has left since. */
interface KeptLine extends LineColumns {
  readonly ownerName: string | null
}

/** What an edit of a line changed, for its entry in the audit log: whole lines, since a range is read from end to end. */
export const keptChanges = (before: KeptLine, after: KeptLine) => (isSameLine(before, after) ? {} : { line: { before, after } })

/** The changes that `keptChanges` made, a line for each. */
export const caseChangesInWords: ChangesInWords<WordingCustoms> = (action, details, customs) => {
  if (action !== 'case.lineRevised') return null
  // nobody else writes entries of this name, so their shape is known
  const { changes } = details as { readonly changes?: { readonly line?: { readonly before: KeptLine; readonly after: KeptLine } } }
  if (!changes) return null
  if (!changes.line) return []
  const { before, after } = changes.line
  const [had, has] = [before, after].map(({ ownerName }) => ownerName ?? 'nobody yet')
  const owner = before.ownerId === after.ownerId ? [] : [`Owner: ${had} → ${has}`]
  return [...lineChanges(before, after, customs).map(({ what, was, now }) => `${what}: ${was} → ${now}`), ...owner]
}
