import { pilotHead } from '../pilots/pilotHead'
import { wordingOf } from '../pilots/wording'
import type { ThreePoint } from '../statistics/distributions/pert'
import { factorsOf, flowPattern, type EffectInterval } from '../statistics/finance/caseLine'
import { npv } from '../statistics/finance/npv'
import { amountOf, appraised, whyNoAmount } from './lineAmount.rules'
import type { SeenCase } from './case.service'
import type { SignedLine } from './case.store'
import type { FinanceStatus } from './caseLine.entity'
import { isSameLine } from './caseLine.rules'
import { effectAsFactor } from './effectAsFactor'
import { flowOf, signedFlow, whole } from './flow'
import { CLASS_WORDS, KIND_WORDS, lineChanges } from './lineInWords'

interface StatusWords {
  readonly label: string
  readonly help: string
}

const STATUS_WORDS: Readonly<Record<FinanceStatus, StatusWords>> = {
  accepted: { label: 'Accept', help: 'The line counts as it stands.' },
  reduced: { label: 'Reduce', help: 'The line counts with a smaller figure, given below with the reason.' },
  refused: { label: 'Refuse', help: 'The line counts nothing. Say why.' },
  proposed: { label: 'Leave open', help: 'The line counts as proposed, and nobody has signed it.' },
}

/** Less money that goes out makes a case look better, so whoever finds a cost too low is told what to do instead. */
const OUTGOING_WORDS: Readonly<Partial<Record<FinanceStatus, StatusWords>>> = {
  reduced: {
    label: 'Reduce',
    help: 'The line counts with a smaller figure, given below with the reason. Is it too low? Leave it open and have the team change it.',
  },
  refused: { label: 'Refuse', help: 'The line counts nothing, so the case is worth more without it. Say why.' },
}

/** What views/cases/finance.hbs prints: everything that the signature stands for. */
export function financeForm({ seen, line }: { seen: SeenCase; line: SignedLine }) {
  const { pilot, finding } = seen
  const here = `/pilots/${pilot.id}/case`
  const isOnce = line.kind === 'oneOffCost'
  const amount = amountOf(line, finding)
  return {
    head: pilotHead(pilot, 'case'),
    refusal: seen.closed,
    to: `${here}/lines/${line.id}/finance`,
    backTo: here,
    line: {
      name: line.name,
      version: line.version,
      kind: KIND_WORDS[line.kind],
      isOnce,
      class: line.benefitClass ? CLASS_WORDS[line.benefitClass] : null,
      owner: line.ownerName,
      source: line.source,
    },
    amount: amount && flowOf(line, finding),
    unknown: amount ? null : whyNoAmount(seen.isAnswered),
    years: amount && !isOnce ? years(line, amount, seen) : null,
    made: line.driver === 'finding' ? madeOf(line, seen) : null,
    since: sinceSigned(line, seen),
    figureHelp: isOnce
      ? 'Only when you reduce: the amount at the start that you stand by. Its range shrinks with it.'
      : 'Only when you reduce: the amount of a full year that you stand by. Its range and every year shrink with it.',
    opinion: {
      status: line.financeStatus === 'proposed' ? '' : line.financeStatus,
      figure: line.financeFigureCents === null ? '' : line.financeFigureCents / 100,
      reason: line.financeReason,
    },
    statuses: (['accepted', 'reduced', 'refused', 'proposed'] as const).map(value => ({
      value,
      ...STATUS_WORDS[value],
      ...(line.kind === 'benefit' ? {} : OUTGOING_WORDS[value]),
    })),
  }
}

/** Each year of the horizon, and what all of them are worth today. */
function years(line: SignedLine, amount: ThreePoint, { pilot: { horizonYears, discountRate } }: SeenCase) {
  const [, ...pattern] = flowPattern(appraised(line), horizonYears)
  const times = (share: number) => {
    const shown = (cents: number) => (line.driver === 'entered' && Math.abs(share) === 1 ? cents * share : whole(cents * share))
    return { low: shown(amount.low), likely: shown(amount.likely), high: shown(amount.high) }
  }
  return {
    rows: pattern.map((share, at) => ({ year: at + 1, share: Math.abs(share), ...times(share) })),
    rate: discountRate,
    today: times(npv({ rate: discountRate, cashflows: [0, ...pattern] }).npv),
  }
}

/** What a driven line is made of, each factor from end to end. */
function madeOf(line: SignedLine, { pilot, finding, findingNumber, confidence }: SeenCase) {
  const words = wordingOf(pilot)
  const { annualVolume, moneyPerUnit, realisationShare } = factorsOf(appraised(line))
  const ends = (range: ThreePoint | null | undefined, write: (value: number) => string) =>
    range && { low: write(range.low), likely: write(range.likely), high: write(range.high) }
  const effect = finding && { low: finding.interval.lower, likely: finding.estimate, high: finding.interval.upper }
  return {
    metric: pilot.metric?.name ?? 'the primary metric',
    better: pilot.metric?.direction ?? 'higher',
    resultsTo: `/pilots/${pilot.id}/results`,
    number: findingNumber,
    confidence: confidence === null ? null : words.percent(confidence),
    effect: ends(effect, value => effectAsFactor(value, pilot)),
    factors: [
      { name: 'Annual volume', ...ends(annualVolume, value => words.number(value)) },
      { name: 'Money per unit', ...ends(moneyPerUnit, value => words.money(value)) },
      { name: 'Share realised', ...ends(realisationShare, value => words.percent(value)) },
    ],
  }
}

/** What finance saw when it last spoke, and what is another now; null where nobody has spoken. */
function sinceSigned(line: SignedLine, { finding, pilot }: SeenCase) {
  const { signed } = line
  if (!signed) return null
  const follows = line.driver === 'finding' ? finding : null
  const words = wordingOf(pilot)
  const amount = (of: Pick<SignedLine, 'kind'>, cents: number | null | undefined) =>
    cents == null ? 'not known' : words.money(signedFlow(of, whole(cents)))
  const effect = (estimate: number, { lower, upper }: EffectInterval) =>
    `${effectAsFactor(estimate, pilot)} (${[lower, upper].map(end => effectAsFactor(end, pilot)).join(' to ')})`
  const told = [
    { what: 'Likely amount', was: amount(signed.line, signed.likelyCents), now: amount(line, amountOf(line, finding)?.likely) },
    {
      what: 'Measured effect',
      was: signed.finding ? effect(signed.finding.estimate, signed.finding) : 'none',
      now: follows ? effect(follows.estimate, follows.interval) : 'none',
    },
    { what: 'Owner', was: line.signedOwnerName ?? 'nobody yet', now: line.ownerName ?? 'nobody yet' },
  ].filter(({ was, now }) => was !== now)
  return {
    by: line.signedByName,
    at: new Date(signed.at),
    status: signed.status,
    figure: signed.figureCents === null ? null : signedFlow(signed.line, signed.figureCents),
    reason: signed.reason,
    likely: signed.likelyCents === null ? null : signedFlow(signed.line, whole(signed.likelyCents)),
    changes: [...told, ...lineChanges(signed.line, line, pilot)],
    isNewFinding: signed.finding !== null && follows !== null && signed.finding.id !== follows.id,
    isSame: isSameLine(signed.line, line) && signed.finding?.id === follows?.id,
  }
}
