import { AsyncLocalStorage } from 'node:async_hooks'
import { decimalSignOf, type DecimalSign } from '../numberIn'

const signs = new AsyncLocalStorage<DecimalSign>()

/** Reads what the rest of the request holds as it is written in `locale`. */
export function readAsIn<T>(locale: string, rest: () => T): T {
  return signs.run(decimalSignOf(locale), rest)
}

/** The sign before decimals where the form was typed; null where nobody knows, as in the API. */
export function decimalTyped(): DecimalSign | null {
  return signs.getStore() ?? null
}
