import { effectAsTyped, effectUnitAfter } from '../metrics/metric.rules'
import type { Conflict } from '../platform/errors'
import { staleEdit } from '../platform/versions'
import type { SegmentKey } from './pilot.store'
import { PROPOSAL_WORDS, type Proposal, type ProposalChoices } from './proposal.rules'

/** The refusal of an edit of a proposal that somebody else changed meanwhile, in the words and units of its form. */
export function staleProposal(
  choices: ProposalChoices,
  now: Proposal & { segment: readonly SegmentKey[] },
  typed: Proposal & { segment: readonly SegmentKey[] },
): Conflict {
  const names = namesOf(choices.colleagues)
  const parts = new Map(choices.journeys.flatMap(({ parts }) => parts.map(({ key, label }) => [key, label] as const)))
  const effectTyped = ({ metricId, smallestEffect }: Proposal): string | number | null => {
    const metric = choices.metrics.find(({ id }) => id === metricId)
    if (!metric) return smallestEffect
    const effect = effectAsTyped(metric.kind, smallestEffect)
    return effect === null ? null : `${effect} ${effectUnitAfter(effect, metric)}`
  }
  const readable = ({ segment, ...answers }: typeof now) => ({
    ...answers,
    segment: segment.map(({ key }) => parts.get(key) ?? 'a part that is gone').sort(),
    ownerId: nameOf(names, answers.ownerId),
    sponsorId: nameOf(names, answers.sponsorId),
    metricId: choices.metrics.find(({ id }) => id === answers.metricId)?.name ?? null,
    smallestEffect: effectTyped(answers),
    budgetCents: answers.budgetCents === null ? null : answers.budgetCents / 100,
    mostSpendCents: answers.mostSpendCents === null ? null : answers.mostSpendCents / 100,
  })
  return staleEdit({ what: 'pilot', words: PROPOSAL_WORDS, now: readable(now), typed: readable(typed) })
}

/** What a colleague is called, by account. */
export function namesOf(colleagues: ProposalChoices['colleagues']): (id: string) => string {
  const names = new Map(colleagues.map(({ accountId, name }) => [accountId, name]))
  return id => names.get(id) ?? 'somebody who has left'
}

export const nameOf = (names: (id: string) => string, id: string | null): string | null => (id ? names(id) : null)
