import { may } from '../access/permissions'
import { pilotHead } from '../pilots/pilotHead'
import { VERDICT_WORDS } from '../plans/decisionRule.rules'
import type { Chart } from '../platform/charts/chart'
import { histogram } from '../platform/charts/histogram'
import { counted, plural } from '../platform/plural'
import { written, writtenMoney } from '../platform/views/formats'
import type { Customs } from '../platform/views/frame'
import type { PaybackSpread, SimulatedNetPresentValue, Spread } from '../statistics/finance/simulateNetPresentValue'
import { financeScale, signedBenefits } from './lineAmount.rules'
import { driversOf, type Driver } from './drivers.rules'
import { signedInWords } from './signedInWords'
import type { SeenCase } from './case.service'
import type { SignedLine } from './case.store'
import type { CaseAppraisal } from './caseAppraisal.entity'
import type { CaseLine, CaseLineKind } from './caseLine.entity'
import { effectAsFactor } from './effectAsFactor'
import { flowOf, signedFlow, whole, type Flow } from './flow'
import { CLASS_WORDS, KIND_WORDS } from './lineInWords'
import { lossInWords } from './chanceOfLoss'

const PAST = {
  decided: 'This value was computed before the decision, with the finding and the settings of that time.',
  withdrawn: 'This value was computed before the pilot was withdrawn, with the settings of that time.',
}

/** What views/cases/show.hbs prints, ready to print; the chart needs to know how numbers are written. */
export function casePage(seen: SeenCase, customs: Customs) {
  const { pilot, lines, appraisal, isCurrent, whyNot, closed, standing } = seen
  const here = `/pilots/${pilot.id}/case`
  const mayEdit = closed === null && may(standing, 'case.edit')
  const maySign = closed === null && may(standing, 'case.finance')
  const signed = signedOf(seen, customs)
  return {
    head: pilotHead(pilot, 'case'),
    closed: lines.length > 0 || pilot.state === 'concluded' ? closed : null,
    addTo: mayEdit ? `${here}/lines/new` : null,
    value: appraisal ? valueOf(appraisal, seen, customs) : null,
    doubt: doubtOf(seen),
    resultsTo: `/pilots/${pilot.id}/results`,
    stale: closed === null && lines.length > 0 && whyNot === null && !isCurrent,
    past: closed !== null && appraisal !== null && !isCurrent ? PAST[pilot.state === 'withdrawn' ? 'withdrawn' : 'decided'] : null,
    whyNot: lines.length > 0 && pilot.state !== 'withdrawn' ? whyNot : null,
    appraiseTo: mayEdit && whyNot === null && !isCurrent ? `${here}/appraise` : null,
    finance: signed.words === null ? null : signed,
    lines: lines.map(line => lineRow(line, seen, mayEdit ? here : null, maySign ? here : null)),
    totals: totalsOf(lines, seen),
    mayEdit,
    isDriven: lines.some(({ driver }) => driver === 'finding'),
    isEmpty: lines.length === 0,
  }
}

/** A worth that rests on an effect is no stronger than what the results say of it. */
function doubtOf({ lines, verdict }: SeenCase): string | null {
  if (verdict === null || verdict === 'works' || verdict === 'harms' || !lines.some(({ driver }) => driver === 'finding')) return null
  return `The results say “${VERDICT_WORDS[verdict]}”. This is what the case would be worth if the effect is as it was measured.`
}

function signedOf({ lines, finding }: SeenCase, customs: Customs) {
  const { open, signedCents, proposedCents } = signedBenefits(lines, finding)
  const benefitLines = lines.filter(({ kind }) => kind === 'benefit').length
  const rounded = (cents: number | null) => (cents === null ? null : whole(cents))
  const money = { signedCents: rounded(signedCents), proposedCents: rounded(proposedCents), spoken: benefitLines - open, lines: benefitLines }
  return { open, words: signedInWords(money, cents => writtenMoney(cents, customs)) }
}

function valueOf({ result, inputs, number, draws, computedAt }: CaseAppraisal, { pilot }: SeenCase, customs: Customs) {
  const { npv, range, payback, roi } = result
  const { horizonYears, discountRate } = inputs
  // to whole cents first, everywhere: rounded twice in one place and once in another, one amount would read two ways
  const money = (cents: number) => writtenMoney(whole(cents), customs, { compact: true })
  const bringsMoney = inputs.lines.some(({ kind }) => kind === 'benefit')
  const isPaidFor = inputs.lines.some(({ kind }) => kind === 'oneOffCost' || kind === 'runningCost')
  const verdict = npv.interval90.lower > 0 ? 'yes' : npv.interval90.upper < 0 ? 'no' : 'open'
  const [middle, likely] = [npv.median, range.likely].map(money)
  return {
    number,
    draws,
    computedAt,
    pays: !bringsMoney ? 'costsOnly' : verdict === 'yes' && !isPaidFor ? 'withoutCosts' : verdict,
    median: whole(npv.median),
    low: whole(npv.interval90.lower),
    high: whole(npv.interval90.upper),
    worst: whole(range.worst),
    likely: whole(range.likely),
    apart: middle === likely ? null : `The middle of the draws, ${middle}, is not the likely value, ${likely}: what is uncertain reaches further to one side.`,
    best: whole(range.best),
    chanceOfLoss: lossInWords(result, customs.locale),
    roi: roi && bringsMoney ? returnInWords(roi, customs.locale) : null,
    payback: payback && bringsMoney ? paybackInWords(payback, horizonYears, customs.locale) : null,
    paysBack: payback !== null && payback.shareWithinHorizon > 0,
    drivers: driversOf(inputs)
      .map(driver => driverRow(driver, pilot, money))
      .filter(({ low, high }) => low !== high)
      .slice(0, MOST_DRIVERS),
    horizonYears,
    discountRate,
    chart: npvChart(result, money, customs.locale),
  }
}

const MOST_DRIVERS = 3

const QUANTITY_WORDS: Readonly<Record<Driver['quantity'], string>> = {
  effect: 'The measured effect',
  annualVolume: 'Annual volume',
  moneyPerUnit: 'Money per unit',
  realisationShare: 'Share realised',
  amount: 'Amount',
}

function driverRow({ quantity, line, atLow, atHigh }: Driver, { id }: SeenCase['pilot'], money: (cents: number) => string) {
  return {
    label: QUANTITY_WORDS[quantity],
    line,
    href: quantity === 'effect' ? `/pilots/${id}/results` : null,
    low: money(Math.min(atLow, atHigh)),
    high: money(Math.max(atLow, atHigh)),
  }
}

/** A return below −100 % is no rate that anybody could mean: then the change itself loses money, and words say so. */
function returnInWords({ median, interval90 }: Spread, locale: string): string {
  const percent = (share: number) => written(share, locale, { style: 'percent', maximumFractionDigits: 0 })
  if (median < -1) return 'None: the change itself loses money, on top of what it costs.'
  const end = (share: number) => (share < -1 ? 'all of it lost' : percent(share))
  return `${percent(median)} (${end(interval90.lower)} to ${end(interval90.upper)})`
}

function paybackInWords({ median, shareWithinHorizon }: PaybackSpread, horizonYears: number, locale: string): string {
  const horizon = counted(horizonYears, 'year')
  if (shareWithinHorizon === 0) return `Not within ${horizon}, in any draw.`
  const share = `within ${horizon} in ${written(shareWithinHorizon, locale, { style: 'percent', maximumFractionDigits: 0 })} of draws`
  return median === null ? `Later than ${horizon} in most draws (${share}).` : `${timeInWords(median, locale)} (${share})`
}

/** A time to one tenth of a year, or in months where that is too coarse. */
function timeInWords(years: number, locale: string): string {
  if (years < 1) return years * 12 < 1 ? 'Less than a month' : counted(Math.round(years * 12), 'month')
  return `${written(years, locale, { maximumFractionDigits: 1 })} ${plural(Number(years.toFixed(1)), 'year')}`
}

function npvChart({ histogram: bins, npv }: SimulatedNetPresentValue, money: (cents: number) => string, locale: string): Chart {
  const marks = [
    { value: npv.interval90.lower, label: '5%', said: money(npv.interval90.lower), below: 0.05 },
    { value: npv.median, label: 'median', said: money(npv.median), below: 0.5 },
    { value: npv.interval90.upper, label: '95%', said: money(npv.interval90.upper), below: 0.95 },
  ]
  return histogram({
    id: 'npv',
    title: 'Net present value of the case',
    description: `Half of all draws lie below ${money(npv.median)}; nine in ten lie between ${money(npv.interval90.lower)} and ${money(npv.interval90.upper)}.`,
    caption: 'Net present value: how many draws fall where',
    bins,
    marks,
    tick: money,
    percent: share => written(share, locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  })
}

function lineRow(line: SignedLine, { finding, pilot }: SeenCase, editAt: string | null, signAt: string | null) {
  const at = (base: string, deed: string) => `${base}/lines/${line.id}/${deed}`
  return {
    id: line.id,
    name: line.name,
    kind: KIND_WORDS[line.kind],
    period: line.kind === 'oneOffCost' ? 'once' : 'a year',
    formula: line.driver === 'finding' ? formulaOf(line, finding, pilot) : null,
    flow: shownFlow(countedFlow(line, finding), flowOf(line, finding)),
    adoption: line.adoption.map((share, year) => ({ year: year + 1, share, andLater: year === line.adoption.length - 1 })),
    class: line.benefitClass ? CLASS_WORDS[line.benefitClass] : null,
    owner: line.ownerName,
    source: line.source,
    status: line.financeStatus,
    figure: line.financeStatus === 'reduced' && line.financeFigureCents !== null ? signedFlow(line, line.financeFigureCents) : null,
    financeReason: line.financeReason,
    financeBy: line.financeByName,
    financeAt: line.financeAt,
    before: beforeOf(line),
    editTo: editAt && at(editAt, 'edit'),
    deleteTo: editAt && at(editAt, 'delete'),
    signTo: signAt && at(signAt, 'finance'),
    version: line.version,
  }
}

/** What finance last said of a line that is open: it lapsed because the line is another now, or finance took it back. */
function beforeOf({ financeStatus, financeById, signed, signedByName }: SignedLine) {
  if (financeStatus !== 'proposed' || !signed) return null
  return { status: signed.status, by: signedByName, at: new Date(signed.at), isTakenBack: financeById !== null }
}

/** What of it counts: a line that finance reduced in proportion, one that it refused not at all. */
function countedFlow(line: CaseLine, finding: SeenCase['finding']): Flow {
  const scale = financeScale(line, finding)
  const { low, likely, high } = flowOf(line, finding)
  const part = (cents: number | null) => (cents === null || scale === 1 ? cents : whole(cents * scale) || 0)
  return { low: part(low), likely: part(likely), high: part(high) }
}

/** Each amount as it counts, with the one that was proposed where finance made it another. */
function shownFlow(counts: Flow, proposed: Flow) {
  const isChanged = ENDS.some(end => counts[end] !== proposed[end])
  return ENDS.map(end => ({
    counts: counts[end],
    proposed: isChanged ? proposed[end] : null,
    // where there is no room for three columns, the ends stand below the middle
    ends: end === 'likely' ? { low: counts.low, high: counts.high } : null,
  }))
}

const ENDS = ['low', 'likely', 'high'] as const

/** "6.7 points × 18,000 × 62 € × 80 % realised", in pieces that the template writes in the program's locale. */
function formulaOf(line: CaseLine, finding: SeenCase['finding'], pilot: SeenCase['pilot']) {
  return {
    effect: finding && effectAsFactor(finding.estimate, pilot),
    metric: pilot.metric?.name ?? 'the primary metric',
    resultsTo: `/pilots/${pilot.id}/results`,
    volume: line.annualVolumeLikely,
    moneyCents: line.moneyPerUnitLikelyCents,
    realised: line.realisationLikely,
  }
}

function totalsOf(lines: readonly SignedLine[], { finding }: SeenCase) {
  /** None where the case has no line of these kinds. */
  const sum = (label: string, kinds: readonly CaseLineKind[]) => {
    const among = lines.filter(({ kind }) => kinds.includes(kind))
    if (among.length === 0) return null
    const total = (flows: readonly Flow[], end: keyof Flow) =>
      flows.some(flow => flow[end] === null) ? null : flows.reduce((all, flow) => all + (flow[end] ?? 0), 0)
    const totals = (flows: readonly Flow[]): Flow => ({ low: total(flows, 'low'), likely: total(flows, 'likely'), high: total(flows, 'high') })
    const flow = shownFlow(totals(among.map(line => countedFlow(line, finding))), totals(among.map(line => flowOf(line, finding))))
    return { label, flow }
  }
  return [
    sum('Benefits a year', ['benefit']),
    sum('Disbenefits and running costs a year', ['disbenefit', 'runningCost']),
    sum('Once, at the start', ['oneOffCost']),
  ].filter(total => total !== null)
}
