import type { Screening } from '../audit/screening'
import { DECISION_ACTIONS, DECISION_UNTOLD, tellable } from './activity.rules'
import { PilotActivityStore } from './pilotActivity.store'

/** What entries about pilots may tell, each pilot in its present state: the rule of the activity page, for any log. */
export const screenOutcomes: Screening = {
  async entries(tx, entries) {
    const ids = new Set(entries.flatMap(({ subjectKind, subjectId }) => (subjectKind === 'pilot' && subjectId !== null ? [subjectId] : [])))
    const states = await new PilotActivityStore(tx).states([...ids])
    return entries.map(entry => {
      const told = tellable(entry, entry.subjectKind === 'pilot' ? (states.get(entry.subjectId ?? '') ?? null) : null)
      return told.action === DECISION_UNTOLD ? { ...told, actorId: null, actorName: 'A sponsor' } : told
    })
  },
  // which of them a log holds tells what was decided, so all of them are offered, or none
  actions: actions => (actions.some(action => DECISION_ACTIONS.includes(action)) ? [...new Set([...actions, ...DECISION_ACTIONS])].sort() : actions),
}
