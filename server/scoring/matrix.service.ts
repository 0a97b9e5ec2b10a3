import type { Actor } from '../access/actor'
import { authorize, type Standing } from '../access/permissions'
import type { Database } from '../platform/database/database'
import { Missing } from '../platform/errors'
import { MemberStore } from '../programs/member.store'
import { MatrixStore, type MatrixFilter, type OpenProposal, type QueuedProposal } from './matrix.store'
import { isRevealed } from './score.rules'

/** What the prioritise page and its JSON are made from. Scores that are still blind for this person are not in it. */
export interface SeenMatrix {
  readonly programId: string
  readonly ratersNeeded: number
  readonly locale: string
  readonly proposals: readonly OpenProposal[]
  /** Of all that fit the filter; more than there are proposals here when not all are drawn. */
  readonly total: number
  readonly queue: readonly QueuedProposal[]
  readonly journeys: readonly { readonly id: string; readonly name: string }[]
  readonly filter: MatrixFilter
  readonly standing: Standing
}

export class MatrixService {
  constructor(private readonly database: Database) {}

  ofProgram(actor: Actor, programId: string, filter: MatrixFilter): Promise<SeenMatrix> {
    return this.database.read(async tx => {
      const standing = await new MemberStore(tx).standingInProgram(actor, programId)
      authorize(standing, 'program.read')
      const matrix = new MatrixStore(tx)
      const program = await matrix.program(programId)
      if (!program) throw new Missing()
      const proposals = await matrix.proposals(programId, actor.accountId, filter)
      return {
        programId,
        ratersNeeded: program.ratersNeeded,
        locale: program.locale,
        proposals: proposals.map(seenBy),
        total: await matrix.count(programId, actor.accountId, filter),
        queue: await matrix.queue(programId, actor.accountId),
        journeys: await matrix.journeys(programId),
        filter,
        standing,
      }
    })
  }
}

/** Without the numbers as long as they are blind for this person. */
function seenBy(proposal: OpenProposal): OpenProposal {
  if (isRevealed({ ...proposal, isClosed: proposal.scoringClosedAt !== null })) return proposal
  return {
    ...proposal,
    impact: null,
    complexity: null,
    impactLowest: null,
    impactHighest: null,
    complexityLowest: null,
    complexityHighest: null,
  }
}
