import { Text, Uuid, WholeNumber } from '../platform/http/fields'

/** What the log is asked for in its address. */
export class AuditQuery {
  /** An account. */
  @Uuid({ optional: true })
  person!: string | null

  @Text({ max: 80, optional: true })
  action!: string | null

  /** Entries before this position. */
  @WholeNumber({ min: 1, optional: true })
  before!: number | null
}
