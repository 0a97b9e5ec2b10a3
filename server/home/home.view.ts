import { may } from '../access/permissions'
import { greeting } from './home.rules'
import type { SeenHome } from './home.service'
import { STUCK_DAYS } from './home.store'

/** What views/home/show.hbs prints, ready to print. */
export function homePage({ program, tasks, standing, name, now }: SeenHome) {
  const here = `/programs/${program.id}`
  const { states, stuck, stuckSince } = program
  const total = Object.values(states).reduce((sum, count) => sum + count, 0)
  const count = (state: keyof typeof states): number => states[state] ?? 0
  return {
    title: `${greeting(now, program.timeZone)}, ${name.split(' ')[0] ?? name}`,
    program: { name: program.name, vision: program.vision },
    tasks,
    hasPilots: total > 0,
    tiles: [
      { label: 'Running', value: count('running'), href: `${here}/pilots?state=running`, note: null },
      {
        label: 'Waiting for a decision',
        value: count('concluded'),
        href: `${here}/pilots?state=concluded`,
        note: null,
      },
      { label: 'Proposed', value: count('proposed'), href: `${here}/pilots?state=proposed`, note: null },
      { label: 'Stuck', value: stuck, href: null, note: stuckNote(stuck, stuckSince, now) },
    ],
    pilotsTo: `${here}/pilots`,
    proposeTo: may(standing, 'pilot.propose') ? `${here}/pilots/new` : null,
  }
}

const DAY_MS = 86_400_000

function stuckNote(stuck: number, since: Date | null, now: Date): string {
  if (stuck === 0 || since === null) return `nothing longer than ${STUCK_DAYS} days in one state`
  return `the oldest for ${Math.floor((now.getTime() - since.getTime()) / DAY_MS)} days in one state`
}
