import Handlebars from 'handlebars'
import { plainHelper } from '../helper'

/** `{{or name "nobody yet"}}`: the first that is not false or empty, else the last. */
export const or = plainHelper((...values) => values.find(value => !Handlebars.Utils.isEmpty(value)) ?? values.at(-1))
