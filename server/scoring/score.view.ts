import { may } from '../access/permissions'
import { hypothesis } from '../pilots/hypothesis'
import { pilotHead } from '../pilots/pilotHead'
import { missingRaters, panelScores, quadrantOf, QUADRANT_WORDS, whyNotOpen, type RaterScores } from './score.rules'
import type { SeenScores } from './score.service'
import type { Rater } from './score.store'
import type { ScoringAxis } from './scoringCriterion.entity'
import { weightShares } from './scoringModel.rules'
import type { Criterion } from './startingModel'

export const AXIS_WORDS: Readonly<Record<ScoringAxis, string>> = { impact: 'Impact', complexity: 'Complexity' }

const AXIS_HELP: Readonly<Record<ScoringAxis, string>> = {
  impact: 'What it would bring, if it works.',
  complexity: 'What it takes to do it.',
}

/** What views/scoring/scores.hbs prints. */
export function scoresPage(seen: SeenScores) {
  const { pilot, model, raters, progress, isRevealed, invitable, standing, actorId } = seen
  const here = `/pilots/${pilot.id}/scores`
  const isOpen = whyNotOpen(pilot) === null
  const counted = raters.filter(rater => rater.scoreId !== null && !rater.isProposer).length
  const missing = missingRaters(counted, pilot.ratersNeeded)
  const mayInvite = isOpen && may(standing, 'scoring.invite')
  const mayClose = isOpen && may(standing, 'scoring.close')
  const isMine = isOpen && progress.isInvited && !progress.hasSubmitted && may(standing, 'score.give')
  return {
    head: pilotHead(pilot, 'scores'),
    hypothesis: hypothesis(pilot),
    isOpen,
    refusal: pilot.state === 'draft' ? whyNotOpen(pilot) : null,
    closedAt: pilot.scoringClosedAt,
    panel: isRevealed ? panelOf(raters, pilot.ratersNeeded) : null,
    table: isRevealed ? tableOf(seen) : null,
    progress: { submitted: progress.submitted, invited: progress.invited, counted, needed: pilot.ratersNeeded, missing },
    isBlind: !isRevealed && progress.submitted > 0,
    form: isMine ? formOf(model.criteria, here, model.number) : null,
    isAsked: progress.isInvited,
    raters: raters.map(({ accountId, name, isProposer, scoreId, submittedAt, invitedAt }) => ({
      name: accountId === actorId ? `${name} (you)` : name,
      isProposer,
      hasScored: scoreId !== null,
      submittedAt,
      invitedAt,
      removeTo: mayInvite && scoreId === null ? `${here}/raters/${accountId}/remove` : null,
    })),
    invite:
      mayInvite && invitable.length > 0
        ? {
            to: `${here}/raters`,
            people: invitable.map(({ accountId, name, department }) => ({
              value: accountId,
              label: accountId === pilot.proposerId ? `${name} (proposer, would not count)` : name,
              help: department ?? undefined,
            })),
          }
        : null,
    mayInvite,
    closeTo: mayClose && missing === 0 ? `${here}/close` : null,
    mayClose,
    model: { number: model.number, to: `/programs/${pilot.programId}/scoring-model` },
    matrixTo: `/programs/${pilot.programId}/prioritise`,
  }
}

/** The field only once enough raters have spoken: one voice is no judgement of the panel. */
function panelOf(raters: readonly Rater[], needed: number) {
  const panel = panelScores(raters.flatMap(scored))
  if (!panel) return null
  const { impact, complexity, impactSpread, complexitySpread } = panel
  return {
    raters: panel.raters,
    field: panel.raters >= needed ? QUADRANT_WORDS[quadrantOf(panel)] : null,
    needed,
    axes: [
      { label: 'Impact', mean: impact, low: impactSpread[0], high: impactSpread[1] },
      { label: 'complexity', mean: complexity, low: complexitySpread[0], high: complexitySpread[1] },
    ],
  }
}

const scored = ({ impact, complexity, isProposer }: Rater): RaterScores[] =>
  impact === null || complexity === null ? [] : [{ impact, complexity, isProposer }]

/** Who gave what for which criterion, once it may be seen. */
function tableOf({ model, raters, values }: SeenScores) {
  const columns = raters.filter(({ scoreId }) => scoreId !== null)
  if (columns.length === 0) return null
  const given = new Map(values.map(value => [`${value.scoreId} ${value.criterionId}`, value]))
  const cells = (criterionId: string) => columns.map(({ scoreId }) => given.get(`${scoreId ?? ''} ${criterionId}`)?.value ?? null)
  const criteria = model.criteria.map(({ id, name, axis, direction }) => {
    const row = cells(id)
    const known = row.filter(value => value !== null)
    return {
      name,
      axis: AXIS_WORDS[axis],
      isTurned: direction === 'lower',
      cells: row,
      // two steps apart is where talking pays
      isWorthTalking: known.length > 1 && Math.max(...known) - Math.min(...known) >= 2,
    }
  })
  return {
    raters: columns.map(({ name, isProposer }) => ({ name, isProposer })),
    criteria,
    axes: (['impact', 'complexity'] as const).map(axis => ({ label: AXIS_WORDS[axis], cells: columns.map(rater => rater[axis]) })),
    reasons: model.criteria.flatMap(({ id, name }) =>
      columns.flatMap(({ scoreId, name: rater }) => {
        const value = given.get(`${scoreId ?? ''} ${id}`)
        return value && value.reason !== '' ? [{ criterion: name, rater, value: value.value, reason: value.reason }] : []
      }),
    ),
  }
}

/** Criteria by axis; each keeps its place in the form, by which its faults are found. */
function formOf(criteria: readonly Criterion[], here: string, number: number) {
  const shares = weightShares(criteria)
  const questions = criteria.map(({ id, name, axis, direction, rubric }, at) => ({
    at,
    id,
    axis,
    label: name,
    share: shares[at],
    help: direction === 'lower' ? 'A high score makes the pilot less complex.' : undefined,
    scores: rubric.map((text, score) => ({ value: score + 1, label: score + 1, help: text })),
  }))
  return {
    to: here,
    number,
    axes: (['impact', 'complexity'] as const).map(axis => ({
      label: AXIS_WORDS[axis],
      help: AXIS_HELP[axis],
      criteria: questions.filter(question => question.axis === axis),
    })),
  }
}
