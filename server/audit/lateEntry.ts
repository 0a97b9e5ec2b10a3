/**
 * Writes into the log what was done. An entry locks the chain of its program until the transaction ends, so whoever works
 * for somebody else's transaction hands the entry over, to be written once all work is done.
 */
export type LateEntry = () => Promise<void>

export const NO_ENTRY: LateEntry = async () => {}
