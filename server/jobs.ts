import type { Job } from './platform/jobs/jobs'

/** What runs in the background, one line each. */
export function jobs(): readonly Job[] {
  return []
}
