import type { HelperOptions } from 'handlebars'

/**
 * `{{seenOrNow name value form}}` in the `seen` partial, for what a form carries of the state it was printed from. Shown
 * again after a faulty answer it stays what the person began from, so that a change by somebody else is still noticed;
 * after a conflict the person has been told, and what holds now is what the next press is for. Where a page holds several
 * forms, `form` says to which address its own is sent.
 */
export function seenOrNow(name: unknown, value: unknown, form: unknown, options: HelperOptions): unknown {
  const { root } = options.data as { root: { readonly held?: Readonly<Record<string, unknown>> | null; readonly frame?: { readonly path?: string } } }
  if (form !== undefined && form !== root.frame?.path) return value
  const sent = root.held?.[String(name)]
  return typeof sent === 'string' ? sent : value
}
