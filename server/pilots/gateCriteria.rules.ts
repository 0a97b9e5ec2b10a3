import type { Deed } from '../access/permissions'
import type { MetricKind } from '../metrics/metric.entity'
import type { Criterion, Decision } from './pilotLife.rules'
import type { Pilot } from './pilot.entity'
import type { Wording } from './wording'

/*
 * The criteria of every gate (DESIGN.md section 4), one function each: facts in, criteria out, in the order in which the
 * page lists them. The facts come from whoever knows them: those of `submit` from this feature, the others from the
 * gates' own feature, which sees plans, readings, findings and cases.
 */

const LABELS = {
  hypothesis: 'Hypothesis: change, for whom, expected effect, why',
  segment: 'At least one stage or handoff of a journey',
  team: 'Team from two or more departments',
  owner: 'Owner',
  sponsor: 'Sponsor outside the team',
  metric: 'Primary metric with the smallest effect that matters',
  timebox: 'Timebox',
  budget: 'Budget with its source',
  risk: 'Risk envelope: most customers touched, most spend, stop rule, rollback step',
  vision: 'The vision sentence it serves',
}

/** What every gate may want to say about a pilot's own words and numbers. */
export type ProposalFacts = Pick<
  Pilot,
  | 'change'
  | 'forWhom'
  | 'expectedEffect'
  | 'because'
  | 'visionSentence'
  | 'smallestEffect'
  | 'startsOn'
  | 'endsOn'
  | 'budgetCents'
  | 'budgetSource'
  | 'mostCustomers'
  | 'mostSpendCents'
  | 'stopRule'
  | 'rollbackStep'
>

/** Somebody who works on the pilot; `isActive` is false for a deactivated account and for whoever left the program. */
export interface PersonFact {
  readonly id: string
  readonly name: string
  readonly department: string | null
  readonly isActive: boolean
}

export interface SubmitFacts {
  readonly pilot: ProposalFacts
  /** Names of the chosen stages and handoffs that the pilot's journey version holds. */
  readonly segment: readonly string[]
  readonly journey: { readonly name: string; readonly version: number } | null
  readonly proposerId: string
  readonly owner: PersonFact | null
  /** Without the owner, who counts to the team anyway. */
  readonly team: readonly PersonFact[]
  readonly sponsor: (PersonFact & { readonly hasRole: boolean }) | null
  readonly metric: { readonly name: string; readonly kind: MetricKind; readonly unit: string } | null
  readonly words: Wording
}

export function submitCriteria(facts: SubmitFacts): Criterion[] {
  const { pilot, words } = facts
  return [
    criterion(
      'hypothesis',
      LABELS.hypothesis,
      'edit#field-change',
      given(
        {
          'what changes': pilot.change,
          'for whom': pilot.forWhom,
          'the expected effect': pilot.expectedEffect,
          why: pilot.because,
        },
        `We will ${lowerFirst(pilot.change)}`,
      ),
    ),
    criterion(
      'segment',
      LABELS.segment,
      'edit#field-segment',
      facts.segment.length > 0
        ? yes(
            `${facts.segment.join('; ')}${facts.journey ? ` (${facts.journey.name}, version ${facts.journey.version})` : ''}`,
          )
        : no('No stage or handoff is chosen.'),
    ),
    criterion('team', LABELS.team, 'team', teamEvidence(facts)),
    criterion(
      'owner',
      LABELS.owner,
      'edit#field-ownerId',
      !facts.owner
        ? no('Nobody is named as owner.')
        : facts.owner.isActive
          ? yes(facts.owner.name)
          : no(`${facts.owner.name} is no longer active in this program; the lead can hand the pilot over.`),
    ),
    criterion('sponsor', LABELS.sponsor, 'edit#field-sponsorId', sponsorEvidence(facts)),
    criterion('metric', LABELS.metric, 'edit#field-metricId', metricEvidence(facts)),
    criterion(
      'timebox',
      LABELS.timebox,
      'edit#field-startsOn',
      pilot.startsOn && pilot.endsOn
        ? yes(`${words.day(pilot.startsOn)} to ${words.day(pilot.endsOn)}`)
        : no(missing({ 'the first day': pilot.startsOn, 'the last day': pilot.endsOn })),
    ),
    criterion(
      'budget',
      LABELS.budget,
      'edit#field-budget',
      pilot.budgetCents !== null && pilot.budgetSource
        ? yes(`${words.money(pilot.budgetCents)} from ${pilot.budgetSource}`)
        : no(missing({ 'the amount': pilot.budgetCents, 'its source': pilot.budgetSource })),
    ),
    criterion(
      'risk',
      LABELS.risk,
      'edit#field-mostCustomers',
      given(
        {
          'the most customers touched': pilot.mostCustomers,
          'the most spend': pilot.mostSpendCents,
          'the stop rule': pilot.stopRule,
          'the rollback step': pilot.rollbackStep,
        },
        `At most ${words.number(pilot.mostCustomers ?? 0)} customers and ${words.money(pilot.mostSpendCents ?? 0)}; stop: ${pilot.stopRule}; roll back: ${pilot.rollbackStep}`,
      ),
    ),
    criterion(
      'vision',
      LABELS.vision,
      'edit#field-visionSentence',
      pilot.visionSentence ? yes(`“${pilot.visionSentence}”`) : no('No sentence of the vision is named.'),
    ),
  ]
}

function teamEvidence({ owner, team }: SubmitFacts): Evidence {
  const hands = [...(owner ? [owner] : []), ...team.filter(({ id }) => id !== owner?.id)].filter(
    ({ isActive }) => isActive,
  )
  const departments = [...new Set(hands.flatMap(({ department }) => (department ? [department] : [])))].sort()
  if (departments.length >= 2) return yes(`${people(hands.length)} from ${listed(departments)}`)
  if (hands.length === 0) return no('There is nobody on the team.')
  return no(
    departments.length === 0
      ? `${people(hands.length)}, none of them with a department.`
      : `${people(hands.length)}, all from ${departments.join()}; add somebody from another department.`,
  )
}

function sponsorEvidence({ sponsor, owner, team, proposerId }: SubmitFacts): Evidence {
  if (!sponsor) return no('Nobody is named as sponsor.')
  if (!sponsor.isActive || !sponsor.hasRole) return no(`${sponsor.name} is not a sponsor of this program any more.`)
  if (sponsor.id === owner?.id || team.some(({ id }) => id === sponsor.id)) {
    return no(`${sponsor.name} works on this pilot; name a sponsor from outside the team.`)
  }
  if (sponsor.id === proposerId)
    return no(`${sponsor.name} proposed this pilot and could not decide on it; name another sponsor.`)
  return yes(sponsor.name)
}

function metricEvidence({ pilot, metric, words }: SubmitFacts): Evidence {
  if (!metric) return no('No metric is chosen.')
  if (pilot.smallestEffect === null) return no(`${metric.name}, without the smallest effect that matters.`)
  return yes(`${metric.name}, at least ${effectInWords(pilot.smallestEffect, metric, words)}`)
}

/** An effect as people say it: a change of a share in percentage points, anything else in its unit. */
export function effectInWords(
  effect: number,
  { kind, unit }: { kind: MetricKind; unit: string },
  words: Wording,
): string {
  if (kind !== 'proportion') return `${words.number(effect)}${unit ? ` ${unit}` : ''}`
  const points = Number((effect * 100).toPrecision(12))
  return `${words.number(points)} percentage ${points === 1 ? 'point' : 'points'}`
}

export interface SelectFacts {
  readonly scoring: {
    readonly closedAt: Date | null
    /** Raters who submitted, the proposer not counted. */
    readonly raters: number
    readonly ratersNeeded: number
  }
  /** What the intended design can show; null parts are not known. */
  readonly feasibility: {
    readonly smallestP: number | null
    /** The effect that the design can detect, in words with its unit. */
    readonly detectableEffect: string | null
    /** Weeks until the sample is complete at the stated arrivals a week. */
    readonly expectedWeeks: number | null
  } | null
  /** Pilots, approved or running, that share a stage or handoff in overlapping dates. */
  readonly conflicts: readonly { readonly title: string; readonly state: string; readonly shared: readonly string[] }[]
  readonly words: Wording
}

export function selectCriteria({ scoring, feasibility, conflicts, words }: SelectFacts): Criterion[] {
  const counted = `${scoring.raters} of ${scoring.ratersNeeded} raters needed`
  return [
    criterion(
      'scored',
      'Scored by enough raters',
      'scores',
      scoring.raters >= scoring.ratersNeeded
        ? yes(`${counted} have scored.`)
        : no(`${counted} have scored; the proposer is not counted.`),
    ),
    criterion(
      'scoringClosed',
      'Scoring closed by the lead',
      'scores',
      scoring.closedAt ? yes(`Closed on ${words.day(scoring.closedAt)}.`) : no('Scoring is still open.'),
    ),
    criterion('feasibility', 'Feasibility shown', 'plan', feasibilityShown(feasibility, words)),
    overridableBy(
      'pilot.select',
      criterion(
        'noConflict',
        'No conflicting pilot',
        'edit#field-startsOn',
        conflicts.length === 0
          ? yes('No approved or running pilot shares a stage or handoff in these dates.')
          : no(
              conflicts.map(({ title, state, shared }) => `“${title}” (${state}) shares ${listed(shared)}`).join('; ') +
                '.',
            ),
      ),
    ),
  ]
}

function feasibilityShown(feasibility: SelectFacts['feasibility'], words: Wording): Evidence {
  if (!feasibility) return no('There is no plan yet that says what the design can show.')
  const { smallestP, detectableEffect, expectedWeeks } = feasibility
  const unknown = {
    'the smallest p-value that the design can reach': smallestP,
    'the detectable effect': detectableEffect,
    'the expected weeks': expectedWeeks,
  }
  if (smallestP === null || detectableEffect === null || expectedWeeks === null) return no(missing(unknown))
  const p = smallestP < 0.0001 ? 'below 0.0001' : words.number(smallestP)
  return yes(`Smallest p-value ${p}; detectable effect ${detectableEffect}; about ${weeks(expectedWeeks, words)}.`)
}

/** Designs that compare within the outcome period and so need no baseline. */
const NO_BASELINE = ['randomised', 'clusterRandomised', 'benchmark']

export const needsBaseline = (design: string): boolean => !NO_BASELINE.includes(design)

export interface LaunchFacts {
  readonly plan: { readonly design: string; readonly lockedAt: Date | null; readonly hash: string | null } | null
  readonly baseline: { readonly isRecorded: boolean; /** Such as "1,630 contacts". */ readonly inWords: string }
  /** The departments that the segment touches, and whether the owner may act in each. */
  readonly mandate: readonly { readonly department: string; readonly isCovered: boolean }[]
  /** Of the locked plan; null parts cannot be computed. */
  readonly feasibility: {
    readonly smallestP: number | null
    readonly alpha: number
    readonly powerAtSmallestEffect: number | null
  } | null
  readonly words: Wording
}

/** Under this power at the smallest effect that matters, launching is not worth it. */
const LEAST_POWER = 0.5

export function launchCriteria({ plan, baseline, mandate, feasibility, words }: LaunchFacts): Criterion[] {
  const gaps = mandate.filter(({ isCovered }) => !isCovered).map(({ department }) => department)
  return [
    criterion(
      'planLocked',
      'Plan locked',
      'plan',
      !plan
        ? no('There is no plan yet.')
        : plan.lockedAt
          ? yes(`Locked on ${words.day(plan.lockedAt)}${plan.hash ? `, ${plan.hash.slice(0, 12)}` : ''}.`)
          : no('The plan is not locked yet.'),
    ),
    criterion(
      'baseline',
      'Baseline recorded',
      'data',
      !plan
        ? no('The plan decides whether a baseline is needed.')
        : !needsBaseline(plan.design)
          ? yes('This design needs no baseline.')
          : baseline.isRecorded
            ? yes(baseline.inWords)
            : no('No baseline reading is recorded yet.'),
    ),
    overridableBy(
      'mandate.override',
      criterion(
        'mandate',
        'The owner’s mandate covers the departments touched',
        'team',
        mandate.length === 0
          ? yes('The segment touches no department.')
          : gaps.length === 0
            ? yes(`${listed(mandate.map(({ department }) => department))}.`)
            : no(`No mandate in ${listed(gaps)}.`),
      ),
    ),
    overridableBy(
      'pilot.launch',
      criterion(
        'feasible',
        'The design can show the smallest effect that matters',
        'plan',
        feasible(feasibility, words),
      ),
    ),
  ]
}

function feasible(feasibility: LaunchFacts['feasibility'], words: Wording): Evidence {
  if (!feasibility) return no('It cannot be said before there is a plan.')
  const { smallestP, alpha, powerAtSmallestEffect: power } = feasibility
  if (smallestP !== null && smallestP > alpha) {
    return no(
      `Impossible: the smallest p-value that this design can reach is ${words.number(smallestP)}, above ${words.number(alpha)}.`,
    )
  }
  if (power === null) return no('The power at the smallest effect that matters is not known; complete the plan.')
  const said = `Power at the smallest effect that matters: ${words.percent(power)}.`
  return power < LEAST_POWER ? no(`${said} At least ${words.percent(LEAST_POWER)} is asked for.`) : yes(said)
}

export interface ConcludeFacts {
  /** Today in the program's time zone, as YYYY-MM-DD. */
  readonly today: string
  readonly endsOn: string | null
  readonly boundaryCrossed: boolean
  /** Given with the deed when it is too early. */
  readonly earlyReason: string
  readonly checks: { readonly areSeen: boolean; /** Such as "2 checks, 1 caution". */ readonly inWords: string }
  readonly shareDelivered: number | null
  readonly shareDeliveredSource: string
  readonly words: Wording
}

export function concludeCriteria(facts: ConcludeFacts): Criterion[] {
  const { shareDelivered, words } = facts
  return [
    criterion(
      'end',
      'Planned end reached, a stopping boundary crossed, or an early stop with its reason',
      'gates/conclude#field-reason',
      endReached(facts),
    ),
    criterion(
      'checksSeen',
      'Data-quality checks looked at',
      'gates/conclude#field-checksSeen',
      facts.checks.areSeen ? yes(facts.checks.inWords) : no(`${facts.checks.inWords}; not confirmed as looked at yet.`),
    ),
    criterion(
      'delivered',
      'Share delivered recorded',
      'data#field-share',
      shareDelivered === null
        ? no('Nobody has recorded how much of the change was delivered.')
        : yes(
            `${words.percent(shareDelivered)}${facts.shareDeliveredSource ? ` (${facts.shareDeliveredSource})` : ''}`,
          ),
    ),
  ]
}

function endReached({ today, endsOn, boundaryCrossed, earlyReason, words }: ConcludeFacts): Evidence {
  if (endsOn && today >= endsOn) return yes(`The planned end was ${words.day(endsOn)}.`)
  if (boundaryCrossed) return yes('A stopping boundary of the plan is crossed.')
  if (earlyReason.trim()) return yes(`Stopped early: ${earlyReason.trim()}`)
  return no(
    endsOn
      ? `The planned end is ${words.day(endsOn)}; an earlier stop needs a reason.`
      : 'There is no planned end; a stop needs a reason.',
  )
}

export interface DecideFacts {
  readonly findings: {
    /** At least one, of the primary metric, computed after concluding. */
    readonly areFinal: boolean
    /** Declared data that have not arrived, in words. */
    readonly outstanding: readonly string[]
  }
  readonly openObjections: number
  readonly objections: number
  /** What the plan's rule asks for; null while there is no finding. */
  readonly firedAction: Decision | null
  readonly rollout: {
    readonly benefitLines: number
    readonly costLines: number
    /** Benefit lines on which finance has not spoken. */
    readonly withoutFinance: readonly string[]
  }
  readonly evidenceLevel: number | null
  readonly evidenceBar: number
  /** Sponsors of the program who could agree: not the named one, not the proposer, not on the team. */
  readonly otherSponsors: readonly string[]
}

/** @param choice  null while none is made: the criteria that every choice shares */
export function decideCriteria(facts: DecideFacts, choice: Decision | null): Criterion[] {
  const { findings, openObjections, objections, firedAction } = facts
  const opposes = choice !== null && firedAction !== null && choice !== firedAction
  return [
    criterion(
      'findings',
      'Findings final',
      'results',
      !findings.areFinal
        ? no('There is no finding from after the pilot was concluded.')
        : findings.outstanding.length > 0
          ? no(`Still to come: ${listed(findings.outstanding)}.`)
          : yes('Computed after concluding, with all declared data in.'),
    ),
    criterion(
      'objections',
      'Objections answered',
      'objections',
      openObjections > 0
        ? no(`${openObjections} of ${objections} ${objections === 1 ? 'objection' : 'objections'} without an answer.`)
        : yes(objections === 0 ? 'None were raised.' : objections === 1 ? 'The one that was raised is answered.' : `All ${objections} that were raised are answered.`),
    ),
    ...(choice === 'scale' ? scaleCriteria(facts) : []),
    ...(opposes ? [secondSponsor(facts)] : []),
  ]
}

function scaleCriteria({ rollout, evidenceLevel, evidenceBar }: DecideFacts): Criterion[] {
  const { benefitLines, costLines, withoutFinance } = rollout
  return [
    criterion(
      'case',
      'A case with at least one benefit and one cost line',
      'case',
      benefitLines > 0 && costLines > 0
        ? yes(`${benefitLines} benefit and ${costLines} cost ${costLines === 1 ? 'line' : 'lines'}.`)
        : no(missing({ 'a benefit line': benefitLines || null, 'a cost line': costLines || null })),
    ),
    criterion(
      'evidence',
      `Evidence level ${evidenceBar} or more`,
      'results',
      evidenceLevel === null
        ? no('There is no finding yet.')
        : evidenceLevel >= evidenceBar
          ? yes(`Evidence ${evidenceLevel} of 5.`)
          : no(`Evidence ${evidenceLevel} of 5; the program asks for ${evidenceBar}.`),
    ),
    criterion(
      'finance',
      'Finance has spoken on every benefit line',
      'case',
      benefitLines === 0
        ? no('There is no benefit line yet.')
        : withoutFinance.length === 0
          ? yes('Every benefit line has its status.')
          : no(`Not yet on ${listed(withoutFinance)}.`),
    ),
  ]
}

function secondSponsor({ otherSponsors, firedAction }: DecideFacts): Criterion {
  return criterion(
    'secondSponsor',
    'A second sponsor who can agree',
    null,
    otherSponsors.length > 0
      ? yes(
          `The rule says ${firedAction}, so ${otherSponsors.length === 1 ? otherSponsors.join() : 'one of ' + listed(otherSponsors, 'or')} will be asked.`,
        )
      : no(
          `The rule says ${firedAction}, and this program has no other sponsor who could agree. The lead can name one.`,
        ),
  )
}

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
      'case',
      benefitLines === 0
        ? no('The case has no benefit line.')
        : withoutReading.length === 0
          ? yes(
              `${benefitLines} of ${benefitLines} benefit ${benefitLines === 1 ? 'line' : 'lines'} read after rollout.`,
            )
          : no(`No reading after rollout of ${listed(withoutReading)}.`),
    ),
  ]
}

interface Evidence {
  readonly met: boolean
  readonly evidence: string
}

const yes = (evidence: string): Evidence => ({ met: true, evidence })
const no = (evidence: string): Evidence => ({ met: false, evidence })

function criterion(key: string, label: string, mendTo: string | null, { met, evidence }: Evidence): Criterion {
  return { key, label, met, evidence, mendTo, overridable: false, overrideBy: null }
}

function overridableBy(deed: Deed, plain: Criterion): Criterion {
  return { ...plain, overridable: true, overrideBy: deed }
}

type Parts = Readonly<Record<string, string | number | null>>

const isAbsent = (part: string | number | null): boolean =>
  part === null || (typeof part === 'string' && part.trim() === '')

/** Met once every part is there. */
function given(parts: Parts, evidence: string): Evidence {
  return Object.values(parts).some(isAbsent) ? no(missing(parts)) : yes(evidence)
}

function missing(parts: Parts): string {
  return `Missing: ${listed(Object.keys(parts).filter(name => isAbsent(parts[name] ?? null)))}.`
}

/** "Sales, Support and Billing". */
export function listed(items: readonly string[], conjunction = 'and'): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1) ?? ''}`
}

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`)
const weeks = (count: number, words: Wording): string => {
  const whole = Math.ceil(count)
  return whole === 1 ? '1 week' : `${words.number(whole)} weeks`
}

/** For going on in the middle of a sentence; an abbreviation such as "SMS" keeps its capitals. */
const lowerFirst = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
