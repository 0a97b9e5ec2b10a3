import { pilotHead } from '../pilots/pilotHead'
import type { CaseToWrite } from './case.service'
import type { BenefitClass, CaseLineDriver, CaseLineKind } from './caseLine.entity'
import { CLASS_WORDS, KIND_WORDS } from './lineInWords'

const KIND_HELP: Readonly<Record<CaseLineKind, string>> = {
  benefit: 'Money that the change brings or saves, a year.',
  disbenefit: 'Money that the change loses elsewhere, a year.',
  oneOffCost: 'Paid once, at the start of the rollout.',
  runningCost: 'Paid every year, as long as the change is in place.',
}

const CLASS_HELP: Readonly<Record<BenefitClass, string>> = {
  cashReleasing: 'A budget becomes smaller.',
  revenue: 'More is sold or kept.',
  costAvoidance: 'A cost that would have come does not come; no budget becomes smaller.',
  nonCash: 'Worth something, but never on an account.',
}

const DRIVER_CHOICES: Readonly<Record<CaseLineDriver, { label: string; help: string }>> = {
  finding: {
    label: 'It follows from the finding',
    help: 'Effect measured by the pilot × annual volume × money per unit × share realised. The uncertainty of the effect is carried through.',
  },
  entered: { label: 'It is entered', help: 'An amount with its low, likely and high value.' },
}

const ADOPTION_YEARS = 5

/** What views/cases/line.hbs prints: a new line, or the one to change. */
export function lineForm({ pilot, lines, people, closed }: CaseToWrite, lineId: string | null) {
  const line = lines.find(({ id }) => id === lineId)
  const here = `/pilots/${pilot.id}/case`
  const money = (cents: number | null | undefined) => (cents == null ? '' : cents / 100)
  const percent = (share: number | null | undefined) => (share == null ? '' : Number((share * 100).toPrecision(12)))
  return {
    head: pilotHead(pilot, 'case'),
    isNew: lineId === null,
    missing: lineId !== null && !line,
    refusal: closed,
    to: lineId === null ? `${here}/lines/new` : `${here}/lines/${lineId}/edit`,
    backTo: here,
    version: line?.version ?? null,
    isSigned: line !== undefined && line.financeStatus !== 'proposed',
    metric: pilot.metric && {
      name: pilot.metric.name,
      isShare: pilot.metric.kind === 'proportion',
      unit: pilot.metric.unit,
    },
    line: {
      kind: line?.kind ?? 'benefit',
      name: line?.name ?? '',
      driver: line?.driver ?? 'finding',
      annualVolumeLow: line?.annualVolumeLow ?? '',
      annualVolumeLikely: line?.annualVolumeLikely ?? '',
      annualVolumeHigh: line?.annualVolumeHigh ?? '',
      moneyPerUnitLow: money(line?.moneyPerUnitLowCents),
      // a line that is not there yet starts from what the metric says a unit is worth
      moneyPerUnitLikely: money(line ? line.moneyPerUnitLikelyCents : pilot.metric?.moneyPerUnitCents),
      moneyPerUnitHigh: money(line?.moneyPerUnitHighCents),
      realisationLow: percent(line?.realisationLow),
      realisationLikely: percent(line?.realisationLikely),
      realisationHigh: percent(line?.realisationHigh),
      amountLow: money(line?.amountLowCents),
      amountLikely: money(line?.amountLikelyCents),
      amountHigh: money(line?.amountHighCents),
      benefitClass: line?.benefitClass ?? '',
      ownerId: line?.ownerId ?? '',
      source: line?.source ?? '',
    },
    adoption: Array.from({ length: Math.max(ADOPTION_YEARS, line?.adoption.length ?? 0) }, (_, year) => ({
      name: `adoption[${year}][share]`,
      label: `Year ${year + 1}`,
      value: percent(line?.adoption[year]),
    })),
    kinds: options(KIND_WORDS, KIND_HELP),
    drivers: (Object.keys(DRIVER_CHOICES) as CaseLineDriver[]).map(value => ({ value, ...DRIVER_CHOICES[value] })),
    classes: options(CLASS_WORDS, CLASS_HELP),
    people: people.map(({ id, name }) => ({ value: id, label: name })),
  }
}

function options<T extends string>(words: Readonly<Record<T, string>>, help: Readonly<Record<T, string>>) {
  return (Object.keys(words) as T[]).map(value => ({ value, label: words[value], help: help[value] }))
}
