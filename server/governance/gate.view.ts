import { LOST, namedFor, type NamedRole } from '../access/namedPerson'
import { may, type Deed } from '../access/permissions'
import { pilotHead } from '../pilots/pilotHead'
import { passes, unmet, type Criterion } from '../pilots/criterion.rules'
import { possibleDeeds } from '../pilots/pilotLife.rules'
import { mendAddress, shownCriterion } from '../pilots/shownCriterion'
import { listed } from '../platform/listed'
import type { SeenGate } from './gate.service'
import type { PagedGate } from './gateFacts'

interface GateWords {
  readonly title: string
  readonly question: string
  readonly action: string
  readonly follows: string
  readonly decider: string
  readonly deed: Deed
  readonly reasonHelp: string
}

const WORDS: Readonly<Record<PagedGate, GateWords>> = {
  select: {
    title: 'Select',
    question: 'Shall this pilot be run?',
    action: 'Select this pilot',
    follows: 'It becomes approved, and the team can prepare its launch.',
    decider: 'the sponsor named on the pilot',
    deed: 'pilot.select',
    reasonHelp: 'Kept with the gate, for whoever asks later why this one was chosen.',
  },
  launch: {
    title: 'Launch',
    question: 'Is everything in place to start?',
    action: 'Launch the pilot',
    follows: 'It runs from now on. Until it is concluded nothing of its outcome is shown.',
    decider: 'the owner of the pilot',
    deed: 'pilot.launch',
    reasonHelp: 'Kept with the gate.',
  },
  conclude: {
    title: 'Conclude',
    question: 'Is the pilot over, and are its data in order?',
    action: 'Conclude the pilot',
    follows: 'Its results are worked out at once, and the sponsor decides on what they say.',
    decider: 'the owner of the pilot',
    deed: 'pilot.conclude',
    reasonHelp: 'Needed before the planned end.',
  },
  confirm: {
    title: 'Confirm',
    question: 'Did the promised benefit arrive?',
    action: 'Confirm the benefit',
    follows: 'The pilot is sustained: its benefit is read, with figure and source.',
    decider: 'a finance partner of the program',
    deed: 'pilot.confirm',
    reasonHelp: 'Kept with the gate.',
  },
}

/** What views/governance/gate.hbs prints, ready to print. */
export function gatePage(seen: SeenGate) {
  const { pilot, gate, view, standing, passage } = seen
  const here = `/pilots/${pilot.id}`
  const words = WORDS[gate]
  const isOpen = possibleDeeds(pilot).includes(gate)
  const mayPass = may(standing, words.deed)
  const criteria = !isOpen && passage ? passage.criteria : view.criteria
  const waiting = unmet(criteria)
  // an early stop is mended by the reason in the very form that concludes
  const inTheWay = waiting.filter(({ key }) => !(gate === 'conclude' && key === 'end'))
  const overridden = criteria.filter(criterion => !criterion.met && passes(criterion)).length
  return {
    head: pilotHead(pilot, 'overview'),
    gate: words,
    isOpen,
    passed: !isOpen && passage ? { by: passage.by, at: passage.at, reason: passage.reason } : null,
    isAhead: !isOpen && !passage,
    decider: deciderOf(seen, words),
    criteria: criteria.map(criterion => isOpen ? shownCriterion(criterion, seen, mendAt(seen, criterion), seen.owner?.name) : shownCriterion({ ...criterion, mendTo: null }, seen, null)),
    met: criteria.length - waiting.length,
    total: criteria.length,
    overridden,
    overrides: isOpen ? waiting.filter(({ overrideBy }) => overrideBy !== null && may(standing, overrideBy)).map(overrideForm(here, gate)) : [],
    askedOf: isOpen ? waiting.filter(({ overrideBy }) => overrideBy !== null && !may(standing, overrideBy)).map(askedOf(seen)) : [],
    review:
      gate === 'conclude' && isOpen && may(standing, 'reading.log')
        ? { to: `${here}/checks-seen`, dataTo: `${here}/data`, isDone: criteria.some(({ key, met }) => key === 'checksSeen' && met) }
        : null,
    benefits: gate === 'confirm' && view.benefits.length > 0 ? benefitRows(seen) : null,
    reading:
      gate === 'confirm' && isOpen && mayPass && view.benefits.length > 0
        ? { to: `${here}/benefit-readings`, lines: view.benefits.map(({ id, name }) => ({ value: id, label: name })) }
        : null,
    turnDown: gate === 'select' && isOpen && mayPass ? turnDown(seen) : null,
    pass:
      isOpen && mayPass
        ? {
            to: `${here}/gates/${gate}`,
            version: pilot.version,
            isReady: inTheWay.length === 0,
            isOverridable: inTheWay.every(({ overrideBy }) => overrideBy !== null),
            hasForm: inTheWay.length === 0 || waiting.length > inTheWay.length,
            /** An early stop gives its reason in the form itself, which therefore always stands there. */
            needsReason: waiting.length > inTheWay.length,
            label: words.action,
            follows: words.follows,
            reasonHelp: words.reasonHelp,
          }
        : null,
    backTo: here,
  }
}

/** Where a criterion is mended, if it can be; whoever reads the benefits does so on this very page. */
function mendAt({ pilot, gate, standing }: SeenGate, { mendTo }: Criterion): string | null {
  if (mendTo !== null && gate === 'confirm' && may(standing, 'pilot.confirm')) return '#field-lineId'
  return mendAddress(mendTo, pilot, standing)
}

const overrideForm = (here: string, gate: PagedGate) => ({ key, label, evidence }: Criterion) => ({
  to: `${here}/gates/${gate}/overrides/${key}`,
  label,
  evidence,
})

/** Who may override what the reader may not: the person by name, where one is named. */
const askedOf =
  (seen: SeenGate) =>
  ({ label, overrideBy }: Criterion) => {
    const role = overrideBy && namedFor(overrideBy)
    if (role === null) return `Somebody else may override “${label}”, with a reason.`
    const { person, cannot } = holderOf(role, seen)
    const place = role === 'owner' ? 'owner of the pilot' : 'sponsor named on the pilot'
    const who = person && cannot === null ? `${person}, the ${place},` : `The ${place}`
    return `${who} may override “${label}”, with a reason${cannot === null ? '' : `; ${cannot}`}.`
  }

function deciderOf(seen: SeenGate, { decider }: GateWords): string {
  const { gate, financePartners } = seen
  if (gate === 'confirm') return financePartners.length > 0 ? `${listed(financePartners, 'or')}, ${decider}` : `${decider}; there is none yet`
  const { person, cannot } = holderOf(gate === 'select' ? 'namedSponsor' : 'owner', seen)
  return person && cannot === null ? `${person}, ${decider}` : `${decider}; ${cannot ?? 'nobody is named yet'}`
}

/** Whom the pilot names, and why that person cannot act now. */
function holderOf(role: NamedRole, { owner, sponsor }: SeenGate): { person: string | null; cannot: string | null } {
  const holder = role === 'owner' ? owner : sponsor
  const isStill = role === 'owner' ? owner?.isActive : sponsor?.isActive && sponsor.hasRole
  return { person: holder?.name ?? null, cannot: holder && !isStill ? `${holder.name} ${LOST[role]}` : null }
}

/** There is no refusal at the selection: an objection says why, and those who may withdraw a proposal do. */
function turnDown({ pilot, standing, leads }: SeenGate) {
  const here = `/pilots/${pilot.id}`
  return {
    to: `${here}/objections`,
    who: leads.length > 0 ? listed(leads, 'or') : 'the lead',
    withdrawTo: may(standing, 'pilot.withdraw') ? `${here}/withdraw` : null,
  }
}

const benefitRows = ({ view }: SeenGate) =>
  view.benefits.map(({ name, status, financeFigureCents, reading }) => ({ name, status, financeFigureCents, reading }))
