/**
 * Writes into the log what was done. An entry locks the chain of its program until the transaction ends, so whoever works
 * for somebody else's transaction hands the entry over, to be written once all work is done.
 */
export type Telling = () => Promise<void>

export const NOTHING_TO_TELL: Telling = async () => {}
