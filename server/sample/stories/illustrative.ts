/**
 * Every number of the pilots in this folder is invented, and every reading and amount says so. Where a result is to be
 * seen, so does the title: it stands on every page, in every list and in every export.
 */
const ILLUSTRATIVE = 'Illustrative numbers, invented for this sample'

/** The source of an invented number. */
export const from = (system: string): string => `${ILLUSTRATIVE}; as if from ${system}`
