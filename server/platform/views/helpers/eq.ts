import { plainHelper } from '../helper'

/** `{{#if (eq state "draft")}}`: the very same value. */
export const eq = plainHelper((a, b) => a === b)
