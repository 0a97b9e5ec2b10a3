import type { TrailStep } from '../platform/views/frame'

/** Where a page of a program stands: below the program, perhaps below one more page, and its own name. */
export function trailIn(programId: string, ...steps: readonly TrailStep[]): TrailStep[] {
  return [{ label: 'Home', href: `/programs/${programId}` }, ...steps]
}
