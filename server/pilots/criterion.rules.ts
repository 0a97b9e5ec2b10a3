import type { Deed } from '../access/permissions'

/** Something that the decider should know and that does not stop the gate. */
export interface Caution {
  /** Sentences with the numbers, and what to change. */
  readonly text: string
  /** Path below the pilot where it can be mended; or, with a slash before it, the address of what it speaks of. */
  readonly to: string | null
}

/** One line of a gate, met or unmet, with what shows it and where to mend it. */
export interface Criterion {
  /** Stable name, unique within its gate: overrides and tests refer to it. */
  readonly key: string
  readonly label: string
  readonly met: boolean
  /** What shows that it is met, or what is missing; a sentence or a short phrase. */
  readonly evidence: string
  /** Path below the pilot (`edit#field-title`) where it can be mended; null where nobody can. */
  readonly mendTo: string | null
  readonly overridable: boolean
  /** The deed that an override asks of a person; null where there is no override. */
  readonly overrideBy: Deed | null
  readonly overriddenBecause?: string
  /** Kept with the passage, like the rest of the line. */
  readonly cautions?: readonly Caution[]
}

/** An unmet criterion counts as passed only where the gate allows an override and somebody gave the reason. */
export const passes = (criterion: Criterion): boolean =>
  criterion.met || (criterion.overridable && Boolean(criterion.overriddenBecause))

/** The criteria that still stand in the way. */
export const unmet = (criteria: readonly Criterion[]): Criterion[] => criteria.filter(criterion => !passes(criterion))

/** Puts recorded overrides where they count: on criteria that allow one and need one. */
export function withOverrides(
  criteria: readonly Criterion[],
  overrides: readonly { readonly criterion: string; readonly reason: string }[],
): Criterion[] {
  return criteria.map(criterion => {
    const override = overrides.find(({ criterion: key }) => key === criterion.key)
    const counts = override && criterion.overridable && !criterion.met && override.reason.trim() !== ''
    return counts ? { ...criterion, overriddenBecause: override.reason } : criterion
  })
}
