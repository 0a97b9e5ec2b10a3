import Handlebars from 'handlebars'
import { plainHelper } from '../helper'

/** `{{#if (not a)}}`: false or empty. */
export const not = plainHelper(value => Handlebars.Utils.isEmpty(value))
