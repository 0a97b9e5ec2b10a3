import type { Deed } from '../../access/permissions'
import { listed } from '../../platform/listed'
import type { Caution, Criterion } from '../criterion.rules'

/*
 * What the gates' rules are written with: an evidence that is met or not, and the criterion that it makes.
 */

export interface Evidence {
  readonly met: boolean
  readonly evidence: string
}

export const yes = (evidence: string): Evidence => ({ met: true, evidence })
export const no = (evidence: string): Evidence => ({ met: false, evidence })

export function criterion(key: string, label: string, mendTo: string | null, { met, evidence }: Evidence): Criterion {
  return { key, label, met, evidence, mendTo, overridable: false, overrideBy: null }
}

/** The criterion with what should be known beside it; without cautions it stays as it is. */
export function withCautions(plain: Criterion, cautions: readonly Caution[]): Criterion {
  return cautions.length > 0 ? { ...plain, cautions } : plain
}

export function overridableBy(deed: Deed, plain: Criterion): Criterion {
  return { ...plain, overridable: true, overrideBy: deed }
}

type Parts = Readonly<Record<string, string | number | null>>

const isAbsent = (part: string | number | null): boolean =>
  part === null || (typeof part === 'string' && part.trim() === '')

/** Met once every part is there. */
export function given(parts: Parts, evidence: string): Evidence {
  return Object.values(parts).some(isAbsent) ? no(missing(parts)) : yes(evidence)
}

/** Names the parts that are absent. */
export function missing(parts: Parts): string {
  return `Missing: ${listed(Object.keys(parts).filter(name => isAbsent(parts[name] ?? null)))}.`
}
