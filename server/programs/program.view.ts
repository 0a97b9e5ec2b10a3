import { may, type Standing } from '../access/permissions'
import { inOrder, ROLE_WORDS } from './member.rules'
import type { ProgramRole } from './membership.entity'
import { currencyChoices, localeChoices, timeZoneChoices } from './program.choices'
import { asPercent, USUAL_SETTINGS } from './program.rules'
import type { CreatedProgram, SeenProgram } from './program.service'
import type { MyProgram } from './program.store'

/** The pages about a program itself; members see who is in it, a lead all of them. */
const PAGES = [
  ['settings', 'Settings'],
  ['members', 'Members'],
  ['departments', 'Departments'],
  ['audit', 'Audit'],
] as const

type ProgramPage = (typeof PAGES)[number][0]

/** What `{{> tabs}}` prints on the pages about a program; nothing where there is only one to see. */
export function programTabs(programId: string, standing: Standing, current: ProgramPage) {
  if (!may(standing, 'program.manage')) return []
  return PAGES.map(([page, label]) => ({ label, href: `/programs/${programId}/${page}`, current: page === current }))
}

/** Roles in words: "Lead, sponsor". */
export function rolesInWords(roles: readonly ProgramRole[]): string {
  const words = inOrder(roles).map(role => ROLE_WORDS[role].word.toLowerCase())
  return words.join(', ').replace(/^./, first => first.toUpperCase())
}

export function programsPage(programs: readonly MyProgram[], isAdmin: boolean) {
  return {
    programs: programs.map(({ id, name, vision, roles, isSample }) => ({
      ...{ name, vision, isSample },
      href: `/programs/${id}`,
      roles: rolesInWords(roles),
    })),
    newTo: isAdmin ? '/programs/new' : null,
    emptyText: isAdmin
      ? 'Programs that you are a member of will be listed here. You can create one and name its lead.'
      : 'Programs that you are a member of will be listed here. Ask the lead of a program to invite you.',
  }
}

/** The form of settings, empty for a new program. */
export function newProgramForm() {
  return { settings: USUAL_SETTINGS, ...settingsChoices(), to: '/programs/new' }
}

/** The link is for the eyes of whoever made the program, this once. */
export function programCreatedPage({ program, lead }: CreatedProgram) {
  return { program: { name: program.name }, lead }
}

export function settingsForm({ program, standing, hasAmounts }: SeenProgram & { hasAmounts: boolean }) {
  const { discountRate, ...settings } = program
  return {
    settings: { ...settings, discountRatePercent: asPercent(discountRate) },
    ...settingsChoices(settings.locale),
    currencyHelp: hasAmounts
      ? 'Amounts are recorded already, so it can no longer change.'
      : 'ISO 4217. It can no longer change once an amount is recorded.',
    to: `/programs/${program.id}/settings`,
    removeSampleTo: program.isSample ? `/programs/${program.id}/sample/remove` : null,
    tabs: programTabs(program.id, standing, 'settings'),
  }
}

function settingsChoices(present?: string) {
  const locales = localeChoices()
  const isListed = present === undefined || locales.some(({ value }) => value === present)
  return {
    currencies: currencyChoices(),
    timeZones: timeZoneChoices(),
    locales: isListed ? locales : [{ value: present, label: present }, ...locales],
    levels: EVIDENCE_LEVELS,
  }
}

const EVIDENCE_LEVELS = [
  { value: 1, label: '1 – anything that was measured' },
  { value: 2, label: '2 – before and after, a time series, a benchmark' },
  { value: 3, label: '3 – compared with sites that were chosen' },
  { value: 4, label: '4 – a few sites drawn by lot, or a close synthetic control' },
  { value: 5, label: '5 – customers or many sites drawn by lot' },
]
