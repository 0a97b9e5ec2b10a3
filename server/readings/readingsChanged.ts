import type { Actor } from '../access/actor'
import type { Transaction } from '../platform/database/database'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'

/** What is told to whoever computes from readings, in the transaction that changed them. */
export type ReadingsChanged = (tx: Transaction, actor: Actor, pilotId: string) => Promise<void>

/** Tells of a change where it bears on a result: before the pilot is concluded there is none. */
export async function tellOnceConcluded(changed: ReadingsChanged, tx: Transaction, actor: Actor, pilot: PilotInProgram): Promise<void> {
  if (pilot.state === 'concluded') await changed(tx, actor, pilot.id)
}
