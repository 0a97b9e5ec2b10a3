import type { PilotState } from '../pilots/pilot.entity'
import { refuse, Stale } from '../platform/errors'
import type { ThreePoint } from '../statistics/distributions/pert'
import type { BenefitClass, CaseLine, CaseLineDriver, CaseLineKind, FinanceStatus } from './caseLine.entity'

/** What somebody writes down about a line; money in cents, shares from 0 to 1. */
export interface WrittenLine {
  readonly kind: CaseLineKind
  readonly name: string
  readonly driver: CaseLineDriver
  readonly annualVolume: LooseRange
  readonly moneyPerUnitCents: LooseRange
  readonly realisation: LooseRange
  readonly amountCents: LooseRange
  readonly adoption: readonly number[]
  readonly benefitClass: BenefitClass | null
  readonly ownerId: string | null
  readonly source: string
}

/** A low, a likely and a high value as typed; low and high may be left out where the value is certain. */
export interface LooseRange {
  readonly low: number | null
  readonly likely: number | null
  readonly high: number | null
}

const LINE_COLUMNS = [
  'kind',
  'name',
  'driver',
  'annualVolumeLow',
  'annualVolumeLikely',
  'annualVolumeHigh',
  'moneyPerUnitLowCents',
  'moneyPerUnitLikelyCents',
  'moneyPerUnitHighCents',
  'realisationLow',
  'realisationLikely',
  'realisationHigh',
  'amountLowCents',
  'amountLikelyCents',
  'amountHighCents',
  'adoption',
  'benefitClass',
  'ownerId',
  'source',
] as const satisfies readonly (keyof CaseLine)[]

/** The columns of a line that its writer decides. */
export type LineColumns = Pick<CaseLine, (typeof LINE_COLUMNS)[number]>

export const lineColumns = (line: LineColumns): LineColumns =>
  Object.fromEntries(LINE_COLUMNS.map(column => [column, line[column]])) as unknown as LineColumns

/** Whether two lines promise the same: each number of a range counts, and each year of the adoption. */
export const isSameLine = (one: LineColumns, other: LineColumns): boolean =>
  LINE_COLUMNS.every(column => JSON.stringify(one[column]) === JSON.stringify(other[column]))

const NOTHING: LooseRange = { low: null, likely: null, high: null }

/** Benefits and disbenefits can follow from what was measured; what a rollout costs cannot. */
const canBeDriven = (kind: CaseLineKind): boolean => kind === 'benefit' || kind === 'disbenefit'

/**
 * The line as it is kept: only the numbers that its driver uses, low and high filled in where a value is certain.
 *
 * @throws Invalid with a sentence for each number that is missing or out of order
 */
export function columnsOf(written: WrittenLine): LineColumns {
  const isDriven = written.driver === 'finding'
  const faults: Record<string, string> = {}
  if (isDriven && !canBeDriven(written.kind)) {
    faults.driver = 'A cost does not follow from what the pilot measured. Enter its amount.'
  }
  const isBenefit = written.kind === 'benefit'
  if (isBenefit && written.benefitClass === null) {
    faults.benefitClass = 'Say what kind of benefit this is; finance counts the kinds apart.'
  }
  const taken = (name: string, range: LooseRange, isUsed: boolean): LooseRange =>
    isUsed ? ordered(name, range, faults) : NOTHING
  const annualVolume = taken('annualVolume', written.annualVolume, isDriven)
  const moneyPerUnit = taken('moneyPerUnit', written.moneyPerUnitCents, isDriven)
  const realisation = taken('realisation', written.realisation, isDriven)
  const amount = taken('amount', written.amountCents, !isDriven)
  refuse(faults)
  return {
    kind: written.kind,
    name: written.name,
    driver: written.driver,
    annualVolumeLow: annualVolume.low,
    annualVolumeLikely: annualVolume.likely,
    annualVolumeHigh: annualVolume.high,
    moneyPerUnitLowCents: moneyPerUnit.low,
    moneyPerUnitLikelyCents: moneyPerUnit.likely,
    moneyPerUnitHighCents: moneyPerUnit.high,
    realisationLow: realisation.low,
    realisationLikely: realisation.likely,
    realisationHigh: realisation.high,
    amountLowCents: amount.low,
    amountLikelyCents: amount.likely,
    amountHighCents: amount.high,
    adoption: written.kind === 'oneOffCost' ? [] : [...written.adoption],
    benefitClass: isBenefit ? written.benefitClass : null,
    ownerId: written.ownerId,
    source: written.source,
  }
}

function ordered(name: string, { low, likely, high }: LooseRange, faults: Record<string, string>): LooseRange {
  if (likely === null) {
    faults[`${name}Likely`] = 'Write the likely value; low and high may be left out where it is certain.'
    return NOTHING
  }
  if (low !== null && low > likely) faults[`${name}Low`] = 'The low value is above the likely one. Put them in order.'
  if (high !== null && high < likely) faults[`${name}High`] = 'The high value is below the likely one. Put them in order.'
  return { low: low ?? likely, likely, high: high ?? likely }
}

/** The three values of a kept line; null where its driver does not use them. */
export function rangeOf(low: number | null, likely: number | null, high: number | null): ThreePoint | null {
  return low === null || likely === null || high === null ? null : { low, likely, high }
}

/**
 * Once the sponsor has decided, the case is the record of what the decision was taken on; while the decision waits for a
 * second sponsor, both shall have read the same.
 */
export function whyNotEditable(state: PilotState, awaitsSecond: boolean): string | null {
  switch (state) {
    case 'withdrawn':
      return 'This pilot was withdrawn; its case stays as it was.'
    case 'scaling':
    case 'sustained':
    case 'stopped':
      return 'The decision was taken on this case, so it stays as it was.'
    default:
      return awaitsSecond ? 'A decision on this case waits for its second sponsor, so it stays as it is. For a change, the sponsor withdraws the decision first.' : null
  }
}

/** What finance says about a line. */
export interface FinanceOpinion {
  readonly status: FinanceStatus
  /** The accepted amount of a full year in cents; only with `reduced`. */
  readonly figureCents: number | null
  readonly reason: string
}

/**
 * Finance's opinion, complete and in order.
 *
 * @param likelyCents  what the line promises in a full year at its likely values; null while nobody can know
 */
export function checkedOpinion(opinion: FinanceOpinion, likelyCents: number | null): FinanceOpinion {
  const faults: Record<string, string> = {}
  if (opinion.status === 'reduced') {
    if (opinion.figureCents === null) faults.figure = 'Write the figure that finance accepts for a full year.'
    else if (likelyCents !== null && opinion.figureCents >= likelyCents) {
      faults.figure = 'A reduced figure is below the one proposed. Accept the line if it stands.'
    }
  }
  if (opinion.status !== 'accepted' && opinion.status !== 'proposed' && opinion.reason === '') {
    faults.reason = 'Give the reason, so that the team can answer it.'
  }
  refuse(faults)
  return { ...opinion, figureCents: opinion.status === 'reduced' ? opinion.figureCents : null }
}

/** A line that changes is a new promise: what finance said was about the old one. */
export const UNSIGNED: Pick<CaseLine, 'financeStatus' | 'financeFigureCents' | 'financeReason' | 'financeById' | 'financeAt'> = {
  financeStatus: 'proposed',
  financeFigureCents: null,
  financeReason: '',
  financeById: null,
  financeAt: null,
}

export const STALE = 'This line, or the finding that it follows, has changed while you were writing. Look at what holds now, then save again.'

/** @throws Stale when the line is not the one that the person has seen */
export function assertSeen(line: Pick<CaseLine, 'version'>, version: number, changes: readonly string[] = []): void {
  if (line.version !== version) throw new Stale(STALE, changes)
}
