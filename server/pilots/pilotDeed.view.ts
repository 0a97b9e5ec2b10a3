import { pilotHead } from './pilotHead'
import type { SeenPilot } from './pilot.service'

const DEED_PAGES = {
  pause: {
    title: 'Pause the pilot',
    means: 'The change stops for the time being. Readings and plan stay; owner or lead can resume it at any time.',
    button: 'Pause the pilot',
  },
  withdraw: {
    title: 'Withdraw the pilot',
    means: 'This ends the pilot. It stays in the list with everything recorded, and cannot be taken up again.',
    button: 'Withdraw the pilot',
  },
} as const

/** What views/pilots/deed.hbs prints: a deed that needs its reason. */
export function deedPage({ pilot }: SeenPilot, deed: keyof typeof DEED_PAGES) {
  const home = `/pilots/${pilot.id}`
  return {
    head: pilotHead(pilot, 'overview'),
    ...DEED_PAGES[deed],
    isStop: deed === 'withdraw',
    to: `${home}/${deed}`,
    cancelTo: home,
  }
}
