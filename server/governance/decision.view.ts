import { may } from '../access/permissions'
import { effectInWords } from '../pilots/effectInWords'
import { decideCriteria } from '../pilots/gateCriteria.rules'
import { listed } from '../platform/listed'
import { counted } from '../platform/plural'
import { lossInWords } from '../cases/chanceOfLoss'
import { signedInWords } from '../cases/signedInWords'
import { writtenMoney } from '../platform/views/formats'
import { hypothesis } from '../pilots/hypothesis'
import { isOutcomeOpen } from '../pilots/outcome.rules'
import { pilotHead } from '../pilots/pilotHead'
import { unmet, type Criterion } from '../pilots/criterion.rules'
import { partiality } from '../pilots/partiality.rules'
import { DECISIONS, possibleDeeds, type Decision as Choice } from '../pilots/pilotLife.rules'
import { shownCriterion } from '../pilots/shownCriterion'
import { wordingOf } from '../pilots/wording'
import { proposedEffect } from '../plans/planAgainstProposal.rules'
import { evidenceInWords, VERDICT_WORDS, type FiredRow } from '../plans/decisionRule.rules'
import type { DecisionState } from './decision.entity'
import { isHandedOver, mindChanges, opposesRule, tellableLog, whyNotSecond } from './decision.rules'
import type { SeenDecision } from './decision.service'
import { courseInWords } from '../findings/course.rules'
import type { CostOfExtending } from '../findings/evidence.rules'
import type { CaseInShort } from './caseInShort'
import type { SignedDecision } from './decision.store'
import type { SignedObjection } from './objection.store'
import type { DecisionGround } from './gateFacts'
import type { PrimaryFinding } from './gateFacts.store'
import { moneyAtStake } from './money.rules'
import { shownEffect } from './shownEffect'
import { decisionTabs, objectionThread, openObjections } from './objection.view'

interface ChoiceWords {
  readonly label: string
  readonly means: string
  readonly done: string
}

export const CHOICE_WORDS: Readonly<Record<Choice, ChoiceWords>> = {
  scale: { label: 'Scale', means: 'Roll the change out.', done: 'scaled' },
  extend: { label: 'Extend', means: 'Let it run on, to a new end date, with an amendment of the plan.', done: 'extended' },
  adapt: { label: 'Adapt', means: 'Stop this one and start a changed follow-up as a draft.', done: 'adapted' },
  stop: { label: 'Stop', means: 'Keep the present journey.', done: 'stopped' },
}

const STATE_WORDS: Readonly<Record<DecisionState, { word: string; shape: string; tone: string }>> = {
  awaitingSecond: { word: 'waits for a second sponsor', shape: 'half', tone: 'caution' },
  final: { word: 'final', shape: 'tick', tone: 'good' },
  refused: { word: 'refused by the second sponsor', shape: 'x', tone: 'bad' },
  withdrawn: { word: 'withdrawn', shape: 'slash', tone: 'neutral' },
}

/** What views/governance/decision.hbs prints, ready to print. */
export function decisionPage(seen: SeenDecision) {
  const { pilot, standing, accountId, ground, money, objections, log, sponsor, team } = seen
  const here = `/pilots/${pilot.id}/decision`
  const isOpen = possibleDeeds(pilot).includes('scale')
  const finding = ground?.row.finding ?? null
  const awaiting = log.find(({ state }) => state === 'awaitingSecond') ?? null
  const teamIds = team.map(({ id }) => id)
  const isBiased = partiality(pilot, teamIds, accountId)
  const outcomeIsOpen = isOutcomeOpen(pilot.state)
  const told = tellableLog(log, outcomeIsOpen)
  const last = isOpen ? undefined : told.find(({ state }) => state === 'final')
  const taken = last ? logEntry(last, outcomeIsOpen) : null
  const criteria = isOpen && ground ? shownCriteria(decideCriteria(ground.facts, null), seen) : []
  const toScale = isOpen && ground ? shownCriteria(scaleAlone(ground), seen) : []
  const maySecond = awaiting !== null && may(standing, 'decision.second') && whyNotSecond(awaiting, pilot, teamIds, accountId) === null
  return {
    head: pilotHead(pilot, 'decision'),
    parts: decisionTabs(pilot.id, objections, 'decision'),
    hypothesis: hypothesis(pilot),
    taken,
    before: before(seen),
    finding: finding && ground && findingCard(seen, ground, finding),
    money: money && outcomeIsOpen ? moneyCard(money, seen) : null,
    objections: {
      shown: objections.slice(0, MOST_OBJECTIONS).map(inShort),
      open: openObjections(objections),
      total: objections.length,
      to: `/pilots/${pilot.id}/objections`,
    },
    mind: finding && ground?.plan ? mindChanges(ground.plan.content, { ...finding, action: finding.firedAction }) : [],
    awaiting:
      awaiting && outcomeIsOpen
        ? {
            choice: CHOICE_WORDS[awaiting.choice].label,
            by: awaiting.decidedByName,
            at: awaiting.decidedAt,
            reason: awaiting.reason,
            others: listed(ground?.facts.otherSponsors ?? [], 'or'),
            handedOver: isHandedOver(awaiting, pilot) ? `${sponsor?.name ?? 'Nobody'} is the sponsor now, so nobody can agree to it any more: it is withdrawn, and decided anew.` : null,
            secondTo: maySecond ? `${here}/second` : null,
            withdrawTo: may(standing, 'pilot.decide') ? `${here}/withdraw` : null,
            number: awaiting.number,
          }
        : null,
    unmet: [...criteria, ...toScale].filter(({ status }) => status === 'unmet'),
    met: criteria.filter(({ status }) => status === 'met'),
    choices: isOpen && ground && !awaiting ? choices(seen, ground) : null,
    mayChoose: may(standing, 'pilot.decide') && !isBiased,
    decider: isBiased && may(standing, 'pilot.decide') ? isBiased : `${sponsor?.name ?? 'Nobody yet'} decides, as the sponsor named on this pilot.`,
    logHeading: last ? 'Earlier decisions' : 'Decision log',
    // what stands on top already is not told again
    log: told.filter(decision => decision !== last).map(decision => logEntry(decision, outcomeIsOpen)),
  }
}

function before({ pilot, ground }: SeenDecision) {
  if (!isOutcomeOpen(pilot.state)) {
    return pilot.state === 'running'
      ? 'The pilot is running. Until it is concluded nothing of its outcome is shown, so that nobody decides on half a result.'
      : pilot.state === 'withdrawn'
        ? 'This pilot was withdrawn, so there is nothing to decide.'
        : 'There is nothing to decide yet. What the pilot showed will stand here once it is concluded.'
  }
  return ground?.row.finding ? null : 'The pilot is concluded, and its analysis has not been run yet. The decision stands on what it says.'
}

function findingCard({ pilot, program, course }: SeenDecision, { row, plan, facts }: DecisionGround, finding: PrimaryFinding) {
  const words = wordingOf(program)
  const { metric, firedAction } = finding
  const rule = finding.firedRule as FiredRow
  const smallest = plan?.content.smallestEffect ?? pilot.smallestEffect
  const proposed = smallest === null ? null : proposedEffect(smallest, pilot.smallestEffect)
  return {
    action: firedAction,
    actionMeans: CHOICE_WORDS[firedAction].means,
    rule: `Row ${rule.row} of the rule in the plan: ${VERDICT_WORDS[rule.verdict]}${rule.evidenceAtLeast > 1 ? `, ${evidenceInWords(rule.evidenceAtLeast)}` : ''}.`,
    ruleFixed: plan?.amendedAfterFirstOutcome
      ? 'The plan was amended after the first outcome reading, which lowers the evidence.'
      : 'It was fixed before the first outcome reading entered Foothold.',
    verdict: finding.verdict,
    sentence: finding.sentence,
    metric: metric.name,
    effect: shownEffect(finding, smallest, program.locale),
    pValue: finding.pValue,
    alpha: plan?.content.alpha,
    confidence: plan ? words.percent(1 - plan.content.alpha) : null,
    smallest: smallest === null ? null : effectInWords(smallest, metric, words),
    proposedSmallest: proposed === null ? null : effectInWords(proposed, metric, words),
    better: metric.direction === 'higher' ? 'higher is better' : 'lower is better',
    level: finding.evidenceLevel,
    bar: row.evidenceBar,
    reasons: sentences(finding.evidenceReasons),
    outstanding: facts.findings.outstanding,
    course: course ? courseInWords(course, words) : [],
    computedAt: finding.computedAt,
    resultsTo: `/pilots/${pilot.id}/results`,
  }
}

/** The findings feature keeps each reason with its sentence. */
function sentences(reasons: unknown): string[] {
  if (!Array.isArray(reasons)) return []
  return reasons.flatMap((reason: unknown) => {
    if (typeof reason === 'string') return [reason]
    const text = typeof reason === 'object' && reason !== null && 'text' in reason ? reason.text : null
    return typeof text === 'string' ? [text] : []
  })
}

function moneyCard({ lines, benefitLines, spoken, refused, signedCents, proposedCents, appraisal, whyNot }: CaseInShort, { pilot, program }: SeenDecision) {
  const money = (cents: number) => writtenMoney(cents, program, { compact: true })
  return {
    stake: appraisal && { ...moneyAtStake(appraisal.result), chanceOfLoss: lossInWords(appraisal.result, program.locale), horizonYears: appraisal.horizonYears, discountRate: appraisal.discountRate },
    stale: appraisal && !appraisal.isCurrent ? staleness(pilot) : null,
    whyNot: lines > 0 ? (whyNot ?? 'The value of the case has not been computed yet.') : null,
    finance: signedInWords({ signedCents, proposedCents, spoken, lines: benefitLines }, money),
    ...{ benefits: benefitLines, spoken, refused },
    to: `/pilots/${pilot.id}/case`,
  }
}

/** A decided case is never computed anew, so what has become of its finding or its settings since is no fault of it. */
const staleness = ({ state }: SeenDecision['pilot']): string =>
  state === 'concluded' ? 'The case or its finding has changed since this was computed.' : 'As it was computed before the decision.'

/** As many objections as leave room for the decision; the rest is a click away. */
const MOST_OBJECTIONS = 3
const MOST_CHARACTERS = 140

function inShort(objection: SignedObjection) {
  const { author, text, status, shape, tone, answer } = objectionThread(objection)
  return { author, text: beginning(text), status, shape, tone, answer: answer && { author: answer.author, text: beginning(answer.text) } }
}

function beginning(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text
  return `${text.slice(0, MOST_CHARACTERS).replace(/\s+\S*$/, '')} …`
}

/** What scaling asks beyond what every choice does; a second sponsor is spoken of beside the button. */
function scaleAlone({ facts }: DecisionGround): Criterion[] {
  const shared = ['secondSponsor', ...decideCriteria(facts, null).map(({ key }) => key)]
  return decideCriteria(facts, 'scale')
    .filter(({ key }) => !shared.includes(key))
    .map(criterion => ({ ...criterion, label: `To scale: ${criterion.label}` }))
}

/** The four buttons, and what each would take, said before the click. */
function choices({ pilot, extending }: SeenDecision, { facts }: DecisionGround) {
  return DECISIONS.map(choice => {
    const criteria = decideCriteria(facts, choice)
    const open = unmet(criteria).length
    const opposes = facts.firedAction !== null && opposesRule(choice, facts.firedAction)
    return {
      choice,
      ...CHOICE_WORDS[choice],
      to: `/pilots/${pilot.id}/decision/${choice}`,
      isRecommended: choice === facts.firedAction,
      second: opposes ? secondNote(facts.otherSponsors) : null,
      cost: choice === 'extend' && extending ? extensionNote(extending) : null,
      blocked: open === 0 ? null : `${counted(open, 'criterion', 'criteria')} not met`,
    }
  })
}

const secondNote = (others: readonly string[]): string =>
  others.length > 0
    ? `Opposes the rule: ${others.length > 3 ? 'a second sponsor' : listed(others, 'or')} must agree.`
    : 'Opposes the rule, and there is no second sponsor who could agree.'

/** What an extension costs, in a sentence: said beside the button and beside the form. */
export function extensionNote({ now, after, because }: CostOfExtending): string {
  if (because.length === 0) return `The evidence stays at ${now} of 5: what an extension costs was paid by the one before.`
  const why = listed(because)
  return now === after
    ? `The evidence stays at ${now} of 5, the lowest there is, although ${why}.`
    : `The evidence falls from ${now} to ${after} of 5, if nothing else changes: ${why}.`
}

/** Whoever decides may look at what is missing, and others mend it: the link is there for everybody. */
function shownCriteria(criteria: readonly Criterion[], seen: SeenDecision) {
  return criteria.map(criterion => ({
    ...shownCriterion(criterion, seen, criterion.mendTo && `/pilots/${seen.pilot.id}/${criterion.mendTo}`),
    action: 'Open',
  }))
}

/** While the pilot runs on after an extension, what led to it stays closed with the rest of the outcome. */
function logEntry(decision: SignedDecision, outcomeIsOpen: boolean) {
  const { number, choice, decidedByName, decidedAt, state, newEndOn, secondName, secondAt, followUp } = decision
  return {
    number: outcomeIsOpen ? number : null,
    choice,
    done: CHOICE_WORDS[choice].done,
    by: decidedByName,
    at: decidedAt,
    state: STATE_WORDS[state],
    newEndOn,
    isHidden: !outcomeIsOpen,
    reason: outcomeIsOpen ? decision.reason : null,
    conditions: outcomeIsOpen ? decision.conditions : null,
    opposed: outcomeIsOpen && decision.opposesRule ? decision.firedAction : null,
    second: outcomeIsOpen && secondName ? { by: secondName, at: secondAt, reason: decision.secondReason } : null,
    followUp: followUp && { title: followUp.title, href: `/pilots/${followUp.id}` },
  }
}

/** What views/governance/decide.hbs prints: one choice with its conditions and its reason. */
export function choicePage(seen: SeenDecision, choice: Choice) {
  const { pilot, ground, objections } = seen
  const page = decisionPage(seen)
  const criteria = ground ? decideCriteria(ground.facts, choice) : []
  const firedAction = ground?.facts.firedAction ?? null
  const opposes = firedAction !== null && opposesRule(choice, firedAction)
  return {
    head: page.head,
    parts: decisionTabs(pilot.id, objections, 'decision'),
    choice,
    words: CHOICE_WORDS[choice],
    hypothesis: page.hypothesis,
    finding: page.finding,
    money: page.money,
    fired: firedAction,
    opposes,
    second: opposes ? secondNote(ground?.facts.otherSponsors ?? []) : null,
    others: listed(ground?.facts.otherSponsors ?? [], 'or'),
    criteria: shownCriteria(criteria, seen),
    open: shownCriteria(unmet(criteria), seen),
    isReady: page.choices !== null && criteria.length > 0 && unmet(criteria).length === 0,
    closed: page.choices === null ? 'This pilot cannot be decided now. What stands in the way is on the page of the decision.' : null,
    needsEnd: choice === 'extend',
    endsOn: pilot.endsOn,
    cost: choice === 'extend' && seen.extending ? extensionNote(seen.extending) : null,
    to: `/pilots/${pilot.id}/decision`,
    backTo: `/pilots/${pilot.id}/decision`,
    findingId: ground?.row.finding?.id ?? '',
    caseDigest: seen.money?.appraisal?.digest ?? '',
    standsOn: standsOn(seen),
    version: pilot.version,
  }
}

/** What the decision is recorded on, as the person reads it. */
function standsOn({ ground, money }: SeenDecision): string {
  const parts = [
    ground?.row.finding ? `finding ${ground.row.finding.number}` : null,
    ground?.plan?.hash ? `the plan ${ground.plan.hash.slice(0, 12)}` : null,
    money?.appraisal ? `value ${money.appraisal.number} of the case` : null,
  ]
  return listed(parts.filter(part => part !== null))
}

/** What views/governance/second.hbs prints: the decision that waits, and the second's answer. */
export function secondPage(seen: SeenDecision) {
  const { pilot, log, team, accountId, objections } = seen
  const page = decisionPage(seen)
  const awaiting = log.find(({ state }) => state === 'awaitingSecond') ?? null
  const missing = awaiting && seen.ground ? stillMissing(awaiting, seen, seen.ground) : []
  return {
    head: page.head,
    parts: decisionTabs(pilot.id, objections, 'decision'),
    hypothesis: page.hypothesis,
    finding: page.finding,
    money: page.money,
    missing,
    awaiting: awaiting && {
      ...CHOICE_WORDS[awaiting.choice],
      choice: awaiting.choice,
      fired: awaiting.firedAction,
      by: awaiting.decidedByName,
      at: awaiting.decidedAt,
      reason: awaiting.reason,
      conditions: awaiting.conditions,
      newEndOn: awaiting.newEndOn,
      number: awaiting.number,
    },
    refusal: awaiting
      ? whyNotSecond(awaiting, pilot, team.map(({ id }) => id), accountId)
      : 'No decision on this pilot waits for a second sponsor.',
    to: `/pilots/${pilot.id}/decision/second`,
    backTo: `/pilots/${pilot.id}/decision`,
    answers: [
      ...(missing.length === 0 ? [{ value: 'agree', label: 'I agree', help: 'The decision is carried out at once.' }] : []),
      { value: 'refuse', label: 'I refuse', help: 'The decision is not carried out; the log keeps both reasons.' },
    ],
  }
}

/** What keeps the second sponsor from agreeing now, said before the answer is written. */
function stillMissing(awaiting: SignedDecision, seen: SeenDecision, { row, facts }: DecisionGround) {
  // who reads this is the second sponsor, whoever else might be
  const criteria = shownCriteria(unmet(decideCriteria({ ...facts, otherSponsors: [''] }, awaiting.choice)), seen)
  const isOtherFinding = awaiting.findingId !== (row.finding?.id ?? null)
  return isOtherFinding ? [{ label: 'The findings were computed anew since this was decided', detail: 'the first sponsor has to look again', href: null }, ...criteria] : criteria
}
