import type { Standing } from '../access/permissions'
import { mender, mendPath } from './nextStep.rules'
import type { Pilot } from './pilot.entity'
import { passes, type Criterion } from './criterion.rules'

/**
 * A criterion as the partial prints it.
 *
 * @param href   where whoever looks at it can mend it; null where that is for somebody else, who is then named
 * @param owner  of the pilot, by name
 */
export function shownCriterion(
  criterion: Criterion,
  { pilot, standing }: { readonly pilot: Pick<Pilot, 'id' | 'state'>; readonly standing: Standing },
  href: string | null,
  owner: string | null = null,
) {
  const { label, evidence, met, mendTo, overriddenBecause, cautions = [] } = criterion
  const isSettled = passes(criterion)
  return {
    label,
    status: met ? 'met' : isSettled ? 'overridden' : 'unmet',
    detail: overriddenBecause ? `${evidence} Overridden: ${overriddenBecause}` : evidence,
    // what is overridden is settled, and mending it would change what the reason was given for
    href: isSettled ? null : href,
    waitsFor: !isSettled && href === null ? mender(mendTo, owner) : null,
    action: 'Mend',
    cautions: cautions.map(({ text, to }) =>
      to?.startsWith('/')
        ? { text, href: to, action: 'Look at it' }
        : { text, href: mendAddress(to, pilot, standing), action: 'Change it' },
    ),
  }
}

/** Where this person can mend something of the pilot; null where it is for somebody else. */
export function mendAddress(
  mendTo: string | null,
  { id, state }: Pick<Pilot, 'id' | 'state'>,
  standing: Standing,
): string | null {
  const path = mendPath(mendTo, state, standing)
  return path && `/pilots/${id}/${path}`
}
