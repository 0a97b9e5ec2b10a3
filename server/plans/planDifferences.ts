import { effectInWords } from '../pilots/effectInWords'
import { exactWordingOf, wordingOf, type Wording, type WordingCustoms } from '../pilots/wording'
import { changeTold } from '../platform/versions'
import { changedTerms, TERM_WORDS, type PlannedMetric, type PlanTerms, type Term } from './planContent.rules'
import { DESIGN_WORDS, PAIRING_WORDS } from './printedTerms'

type Measured = Pick<PlannedMetric, 'kind' | 'unit'> | undefined

/**
 * A sentence for each term that stands otherwise by now than it was sent, in the words of the form; with all its digits where
 * usual ones would hide the difference.
 */
export function planDifferences(stands: PlanTerms, sent: PlanTerms, metric: Measured, customs: WordingCustoms): string[] {
  const [usual, exact] = [wordingOf(customs), exactWordingOf(customs)]
  return changedTerms(stands, sent).map(term => {
    if (term === 'decisionRule') return `${TERM_WORDS[term]}: another one now than yours.`
    const told = (words: Wording) => [stands, sent].map(terms => termInWords(term, terms, metric, words)) as [string, string]
    const [now, yours] = told(usual)
    return changeTold(TERM_WORDS[term], ...(now === yours ? told(exact) : ([now, yours] as const)))
  })
}

function termInWords(term: Exclude<Term, 'decisionRule'>, terms: PlanTerms, metric: Measured, words: Wording): string {
  if (term === 'design') return `“${DESIGN_WORDS[terms.design]}”`
  if (term === 'pairing') return `“${PAIRING_WORDS[terms.pairing]}”`
  const value = terms[term]
  if (value === null) return 'empty'
  const isShare = metric?.kind === 'proportion'
  if (term === 'smallestEffect' && metric) return effectInWords(value, metric, words)
  if (term === 'allocationTreatment' || term === 'minimumDelivered' || (term === 'baselineValue' && isShare)) return words.percent(value)
  return words.number(value)
}
