import { may } from '../access/permissions'
import { AXIS_WORDS } from './score.view'
import { SCORING_AXES } from './scoringCriterion.entity'
import { weightShares } from './scoringModel.rules'
import type { SeenModel } from './scoringModel.service'

const SPARE_ROWS = 1

/** What views/scoring/model.hbs prints. */
export function modelPage({ programId, model, standing }: SeenModel) {
  const shares = weightShares(model.criteria)
  return {
    number: model.number,
    createdAt: model.createdAt,
    createdBy: model.createdBy,
    editTo: may(standing, 'program.manage') ? `/programs/${programId}/scoring-model/edit` : null,
    matrixTo: `/programs/${programId}/prioritise`,
    axes: SCORING_AXES.map(axis => ({
      label: AXIS_WORDS[axis],
      criteria: model.criteria.flatMap((criterion, at) =>
        criterion.axis === axis
          ? [
              {
                name: criterion.name,
                share: shares[at],
                isTurned: criterion.direction === 'lower',
                rubric: criterion.rubric.map((text, score) => ({ score: score + 1, text })),
              },
            ]
          : [],
      ),
    })),
  }
}

/** What views/scoring/modelEdit.hbs prints; `typed` decides how many rows the form needs. */
export function modelForm({ programId, model }: SeenModel, typed?: unknown) {
  const rows = typedRows(typed)
  const count = (rows ?? model.criteria.length) + SPARE_ROWS
  const stored = rows === null ? model.criteria : []
  return {
    to: `/programs/${programId}/scoring-model/edit`,
    backTo: `/programs/${programId}/scoring-model`,
    number: model.number,
    next: model.number + 1,
    axes: SCORING_AXES.map(value => ({ value, label: AXIS_WORDS[value] })),
    directions: [
      { value: 'higher', label: 'a high score raises the axis' },
      { value: 'lower', label: 'a high score lowers the axis' },
    ],
    criteria: Array.from({ length: count }, (_, at) => ({
      at,
      legend: at < count - SPARE_ROWS ? `Criterion ${at + 1}` : 'One more criterion',
      isSpare: at >= count - SPARE_ROWS,
      name: stored[at]?.name ?? '',
      axis: stored[at]?.axis ?? 'impact',
      weight: stored[at]?.weight ?? 1,
      direction: stored[at]?.direction ?? 'higher',
      rubric: [0, 1, 2, 3, 4].map(score => ({ score, label: `What earns a ${score + 1}`, text: stored[at]?.rubric[score] ?? '' })),
    })),
  }
}

function typedRows(typed: unknown): number | null {
  const rows = typeof typed === 'object' && typed !== null ? (typed as { criteria?: unknown }).criteria : undefined
  return Array.isArray(rows) ? rows.length : null
}
