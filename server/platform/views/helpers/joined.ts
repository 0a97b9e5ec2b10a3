import { isMissing, plainHelper } from '../helper'

/** `{{> (joined "icons/" name)}}`, `id=(joined "row-" id)`: the parts as one word, missing ones left out. */
export const joined = plainHelper((...parts) =>
  parts.map(part => (isMissing(part) ? '' : String(part as string | number))).join(''),
)
