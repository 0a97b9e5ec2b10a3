import type { Screening } from '../audit/screening'
import { tellable } from './activity.rules'
import { PilotActivityStore } from './pilotActivity.store'

/** What entries about pilots may tell, each pilot in its present state: the rule of the activity page, for any log. */
export const screenOutcomes: Screening = async (tx, entries) => {
  const ids = new Set(entries.flatMap(({ subjectKind, subjectId }) => (subjectKind === 'pilot' && subjectId !== null ? [subjectId] : [])))
  const states = await new PilotActivityStore(tx).states([...ids])
  return entries.map(entry => tellable(entry, entry.subjectKind === 'pilot' ? (states.get(entry.subjectId ?? '') ?? null) : null))
}
