import { counted } from '../platform/plural'
import { runCommand } from '../command'

/** `npm run -s audit-verify`: checks every hash chain and prints its head; fails on the first break of any. */
runCommand(async ({ services, say }) => {
  let whole = true
  for await (const { programId, length, headHash, broken } of services.audit.check()) {
    const chain = programId === null ? 'installation' : `program ${programId}`
    say(`${chain}: ${counted(length, 'entry', 'entries')}, head ${headHash}`)
    if (broken) {
      say(`${chain}: BROKEN at position ${broken.position}: ${broken.because}`)
      whole = false
    }
  }
  say(whole ? 'All chains are whole.' : 'What a chain says from its break on cannot be trusted.')
  return whole
})
