import { runCommand } from '../command'

/** `npm run -s admin-link [-- <e-mail>]`: a link for the first administrator, or a new password for one there is. */
runCommand(async ({ services, words, say }) => {
  const link = await services.accountLinks.adminLink(words[0]?.trim().toLowerCase() ?? null)
  say(link.for === null ? 'Link for the first administrator:' : `Link with which ${link.for} chooses a new password:`)
  say(link.url)
  say('It works once, for 30 minutes; a link made before it works no more.')
})
