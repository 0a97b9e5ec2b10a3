import type { PilotState } from './pilot.entity'

const OPEN: readonly PilotState[] = ['concluded', 'scaling', 'sustained', 'stopped']

/**
 * Whether the outcome of a pilot may be seen: what was found, what follows from it in money, and why somebody decided as
 * they did. It is once the pilot has been concluded, and no more while it runs again after an extension, or was withdrawn
 * in that time: whoever looks earlier stops at a lucky moment. Every page, answer, export and log asks this.
 */
export const isOutcomeOpen = (state: PilotState): boolean => OPEN.includes(state)
