import type { AdministratorAtStart } from './accounts/accountLink.service'
import type { SampleGuests } from './sample/sample.service'

/** What whoever started Foothold reads in the terminal: where it is, and the links that let people in. */
export function greeting({ address, sample, administrator }: {
  readonly address: string
  /** Null where no sample program is loaded. */
  readonly sample: SampleGuests | null
  readonly administrator: AdministratorAtStart
}): string {
  return [
    `Foothold is ready: ${address}`,
    ...(sample ? ['', ...welcome(sample)] : []),
    ...firstSteps(administrator),
    '',
    'Ctrl-C stops it.',
  ].join('\n')
}

function welcome({ program, people }: SampleGuests): string[] {
  const widest = (words: readonly string[]): number => Math.max(...words.map(({ length }) => length))
  const roleWidth = widest(people.map(({ role }) => role))
  const nameWidth = widest(people.map(({ name }) => name))
  return [
    `“${program}” is a sample to look around in. Sign in as one of its people;`,
    'each link works once, for 30 minutes, and the next start prints new ones.',
    '',
    ...people.map(({ role, name, url }) => `  ${role.padEnd(roleWidth)}  ${name.padEnd(nameWidth)}  ${url}`),
    '',
    'The lead removes the sample in the settings of the program; so does npm run -s sample-remove.',
  ]
}

function firstSteps(administrator: AdministratorAtStart): string[] {
  switch (administrator.state) {
    case 'exists':
      return []
    case 'linkMade':
      return ['', 'There is no administrator yet. Whoever opens this link becomes the first; it works once, for 30 minutes:', `  ${administrator.url}`]
    case 'linkMadeBefore':
      return ['', 'There is no administrator yet: npm run -s admin-link prints a link for the first.']
  }
}
