import type { AccountLinkKind } from './accountLink.entity'
import type { SeenLink } from './accountLink.service'
import { PASSWORD_HELP } from './account.view'

const WORDS: Readonly<Record<AccountLinkKind, { title: string; lead: string; button: string }>> = {
  firstAdmin: {
    title: 'Set up Foothold',
    lead: 'You become the administrator of this installation: you make accounts and programs.',
    button: 'Set up and sign in',
  },
  invitation: {
    title: 'Welcome to Foothold',
    lead: 'Say how you are called and choose a password.',
    button: 'Join and sign in',
  },
  reset: {
    title: 'Choose a new password',
    lead: 'All browsers in which you are signed in will be signed out.',
    button: 'Save and sign in',
  },
  signIn: { title: 'Sign in with this link', lead: 'It works once.', button: 'Sign in' },
}

/** What views/accounts/link.hbs prints: the page whose button uses the link up. */
export function linkPage({ kind, account }: SeenLink, token: string) {
  return {
    ...WORDS[kind],
    token,
    account,
    asksEmail: kind === 'firstAdmin',
    asksName: kind === 'firstAdmin' || kind === 'invitation',
    asksPassword: kind !== 'signIn',
    passwordHelp: PASSWORD_HELP,
  }
}
