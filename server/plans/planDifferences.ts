import { effectInWords } from '../pilots/effectInWords'
import type { Wording } from '../pilots/wording'
import { changedTerms, TERM_WORDS, type PlannedMetric, type PlanTerms, type Term } from './planContent.rules'
import { DESIGN_WORDS } from './printedTerms'

/** A sentence for each term that stands otherwise by now than it was sent, in the words of the form. */
export function planDifferences(stands: PlanTerms, sent: PlanTerms, metric: Pick<PlannedMetric, 'kind' | 'unit'> | undefined, words: Wording): string[] {
  return changedTerms(stands, sent).map(term => {
    if (term === 'decisionRule') return `${TERM_WORDS[term]}: another one now than yours.`
    return `${TERM_WORDS[term]}: now ${termInWords(term, stands, metric, words)}; yours: ${termInWords(term, sent, metric, words)}.`
  })
}

function termInWords(term: Exclude<Term, 'decisionRule'>, terms: PlanTerms, metric: Pick<PlannedMetric, 'kind' | 'unit'> | undefined, words: Wording): string {
  const value = terms[term]
  if (value === null) return 'empty'
  if (term === 'design') return `“${DESIGN_WORDS[terms.design]}”`
  if (typeof value === 'string') return `“${value}”`
  const isShare = metric?.kind === 'proportion'
  if (term === 'smallestEffect' && metric) return effectInWords(value, metric, words)
  if (term === 'allocationTreatment' || term === 'minimumDelivered' || (term === 'baselineValue' && isShare)) return words.percent(value)
  return words.number(value)
}
