import type { PilotConflict } from '../../../server/pilots/gateCriteria.rules'

/** Another pilot on the same stage in the same weeks. */
export const aConflict = (changes: Partial<PilotConflict> = {}): PilotConflict => ({
  id: '0c5f8f53-5be1-4f5e-a31a-6f5f2d0f7a11',
  title: 'Other',
  state: 'running',
  startsOn: '2026-10-05',
  endsOn: '2026-11-12',
  shared: ['Install'],
  ...changes,
})
