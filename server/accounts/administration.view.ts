import type { AuditEntry } from '../audit/auditEntry.entity'
import { detailLines } from '../audit/entryWords.rules'
import { chipOf } from './account.view'
import { PAGE_SIZE, type AccountPage, type SeenAccount } from './administration.service'

/** What views/accounts/list.hbs prints. */
export function accountListPage({ lines, total, page }: AccountPage, search: string | null) {
  const address = (to: number) => {
    const query = new URLSearchParams({ ...(search !== null && { q: search }), page: String(to) })
    return `/admin/accounts?${query.toString()}`
  }
  const from = (page - 1) * PAGE_SIZE + 1
  return {
    search,
    rows: lines.map(line => ({
      name: line.name,
      email: line.email,
      isAdmin: line.isAdmin,
      chip: chipOf(line),
      since: line.createdAt,
      to: `/admin/accounts/${line.id}`,
    })),
    pager: {
      from: total === 0 ? 0 : from,
      to: from + lines.length - 1,
      total,
      previousTo: page > 1 ? address(page - 1) : null,
      nextTo: from + lines.length - 1 < total ? address(page + 1) : null,
    },
    nobody: search === null ? 'There is nobody on this page.' : 'No account has this in its name or address.',
  }
}

/** What views/accounts/account.hbs prints. */
export function accountPage({ account, openSessions, entries }: SeenAccount, actorId: string) {
  const to = `/admin/accounts/${account.id}`
  const isActive = account.deactivatedAt === null
  const hasPassword = account.passwordHash !== null
  return {
    account: {
      name: account.name,
      email: account.email,
      isAdmin: account.isAdmin,
      isSelf: account.id === actorId,
      since: account.createdAt,
      deactivatedAt: account.deactivatedAt,
    },
    chip: chipOf({ deactivatedAt: account.deactivatedAt, hasPassword }),
    openSessions,
    linkLabel: hasPassword ? 'Make a link for a new password' : 'Make a new invitation link',
    linkTo: isActive ? `${to}/link` : null,
    makeAdminTo: isActive && !account.isAdmin ? `${to}/make-admin` : null,
    unmakeAdminTo: isActive && account.isAdmin ? `${to}/unmake-admin` : null,
    deactivateTo: isActive ? `${to}/deactivate` : null,
    reactivateTo: isActive ? null : `${to}/reactivate`,
    entries: entries.map(entryRow),
  }
}

/** What views/accounts/audit.hbs prints; one entry more than a page tells that there is an older page. */
export function auditPage(entries: readonly AuditEntry[], before: number | null) {
  const rows = entries.slice(0, PAGE_SIZE)
  const last = rows.at(-1)
  return {
    rows: rows.map(entryRow),
    newestTo: before === null ? null : '/admin/audit',
    olderTo: entries.length > PAGE_SIZE && last ? `/admin/audit?before=${last.position}` : null,
  }
}

const ACTION_WORDS: Readonly<Record<string, string>> = {
  'account.invited': 'invited an account',
  'account.renamed': 'changed the name',
  'account.passwordChanged': 'changed the password',
  'account.signedOutEverywhere': 'signed out everywhere',
  'account.madeAdmin': 'made administrator',
  'account.unmadeAdmin': 'took the administrator role away',
  'account.deactivated': 'deactivated the account',
  'account.reactivated': 'reactivated the account',
  'accountLink.made': 'made a link',
  'accountLink.used': 'used a link',
  'accessToken.made': 'made an access token',
  'accessToken.revoked': 'revoked an access token',
  'session.reuseEnded': 'ended a session whose old token was shown again',
}

function entryRow({ position, at, actorName, action, details, hash }: AuditEntry) {
  return {
    position,
    at,
    actor: actorName,
    action: ACTION_WORDS[action] ?? action,
    lines: detailLines(details),
    hash: hash.slice(0, 12),
  }
}
