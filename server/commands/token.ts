import { runCommand } from '../command'
import { Conflict } from '../platform/errors'

/** `npm run -s token -- <e-mail> [read]`: prints a personal access token and nothing else. */
runCommand(async ({ services, words, say }) => {
  const [email, scope = 'write'] = words
  if (email === undefined || words.length > 2 || (scope !== 'read' && scope !== 'write')) {
    throw new Conflict('Say for whom: npm run -s token -- <e-mail>, followed by "read" for one that may only read.')
  }
  const wanted = { name: 'Made on the machine', scope, lifetime: 'never' } as const
  say(await services.accessTokens.makeOnMachine(email.trim().toLowerCase(), wanted))
})
