import { createHash } from 'node:crypto'
import { DEFAULT_CRITERIA, type WrittenCriterion } from './scoringModel.rules'

export interface Criterion extends WrittenCriterion {
  readonly id: string
}

/** One version of a program's model with its criteria in their order. */
export interface ModelVersion {
  readonly id: string
  readonly number: number
  /** Null for the one that every program starts with, until something is written by it. */
  readonly createdAt: Date | null
  readonly createdBy: string | null
  readonly criteria: readonly Criterion[]
}

/**
 * The model that a program starts with. Looking at it saves nothing: its ids follow from the program's, so the form that a
 * rater was shown names the very criteria that the first score then saves.
 */
export function startingModel(programId: string): ModelVersion {
  return {
    id: idOf(programId, 'scoring model'),
    number: 1,
    createdAt: null,
    createdBy: null,
    criteria: DEFAULT_CRITERIA.map((criterion, at) => ({ ...criterion, id: idOf(programId, `criterion ${at + 1}`) })),
  }
}

/** A UUID of version 8, whose bits an application may choose: here those of a digest. */
function idOf(programId: string, part: string): string {
  const hex = createHash('sha256').update(`${programId} ${part}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
