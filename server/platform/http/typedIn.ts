import { AsyncLocalStorage } from 'node:async_hooks'
import { decimalSignOf, type DecimalSign } from '../numberIn'

/** How the people of a program write numbers and amounts. */
export interface Customs {
  readonly locale: string
  readonly currency: string
}

const ofRequest = new AsyncLocalStorage<Customs>()

/** Reads what the rest of the request holds as it is written by these customs. */
export function readAsIn<T>({ locale, currency }: Customs, rest: () => T): T {
  return ofRequest.run({ locale, currency }, rest)
}

/** The customs of those who typed the form; null where nobody knows, as in the API. */
export const typedIn = (): Customs | null => ofRequest.getStore() ?? null

/** The sign before decimals where the form was typed. */
export function decimalTyped(): DecimalSign | null {
  const customs = typedIn()
  return customs && decimalSignOf(customs.locale)
}
