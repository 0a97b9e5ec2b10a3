/** "Sales, Support and Billing". */
export function listed(items: readonly string[], conjunction = 'and'): string {
  return items.length < 2 ? items.join() : `${items.slice(0, -1).join(', ')} ${conjunction} ${items.at(-1) ?? ''}`
}
