import { matrixChart, type Bubble } from '../platform/charts/matrixChart'
import { written } from '../platform/views/formats'
import type { SeenMatrix } from './matrix.service'
import { MOST_DRAWN, type MatrixFilter, type OpenProposal } from './matrix.store'
import { byRank, HIGHEST_SCORE, LOWEST_SCORE, quadrantOf, QUADRANT_WORDS, type AxisScores } from './score.rules'

const SHOWS = [
  { value: 'all', label: 'all open proposals' },
  { value: 'mine', label: 'those I have to score' },
  { value: 'open', label: 'still being scored' },
  { value: 'closed', label: 'scoring closed' },
] as const satisfies readonly { value: MatrixFilter['show']; label: string }[]

/** A proposal whose scores may be seen. */
type Placed = OpenProposal & AxisScores

const isPlaced = (proposal: OpenProposal): proposal is Placed => proposal.impact !== null && proposal.complexity !== null

/** The proposals that can be placed, best first, and those that cannot yet. */
export function ranked(proposals: readonly OpenProposal[]): { placed: Placed[]; waiting: OpenProposal[] } {
  return {
    placed: proposals.filter(isPlaced).sort(byRank),
    waiting: proposals.filter(proposal => !isPlaced(proposal)),
  }
}

/** What views/scoring/matrix.hbs prints. */
export function matrixPage(seen: SeenMatrix) {
  const { programId, ratersNeeded, locale, proposals, total, queue, journeys, filter } = seen
  const { placed, waiting } = ranked(proposals)
  const said = (value: number) => written(value, locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const toScore = queue.filter(({ hasSubmitted }) => !hasSubmitted)
  const [next] = toScore
  const isFiltered = filter.search !== null || filter.journeyId !== null || filter.show !== 'all'
  return {
    queue:
      queue.length > 0
        ? {
            asked: queue.length,
            open: toScore.length,
            scored: queue.length - toScore.length,
            isDone: toScore.length === 0,
            next: next ? { title: next.title, to: `/pilots/${next.id}/scores` } : null,
            more: toScore.slice(1, 6).map(({ id, title, invitedAt }) => ({ title, to: `/pilots/${id}/scores`, invitedAt })),
          }
        : null,
    filter: {
      to: `/programs/${programId}/prioritise`,
      search: filter.search ?? '',
      journeyId: filter.journeyId ?? '',
      show: filter.show,
      shows: SHOWS,
      journeys: journeys.map(({ id, name }) => ({ value: id, label: name })),
      isFiltered,
    },
    chart:
      placed.length > 0
        ? {
            ...matrixChart({
              id: 'matrix',
              title: 'Impact against complexity',
              description: `${placed.length} open proposals. High and left means much impact for little complexity: ${QUADRANT_WORDS.doFirst.toLowerCase()}. Lines show how far the raters lie apart; a hollow circle has fewer than ${ratersNeeded} raters.`,
              bubbles: placed.map(bubbleOf),
              domain: [LOWEST_SCORE, HIGHEST_SCORE],
              quadrants: {
                topLeft: QUADRANT_WORDS.doFirst,
                topRight: QUADRANT_WORDS.planWell,
                bottomLeft: QUADRANT_WORDS.fillIn,
                bottomRight: QUADRANT_WORDS.leave,
              },
              impactTitle: 'Impact',
              complexityTitle: 'Complexity',
              ratersNeeded,
              score: said,
            }),
            table: null, // the ranked list beside it is the table
          }
        : null,
    ranked: placed.map((proposal, at) => ({
      rank: at + 1,
      title: proposal.title,
      to: `/pilots/${proposal.id}`,
      journey: proposal.journey,
      impact: proposal.impact,
      complexity: proposal.complexity,
      impactSpread: spreadSaid(proposal.impactLowest, proposal.impactHighest, said),
      complexitySpread: spreadSaid(proposal.complexityLowest, proposal.complexityHighest, said),
      field: proposal.raters < ratersNeeded ? 'Too few raters to say' : QUADRANT_WORDS[quadrantOf(proposal)],
      raters: proposal.raters,
      isThin: proposal.raters < ratersNeeded,
      isClosed: proposal.scoringClosedAt !== null,
    })),
    waiting: waiting.map(({ id, title, journey, isInvited, hasSubmitted, submitted, invited, scoringClosedAt }) => ({
      title,
      to: `/pilots/${id}/scores`,
      journey,
      isMine: isInvited && !hasSubmitted && scoringClosedAt === null,
      submitted,
      invited,
    })),
    ratersNeeded,
    limit: total > proposals.length ? { drawn: proposals.length, total, most: MOST_DRAWN } : null,
    empty:
      proposals.length === 0
        ? isFiltered
          ? { text: 'No open proposal fits this filter.', actionTo: `/programs/${programId}/prioritise`, actionLabel: 'Show all' }
          : { text: 'Proposals stand here once they are submitted, to be scored and compared.', actionTo: `/programs/${programId}/pilots`, actionLabel: 'See the pilots' }
        : null,
    modelTo: `/programs/${programId}/scoring-model`,
  }
}

function bubbleOf(proposal: Placed): Bubble {
  const { title, id, impact, complexity, impactLowest, impactHighest, complexityLowest, complexityHighest, raters } = proposal
  return {
    label: title,
    href: `/pilots/${id}`,
    impact,
    complexity,
    ...(impactLowest !== null && impactHighest !== null && { impactSpread: [impactLowest, impactHighest] as const }),
    ...(complexityLowest !== null && complexityHighest !== null && { complexitySpread: [complexityLowest, complexityHighest] as const }),
    raters,
  }
}

function spreadSaid(low: number | null, high: number | null, said: (value: number) => string): string | null {
  return low === null || high === null || said(low) === said(high) ? null : `${said(low)} to ${said(high)}`
}
