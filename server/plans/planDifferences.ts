import { effectInWords } from '../pilots/effectInWords'
import { exactWordingOf, wordingOf, type Wording, type WordingCustoms } from '../pilots/wording'
import { listed } from '../platform/listed'
import { changeTold } from '../platform/versions'
import type { DecisionRule } from './decisionRule.rules'
import {
  changedFields,
  changedTerms,
  FIELD_WORDS,
  primaryMetric,
  TERM_WORDS,
  type AmendableField,
  type PlanContent,
  type PlannedMetric,
  type PlanTerms,
  type Term,
} from './planContent.rules'
import { DESIGN_WORDS, PAIRING_WORDS, ROLE_WORDS, ruleRow } from './printedTerms'

type Measured = Pick<PlannedMetric, 'kind' | 'unit'> | undefined

/**
 * A sentence for each term that stands otherwise by now than it was sent, in the words of the form; with all its digits where
 * usual ones would hide the difference.
 */
export function planDifferences(stands: PlanTerms, sent: PlanTerms, metric: Measured, customs: WordingCustoms): string[] {
  return changedTerms(stands, sent).map(term => {
    if (term === 'decisionRule') return `${TERM_WORDS[term]}: another one now than yours.`
    return changeTold(TERM_WORDS[term], ...apart(customs, [stands, sent], (terms, words) => termInWords(term, terms, metric, words)))
  })
}

/** What an edit of a plan changed, a line for each field: what stood there before and what stands there after. */
export function planChanges(before: PlanContent, after: PlanContent, customs: WordingCustoms): string[] {
  return changedFields(before, after).flatMap(field => {
    if (field === 'decisionRule') return ruleChanges(before.decisionRule, after.decisionRule)
    const [was, is] = apart(customs, [before, after], (content, words) => fieldInWords(field, content, words))
    return was === is ? [] : [`${FIELD_WORDS[field]}: ${was} → ${is}`]
  })
}

/** Two of a kind in words that differ: the usual ones, or those with all digits. */
function apart<T>(customs: WordingCustoms, [one, other]: readonly [T, T], inWords: (each: T, words: Wording) => string): [string, string] {
  const told = (words: Wording): [string, string] => [inWords(one, words), inWords(other, words)]
  const usual = told(wordingOf(customs))
  return usual[0] === usual[1] ? told(exactWordingOf(customs)) : usual
}

function fieldInWords(field: Exclude<AmendableField, 'decisionRule'>, content: PlanContent, words: Wording): string {
  if (field === 'metrics') return metricsInWords(content, words)
  if (field !== 'startsOn' && field !== 'endsOn') return termInWords(field, content, primaryMetric(content), words)
  const day = content[field]
  return day === null ? 'empty' : words.day(day)
}

function metricsInWords({ metrics }: PlanContent, words: Wording): string {
  return listed(
    metrics.map(metric => {
      const worse = metric.margin === null ? '' : `, at most ${effectInWords(metric.margin, metric, words)} worse`
      return `${metric.name} (${ROLE_WORDS[metric.role]}${worse})`
    }),
  )
}

function ruleChanges(before: DecisionRule, after: DecisionRule): string[] {
  const rows = [before, after].map(rule =>
    rule.map(ruleRow).map(({ verdictWords, evidence, action }) => `${verdictWords}, ${evidence}: ${action}`),
  )
  const most = Math.max(before.length, after.length)
  return Array.from({ length: most }, (_, at) => rows.map(rule => rule[at] ?? 'none')).flatMap(([was, is], at) =>
    was === is ? [] : [`${FIELD_WORDS.decisionRule}, row ${at + 1}: ${was} → ${is}`],
  )
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
