import { MOST_EVIDENCE } from '../plans/mostEvidence'
import type { PlanDesign } from '../plans/plan.entity'
import { written } from '../platform/views/formats'
import { pInWords } from '../platform/views/writtenP'
import type { EvidenceLevel } from '../programs/evidenceLevel'
import { MISMATCH_CAUTION_P, MISMATCH_P } from '../readings/dataCheck.rules'

/** What was done, as far as it bears on how strong the evidence is. */
export interface EvidenceFacts {
  readonly design: PlanDesign
  /** Fewest clusters in an arm, for cluster designs. */
  readonly fewestClusters: number | null
  readonly amendedAfterFirstOutcome: boolean
  /** How often the result was seen before this time: the pilot had been concluded, and was then extended. */
  readonly earlierLooks: number
  /** Of the sample-ratio test; null where there is none. */
  readonly sampleRatioP: number | null
  /** Share of the units of each arm whose primary value is missing; null where arms are not compared. */
  readonly attrition: { readonly treatment: number; readonly control: number } | null
  readonly shareDelivered: number | null
  readonly minimumDelivered: number
  readonly readingsWithoutSource: number
  /** Outcome readings dated before the day of the lock. */
  readonly outcomesBeforeLock: number
  /** Of the numbers in the reasons. */
  readonly locale: string
}

/** One line of the account: what the level starts from, what it cost, what to keep in mind. */
export interface EvidenceReason {
  readonly kind: 'start' | 'cost' | 'limit' | 'caution'
  readonly text: string
  /** Levels that it took away. */
  readonly cost: number
}

export interface Evidence {
  readonly level: EvidenceLevel
  readonly reasons: readonly EvidenceReason[]
}

const ATTRITION_GAP = 0.05
const ENOUGH_CLUSTERS = 10

/** The level is worked out from what was done, and every reason for it is named. Nobody can type it in. */
export function evidenceOf(facts: EvidenceFacts): Evidence {
  const { level: start, because } = startOf(facts)
  const reasons: EvidenceReason[] = [{ kind: 'start', text: because, cost: 0 }]
  const cost = (text: string): void => void reasons.push({ kind: 'cost', text, cost: 1 })
  const caution = (text: string): void => void reasons.push({ kind: 'caution', text, cost: 0 })
  const percent = percentIn(facts.locale)

  if (facts.amendedAfterFirstOutcome) cost('The plan was amended after the first outcome reading.')
  const { sampleRatioP: p } = facts
  if (p !== null && p < MISMATCH_P) {
    cost(`The arms are not as large as planned (${pInWords(p, facts.locale, MISMATCH_P)}): units got lost, or were assigned otherwise.`)
  } else if (p !== null && p < MISMATCH_CAUTION_P) {
    caution(`The sizes of the arms are off the planned ratio (${pInWords(p, facts.locale, MISMATCH_CAUTION_P)}): find out why.`)
  }
  if (facts.earlierLooks > 0) cost(lookedBefore(facts.earlierLooks))
  const { attrition } = facts
  if (attrition && Math.abs(attrition.treatment - attrition.control) > ATTRITION_GAP) {
    cost(`Values are missing for ${percent(attrition.treatment)} of the treatment arm and ${percent(attrition.control)} of the control arm: who is missing may not be by chance.`)
  }
  if (facts.shareDelivered === null) caution('The share delivered is not recorded.')
  else if (facts.shareDelivered < facts.minimumDelivered) {
    cost(`The change was delivered to ${percent(facts.shareDelivered)} of those it was meant for; the plan asks for ${percent(facts.minimumDelivered)}.`)
  }
  if (facts.outcomesBeforeLock > 0) {
    caution('Some outcome readings are dated before the plan was locked: somebody could have seen them.')
  }
  const afterCosts = reasons.reduce((level, reason) => level - reason.cost, start)
  if (facts.readingsWithoutSource > 0) {
    reasons.push({ kind: 'limit', text: 'Some readings have no source, so nobody can check them.', cost: Math.max(0, afterCosts - 1) })
    return { level: 1, reasons }
  }
  return { level: asLevel(afterCosts), reasons }
}

/** What an extension takes from the evidence, so that whoever decides on it knows before. */
export interface CostOfExtending {
  readonly now: EvidenceLevel
  /** As long as nothing else changes. */
  readonly after: EvidenceLevel
  /** What costs a level, a phrase each; empty where everything that an extension costs was paid before. */
  readonly because: readonly string[]
}

/**
 * An extension amends the plan and makes the result that is on the table an earlier look. Each costs a level the first
 * time; levels only ever add up, so the level now says what it will be.
 */
export function costOfExtending(
  facts: Pick<EvidenceFacts, 'amendedAfterFirstOutcome' | 'earlierLooks'> & {
    readonly level: EvidenceLevel
    readonly outcomeHasArrived: boolean
  },
): CostOfExtending {
  const because = [
    ...(facts.outcomeHasArrived && !facts.amendedAfterFirstOutcome ? ['the plan is amended after the first outcome reading'] : []),
    ...(facts.earlierLooks === 0 ? ['the result has been seen, which is an unplanned look'] : []),
  ]
  return { now: facts.level, after: asLevel(facts.level - because.length), because }
}

function lookedBefore(earlierLooks: number): string {
  const times = earlierLooks === 1 ? 'once' : earlierLooks === 2 ? 'twice' : `${earlierLooks} times`
  return `The result was seen ${times} before, when the pilot was concluded and then extended. That is an unplanned look: each new test gives chance another try.`
}

function startOf({ design, fewestClusters }: EvidenceFacts): { level: number; because: string } {
  const level = MOST_EVIDENCE[design]
  switch (design) {
    case 'randomised':
      return { level, because: 'The design assigns units by chance, the strongest there is.' }
    case 'clusterRandomised':
      return (fewestClusters ?? 0) >= ENOUGH_CLUSTERS
        ? { level, because: `The design assigns sites by chance, ${ENOUGH_CLUSTERS} or more in each arm.` }
        : { level: level - 1, because: `The design assigns sites by chance, but fewer than ${ENOUGH_CLUSTERS} in an arm.` }
    case 'syntheticControl':
      return { level, because: 'The comparison is built from other sites that moved alike before.' }
    case 'comparison':
      return { level, because: 'Sites were chosen, not drawn: they may have differed already.' }
    case 'beforeAfter':
      return { level, because: 'Before and after: whatever else changed in the same weeks counts too.' }
    case 'timeSeries':
      return { level, because: 'One series over time: whatever else changed at the same moment counts too.' }
    case 'benchmark':
      return { level, because: 'There is no group to compare with, only a fixed value.' }
  }
}

const asLevel = (level: number): EvidenceLevel => Math.max(1, Math.min(5, level)) as EvidenceLevel
const percentIn =
  (locale: string) =>
  (share: number): string =>
    written(share, locale, { style: 'percent', maximumFractionDigits: 1 })
