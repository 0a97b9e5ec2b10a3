import type { GatePassage } from '../pilots/gatePassage.entity'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import type { Wording } from '../pilots/wording'
import { calendarDay } from '../platform/calendarDay'
import { listed } from '../platform/listed'
import { samplePlanned } from '../plans/feasibility.rules'
import type { PlanDesign } from '../plans/plan.entity'
import type { PlanContent } from '../plans/planContent.rules'
import { contrastOf, type ArmMoments } from './analysis.rules'

/** A pilot concluded before its planned end: the days in its own time zone, and why. */
export interface EarlyStop {
  readonly on: string
  /** Null where no end was planned. */
  readonly plannedEnd: string | null
  readonly reason: string
}

/** First and last day as YYYY-MM-DD, each null where there is none. */
interface Days {
  readonly firstDay: string | null
  readonly lastDay: string | null
}

/** What a pilot had planned beside what came of it: its days, and the units of its groups. */
export interface Course {
  readonly planned: Days
  /** From the launch to the last conclusion, in the time zone of the program. */
  readonly actual: Days
  /** Null for a pilot that ran to its planned end. */
  readonly earlyStop: EarlyStop | null
  /** Empty for a design that does not set two groups of units against each other. */
  readonly groups: readonly { readonly name: string; readonly units: number; readonly planned: number | null }[]
}

type Passage = Pick<GatePassage, 'transition' | 'at' | 'reason'>
/** How many readings of the primary metric a group has; from one or several cells. */
export type CountedGroup = Pick<ArmMoments, 'arm' | 'period' | 'n'>
type Timed = Pick<PilotInProgram, 'startsOn' | 'endsOn' | 'launchedAt' | 'timeZone'>

/**
 * @param passages  of the pilot's gates, oldest first
 * @param counts  of the primary metric alone, from the readings that its finding was worked out from
 */
export function courseOf(
  pilot: Timed,
  passages: readonly Passage[],
  plan: PlanContent,
  counts: readonly CountedGroup[],
): Course {
  const { startsOn, endsOn, launchedAt, timeZone } = pilot
  const concluded = lastConclusion(passages)
  return {
    planned: { firstDay: startsOn, lastDay: endsOn },
    actual: { firstDay: launchedAt && calendarDay(launchedAt, timeZone), lastDay: concluded ? calendarDay(concluded.at, timeZone) : null },
    earlyStop: earlyStop(pilot, passages),
    groups: groupsOf(plan, counts),
  }
}

/** Counted whether or not there is an analysis for it: that it has none does not make readings go away. */
const TWO_GROUPS: readonly PlanDesign[] = ['randomised', 'clusterRandomised', 'comparison', 'beforeAfter']

function groupsOf(plan: PlanContent, counts: readonly CountedGroup[]): Course['groups'] {
  if (!TWO_GROUPS.includes(plan.design)) return []
  const sample = samplePlanned(plan)
  const isBeforeAfter = plan.design === 'beforeAfter'
  const { reference, changed } = contrastOf(plan.design)
  const unitsIn = ({ arm, period }: typeof changed): number =>
    counts.filter(cell => cell.arm === arm && cell.period === period).reduce((sum, { n }) => sum + n, 0)
  return [
    { name: isBeforeAfter ? 'before' : 'control', units: unitsIn(reference), planned: sample && (isBeforeAfter ? sample.treated : sample.units - sample.treated) },
    { name: isBeforeAfter ? 'after' : 'treatment', units: unitsIn(changed), planned: sample && sample.treated },
  ]
}

/** @param passages  of the pilot's gates, oldest first; the last conclusion counts, for an extension plans a new end */
export function earlyStop({ endsOn, timeZone }: Pick<Timed, 'endsOn' | 'timeZone'>, passages: readonly Passage[]): EarlyStop | null {
  const last = lastConclusion(passages)
  if (!last) return null
  const on = calendarDay(last.at, timeZone)
  return endsOn !== null && on >= endsOn ? null : { on, plannedEnd: endsOn, reason: last.reason }
}

const lastConclusion = (passages: readonly Passage[]): Passage | undefined =>
  passages.filter(({ transition }) => transition === 'conclude').at(-1)

/** For whoever decides: the days, an early stop with its reason, the sizes; each beside what was planned. */
export function courseInWords({ planned, actual, earlyStop: early, groups }: Course, words: Wording): string[] {
  return [
    ...daysInWords(planned, actual, words),
    ...(early ? [`Stopped early${early.reason ? `: ${early.reason}` : '.'}`] : []),
    ...(groups.length > 0 ? [`Units: ${groups.map(group => `${group.name} ${unitsInWords(group, words)}`).join(', ')}.`] : []),
  ]
}

/**
 * Where days and sizes part from the plan; the planned units are the least that its question asks for, so more are none. An
 * end before the planned one is an early stop, which has a reason and is told with it.
 */
export function deviationsInWords({ planned, actual, earlyStop: early, groups }: Course, words: Wording): string[] {
  return [
    ...dayInWords('Launched', actual.firstDay, 'first', planned.firstDay, words),
    ...(early ? [] : dayInWords('Concluded', actual.lastDay, 'last', planned.lastDay, words)),
    ...groups
      .filter(({ units, planned: wanted }) => wanted !== null && units < wanted)
      .map(group => `Fewer units than planned: ${group.name} ${unitsInWords(group, words)}`),
  ]
}

function dayInWords(done: string, on: string | null, which: 'first' | 'last', planned: string | null, words: Wording): string[] {
  if (!on || !planned || on === planned) return []
  const late = daysBetween(planned, on)
  return [`${done} on ${words.day(on)}, ${words.counted(Math.abs(late), 'day')} ${late < 0 ? 'before' : 'after'} the planned ${which} day, ${words.day(planned)}`]
}

/** What a course without deviations came as, as far as it was planned; null where neither days nor units were. */
export function keptInWords({ planned, groups }: Course): string | null {
  const days = planned.firstDay !== null && planned.lastDay !== null ? ['days'] : []
  const units = groups.length > 0 && groups.every(group => group.planned !== null) ? ['units'] : []
  const kept = [...days, ...units]
  return kept.length > 0 ? listed(kept) : null
}

function daysInWords(planned: Days, actual: Days, words: Wording): string[] {
  if (!actual.firstDay || !actual.lastDay) return []
  const span = (from: string, to: string) => `${words.day(from)} to ${words.day(to)}`
  const ran = `Ran from ${span(actual.firstDay, actual.lastDay)}`
  if (!planned.firstDay || !planned.lastDay) return [`${ran}.`]
  const isAsPlanned = planned.firstDay === actual.firstDay && planned.lastDay === actual.lastDay
  return [isAsPlanned ? `${ran}, as planned.` : `${ran}; planned was ${span(planned.firstDay, planned.lastDay)}.`]
}

const unitsInWords = ({ units, planned }: Course['groups'][number], words: Wording): string =>
  planned === null ? words.number(units) : `${words.number(units)} of ${words.number(planned)} planned`

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
