import Handlebars from 'handlebars'
import { plainHelper } from '../helper'

/** `{{#if (and a b)}}`: none of them is false or empty, as `if` understands it. */
export const and = plainHelper((...values) => values.every(value => !Handlebars.Utils.isEmpty(value)))
