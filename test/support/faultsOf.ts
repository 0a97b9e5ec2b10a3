import { Invalid, type FieldFaults } from '../../server/platform/errors'

/** What is wrong by field where it is refused so, nothing where it is not; any other error is thrown. */
export function faultsOf(work: () => unknown): FieldFaults {
  try {
    work()
  } catch (error) {
    if (error instanceof Invalid) return error.fields
    throw error
  }
  return {}
}
