import { may, type Deed } from '../access/permissions'
import { STUCK_DAYS } from '../pilots/stuck.rules'
import { sparkline } from '../platform/charts/sparkline'
import { counted } from '../platform/plural'
import { dateFormat, written } from '../platform/views/formats'
import { greeting } from './home.rules'
import type { SeenHome } from './home.service'

/** What views/home/show.hbs prints, ready to print. */
export function homePage({ program, tasks, standing, name, now }: SeenHome) {
  const here = `/programs/${program.id}`
  const { states, stuck, stuckSince } = program
  const total = Object.values(states).reduce((sum, count) => sum + count, 0)
  const count = (state: keyof typeof states): number => states[state] ?? 0
  return {
    title: `${greeting(now, program.timeZone)}, ${name}`,
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
      { label: 'Stuck', value: stuck, href: stuck > 0 ? `${here}/pilots?stuck=1&sort=since` : null, note: stuckNote(stuck, stuckSince, now) },
    ],
    momentum: momentum(program),
    first: firstStep(program, standing),
    pilotsTo: `${here}/pilots`,
    proposeTo: may(standing, 'pilot.propose') ? `${here}/pilots/new` : null,
  }
}

/** What starts a program without pilots; the action only for who may take it. */
function firstStep({ id, hasJourney, hasMetric }: SeenHome['program'], standing: SeenHome['standing']) {
  const action = (deed: Deed, path: string, label: string) => (may(standing, deed) ? { to: `/programs/${id}${path}`, label } : null)
  if (!hasJourney) {
    return {
      text: 'Everything begins with a journey: the stages a customer goes through, and what is lost between them. Pilots start from there.',
      action: action('program.manage', '/journeys/new', 'Draw the first journey'),
    }
  }
  if (!hasMetric) {
    return {
      text: 'The journey is drawn. Next comes a metric, so that a pilot can say what it will change and by how much.',
      action: action('program.manage', '/metrics/new', 'Add the first metric'),
    }
  }
  return {
    text: 'Pilots will be listed here, with what each needs from you. The first one starts with a segment of a journey and ten minutes.',
    action: action('pilot.propose', '/pilots/new', 'Propose a pilot'),
  }
}

function momentum({ momentum: months, locale }: SeenHome['program']) {
  const named = months.map(({ month, decided }) => {
    const label = dateFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))
    return { label, value: decided, said: written(decided, locale, {}) }
  })
  const total = named.reduce((sum, { value }) => sum + value, 0)
  const now = named.at(-1)
  return {
    total,
    months: named.length,
    thisMonth: now?.value ?? 0,
    chart: sparkline({
      id: 'momentum',
      title: 'Decisions by month',
      description: named.map(({ label, said }) => `${label}: ${said}`).join(', '),
      heads: ['Month', 'Decisions'],
      points: named,
    }),
  }
}

const DAY_MS = 86_400_000

function stuckNote(stuck: number, since: Date | null, now: Date): string {
  if (stuck === 0 || since === null) return `nothing longer than ${STUCK_DAYS} days in one state`
  return `the oldest for ${counted(Math.floor((now.getTime() - since.getTime()) / DAY_MS), 'day')} in one state`
}
