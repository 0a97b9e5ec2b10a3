import type { ErrorRequestHandler, Request } from 'express'
import { Conflict, Invalid, Stale } from '../errors'

/** What a form's template gets beside its own model after a refusal. */
export interface Redisplayed {
  /** One entry a faulty field, in the order of the form; `field` is the dotted name, '' for the whole form. */
  readonly faults: readonly { readonly field: string; readonly name: string; readonly message: string }[]
  /** What the person sent, as it was typed. */
  readonly typed: unknown
  /** What was sent, where the form is still for the state that the person began from (see the `seen` partial). */
  readonly held: unknown
  /** Where the form opens with what is saved, once somebody else has saved it meanwhile. */
  readonly startAgainTo: string | null
}

/**
 * After an error Express skips all handlers of the route but those with four arguments. Stands last on a form's POST
 * route and shows the form again with what was typed; any other error goes on to the error handler.
 *
 * @param view  by name, or by what the model says where the state asks for another form by now
 * @param form  builds the view's model anew from the request; the faults and what was typed are added to it
 * @param formAt  where a GET opens the form; the address that it is sent to, unless said
 */
export function redisplay<M extends object>(
  view: string | ((model: M) => string),
  form: (req: Request, error: Invalid | Conflict) => M | Promise<M>,
  formAt: (req: Request) => string = req => req.path,
): ErrorRequestHandler {
  return async (error, req, res, next) => {
    if (!(error instanceof Invalid || error instanceof Conflict)) {
      next(error)
      return
    }
    const model = await form(req, error)
    res.status(error instanceof Invalid ? 422 : 409).render(typeof view === 'string' ? view : view(model), { ...model, ...redisplayed(error, req.body, formAt(req)) })
  }
}

export function redisplayed(error: Invalid | Conflict, typed: unknown, formAt: string | null = null): Redisplayed {
  const faults =
    error instanceof Invalid
      ? Object.entries(error.fields).map(([field, message]) => ({ field, name: spokenField(field), message }))
      : [error.message, ...error.details].map(message => ({ field: '', name: '', message }))
  return { faults, typed, held: error instanceof Invalid ? typed : null, startAgainTo: error instanceof Stale ? formAt : null }
}

/** `decisionRule.2.verdict` is called "Decision rule 3, verdict": a summary must say where, even before anybody follows the link. */
export function spokenField(field: string): string {
  const words = (part: string) => part.replace(/(Id|Percent|Years|Hours)$/, '').replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
  const spoken = field
    .split('.')
    .map(part => (/^\d+$/.test(part) ? ` ${Number(part) + 1}` : `, ${words(part)}`))
    .join('')
    .replace(/^, /, '')
  return spoken.charAt(0).toUpperCase() + spoken.slice(1)
}
