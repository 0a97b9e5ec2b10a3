import type { Objection } from './objection.entity'
import type { PilotState } from '../pilots/pilot.entity'
import { Conflict, Forbidden } from '../platform/errors'

type Life = Pick<Objection, 'answer' | 'withdrawnAt'>

export type ObjectionState = 'open' | 'answered' | 'withdrawn'

export const objectionState = ({ answer, withdrawnAt }: Life): ObjectionState =>
  withdrawnAt ? 'withdrawn' : answer === null ? 'open' : 'answered'

/** From the proposal to the decision a pilot can be objected to; afterwards there is nothing left to hold up. */
const OBJECTIONABLE: readonly PilotState[] = ['proposed', 'approved', 'running', 'concluded']

export const whyNotObject = (state: PilotState): string | null =>
  OBJECTIONABLE.includes(state)
    ? null
    : state === 'draft'
      ? 'A draft is not proposed yet. Comment on it instead.'
      : `This pilot is ${state}; an objection can be raised until the decision only.`

/**
 * Whether this person may speak for the pilot: an answer is somebody else's, or an objection would be settled by whoever
 * raised it. Who finds it settled withdraws it.
 */
export const isAnsweredByOthers = ({ authorId }: Pick<Objection, 'authorId'>, accountId: string | null): boolean => authorId !== accountId

/** @throws Forbidden for its author, Conflict when it is answered or withdrawn already */
export function answeredObjection<O extends Life & Pick<Objection, 'authorId'>>(
  objection: O,
  answer: Pick<Objection, 'answer' | 'answeredById' | 'answeredAt'>,
): O & typeof answer {
  if (!isAnsweredByOthers(objection, answer.answeredById)) {
    throw new Forbidden('Somebody else answers an objection. Withdraw yours where it is settled.')
  }
  assertOpen(objection, 'answered')
  return { ...objection, ...answer }
}

/** @throws Forbidden for anybody but its author, Conflict when it is withdrawn already */
export function withdrawnObjection<O extends Life & Pick<Objection, 'authorId'>>(objection: O, by: string, at: Date): O {
  if (objection.authorId !== by) throw new Forbidden('Only who raised an objection can withdraw it.')
  if (objection.withdrawnAt) throw new Conflict('This objection is withdrawn already.')
  return { ...objection, withdrawnAt: at }
}

function assertOpen(objection: Life, deed: string): void {
  const state = objectionState(objection)
  if (state !== 'open') throw new Conflict(`This objection is ${state} already, so it cannot be ${deed}.`)
}
