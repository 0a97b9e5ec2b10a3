import fc from 'fast-check'
import { LEVELS } from '../samples'

const value = fc.integer({ min: -5000, max: 5000 }).map(v => v / 100)

const arm = fc
  .uniqueArray(value, { minLength: 4, maxLength: 15 })
  .chain(pre =>
    fc.record({ pre: fc.constant(pre), post: fc.uniqueArray(value, { minLength: pre.length, maxLength: pre.length }) }),
  )

/** Two arms of four to fifteen units, each measured before and after. */
export const STUDIES = fc.record({ treatment: arm, control: arm, alpha: LEVELS })
