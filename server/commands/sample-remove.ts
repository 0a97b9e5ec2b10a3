import { runCommand } from '../command'

/** `npm run -s sample-remove`: removes the sample program, its people and its log; it does not come back. */
runCommand(async ({ services, say }) => {
  const { program, accountsKept } = await services.sample.removeOnMachine()
  say(`“${program}” is removed.`)
  if (accountsKept > 0) say(`Accounts of its people that stayed, because somebody uses them: ${accountsKept}.`)
  say('To begin with a program of your own, npm run -s admin-link prints a link for an administrator.')
})
