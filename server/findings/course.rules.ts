import type { GatePassage } from '../pilots/gatePassage.entity'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import type { Wording } from '../pilots/wording'
import { calendarDay } from '../platform/calendarDay'
import { samplePlanned } from '../plans/feasibility.rules'
import type { PlanContent } from '../plans/planContent.rules'

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
  readonly groups: readonly { readonly name: string; readonly units: number; readonly planned: number | null }[]
}

type Passage = Pick<GatePassage, 'transition' | 'at' | 'reason'>
type Timed = Pick<PilotInProgram, 'startsOn' | 'endsOn' | 'launchedAt' | 'timeZone'>

/**
 * @param passages  of the pilot's gates, oldest first
 * @param units  of the groups that the primary finding compares; null where it had none
 */
export function courseOf(
  pilot: Timed,
  passages: readonly Passage[],
  plan: PlanContent,
  units: { readonly reference: number | null; readonly changed: number | null },
): Course {
  const { startsOn, endsOn, launchedAt, timeZone } = pilot
  const sample = samplePlanned(plan)
  const isBeforeAfter = plan.design === 'beforeAfter'
  const concluded = lastConclusion(passages)
  return {
    planned: { firstDay: startsOn, lastDay: endsOn },
    actual: { firstDay: launchedAt && calendarDay(launchedAt, timeZone), lastDay: concluded ? calendarDay(concluded.at, timeZone) : null },
    earlyStop: earlyStop(pilot, passages),
    groups: [
      { name: isBeforeAfter ? 'before' : 'control', units: units.reference ?? 0, planned: sample && (isBeforeAfter ? sample.treated : sample.units - sample.treated) },
      { name: isBeforeAfter ? 'after' : 'treatment', units: units.changed ?? 0, planned: sample && sample.treated },
    ],
  }
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
    `Units: ${groups.map(group => `${group.name} ${unitsInWords(group, words)}`).join(', ')}.`,
  ]
}

/** Where days and sizes part from the plan; the planned units are the least that its question asks for, so more are none. */
export function deviationsInWords({ planned, actual, groups }: Course, words: Wording): string[] {
  const late = planned.firstDay && actual.firstDay ? daysBetween(planned.firstDay, actual.firstDay) : 0
  return [
    ...(late === 0 || !planned.firstDay || !actual.firstDay
      ? []
      : [`Launched on ${words.day(actual.firstDay)}, ${words.counted(Math.abs(late), 'day')} ${late < 0 ? 'before' : 'after'} the planned first day, ${words.day(planned.firstDay)}`]),
    ...groups
      .filter(({ units, planned: wanted }) => wanted !== null && units < wanted)
      .map(group => `Fewer units than planned: ${group.name} ${unitsInWords(group, words)}`),
  ]
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
