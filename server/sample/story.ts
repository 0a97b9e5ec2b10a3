import type { WrittenLine } from '../cases/caseLine.rules'
import type { Decision } from '../pilots/pilotLife.rules'
import type { PlanTerms } from '../plans/planContent.rules'
import type { Who } from './cast'
import type { JourneyName, MetricName } from './retailProgram'

/** Something that happened so many days before the sample is loaded; the hour is that of the day, UTC. */
export interface On {
  readonly daysAgo: number
  /** Such as 14.5 for half past two; nine in the morning where it does not matter. */
  readonly hour?: number
}

/** What a person said, and when. */
export interface Said extends On {
  readonly by: Who
  readonly words: string
}

/** The numbers that somebody typed in. */
export interface TypedSummaryStory extends On {
  readonly by: Who
  readonly metric: MetricName
  readonly source: string
  readonly lines: readonly {
    readonly arm: 'control' | 'treatment'
    readonly period: 'baseline' | 'outcome'
    readonly n: number
    readonly successes?: number
    readonly mean?: number
    readonly standardDeviation?: number
  }[]
}

type SuccessesOf = readonly [n: number, successes: number]

/** Outcomes of a share, as a summary of both groups. */
export const outcomes = (control: SuccessesOf, treatment: SuccessesOf): TypedSummaryStory['lines'] => [
  { arm: 'control', period: 'outcome', n: control[0], successes: control[1] },
  { arm: 'treatment', period: 'outcome', n: treatment[0], successes: treatment[1] },
]

/** A file of rows, and how it is to be read. */
export interface FileStory extends On {
  readonly by: Who
  readonly fileName: string
  readonly source: string
  readonly text: () => string
  readonly unit: string
  readonly arm: { readonly column: string; readonly control: string; readonly treatment: string }
  readonly values: readonly { readonly metric: MetricName; readonly column: string }[]
  readonly truth: { readonly yes: string; readonly no: string }
}

export interface PlanStory extends On {
  readonly by: Who
  readonly terms: Pick<PlanTerms, 'design' | 'smallestEffect' | 'plannedPerArm' | 'baselineValue'> & Partial<PlanTerms>
  readonly otherMetrics?: readonly { readonly metric: MetricName; readonly role: 'secondary' | 'guardrail'; readonly margin: number | null }[]
}

export interface CaseLineStory extends Omit<WrittenLine, 'ownerId'>, On {
  readonly by: Who
  readonly owner: Who | null
  readonly signed?: On & { readonly status: 'accepted' | 'reduced' | 'refused'; readonly figureCents?: number; readonly reason?: string }
}

type Three = readonly [low: number, likely: number, high: number]

const NOTHING = { low: null, likely: null, high: null }
const threePoint = ([low, likely, high]: Three) => ({ low, likely, high })

/** The part of a line whose amount of a full year is entered, in cents. */
export const entered = (...amount: Three) => ({
  driver: 'entered' as const,
  ...{ annualVolume: NOTHING, moneyPerUnitCents: NOTHING, realisation: NOTHING },
  amountCents: threePoint(amount),
  ...{ adoption: [], benefitClass: null },
})

/** The part of a line whose amount follows from what the pilot found. */
export const driven = ({ volume, cents, realised, adoption = [1] }: { volume: Three; cents: Three; realised: Three; adoption?: readonly number[] }) => ({
  driver: 'finding' as const,
  annualVolume: threePoint(volume),
  moneyPerUnitCents: threePoint(cents),
  realisation: threePoint(realised),
  amountCents: NOTHING,
  adoption,
})

/** One pilot from its first draft to where it stands today. What is left out has not happened. */
export interface PilotStory {
  readonly title: string
  readonly proposal: {
    readonly change?: string
    readonly forWhom?: string
    readonly expectedEffect?: string
    readonly because?: string
    readonly journey: JourneyName
    /** Names of stages, and of handoffs as "Order → Install". */
    readonly segment: readonly string[]
    readonly metric?: MetricName
    /** In percentage points for a share. */
    readonly smallestEffect?: number
    readonly sponsor?: Who
    readonly startsDaysAgo?: number
    readonly endsDaysAgo?: number
    /** Also the most that may be spent. */
    readonly budget?: number
    readonly budgetSource?: string
    readonly mostCustomers?: number
    readonly stopRule?: string
    readonly rollbackStep?: string
    readonly vision?: string
    readonly arrivalsPerWeek?: number
  }
  readonly proposer: Who
  readonly owner: Who
  readonly team: readonly Who[]
  readonly drafted: On
  readonly submitted?: On
  readonly raters?: readonly Who[]
  /** Scores from 1 to 5 in the order of the model's criteria, impact first. */
  readonly scores?: readonly (On & { readonly by: Who; readonly values: readonly number[]; readonly reason?: string })[]
  readonly scoringClosed?: On
  readonly plan?: PlanStory
  readonly selected?: On
  readonly planLocked?: On
  readonly launched?: On
  readonly summaries?: readonly TypedSummaryStory[]
  readonly files?: readonly FileStory[]
  readonly paused?: On & { readonly reason: string }
  readonly delivered?: On & { readonly share: number; readonly source: string }
  readonly checked?: On & { readonly remark: string }
  readonly concluded?: On
  readonly caseLines?: readonly CaseLineStory[]
  readonly objections?: readonly (Said & { readonly answer?: Said })[]
  readonly comments?: readonly Said[]
  readonly decided?: On & { readonly choice: Decision; readonly reason: string; readonly conditions?: string }
  readonly withdrawn?: On & { readonly reason: string }
}
