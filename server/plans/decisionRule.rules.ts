import type { FieldFaults } from '../platform/errors'
import { EVIDENCE_LEVELS, type EvidenceLevel } from '../programs/evidenceLevel'
import { MOST_EVIDENCE } from './mostEvidence'
import type { PlanDesign } from './plan.entity'

/** What an analysis can say of a change: always one of these, never two. */
export const VERDICTS = ['works', 'harms', 'noMeaningfulEffect', 'dontKnow', 'notDelivered'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What a decision rule can recommend, and a sponsor decide. */
export const ACTIONS = ['scale', 'extend', 'adapt', 'stop'] as const
export type Action = (typeof ACTIONS)[number]

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  works: 'works',
  harms: 'harms',
  noMeaningfulEffect: 'no meaningful effect',
  dontKnow: "don't know",
  notDelivered: 'not delivered',
}

/** One row of a decision rule: for this verdict, with evidence of at least this level, do that. */
export interface DecisionRow {
  readonly verdict: Verdict
  readonly evidenceAtLeast: EvidenceLevel
  readonly action: Action
}

/** Read from top to bottom; the first row that matches fires. */
export type DecisionRule = readonly DecisionRow[]

/** The rule that fired, and its place, counted from 1, in the rule it stands in. */
export interface FiredRow extends DecisionRow {
  readonly row: number
}

/**
 * The rule a plan starts with: what works goes to scale where the evidence reaches the program's bar.
 *
 * @param evidenceBar  the level that the program asks for before a rollout
 */
export function defaultRule(evidenceBar: EvidenceLevel): DecisionRule {
  const belowTheBar: DecisionRow[] = evidenceBar > 1 ? [{ verdict: 'works', evidenceAtLeast: 1, action: 'extend' }] : []
  return [
    { verdict: 'harms', evidenceAtLeast: 1, action: 'stop' },
    { verdict: 'noMeaningfulEffect', evidenceAtLeast: 1, action: 'stop' },
    { verdict: 'works', evidenceAtLeast: evidenceBar, action: 'scale' },
    ...belowTheBar,
    { verdict: 'notDelivered', evidenceAtLeast: 1, action: 'adapt' },
    { verdict: 'dontKnow', evidenceAtLeast: 1, action: 'extend' },
  ]
}

/**
 * Which row fires. A rule without `ruleFaults` answers every case.
 *
 * @throws Error when no row matches: such a rule cannot have been locked
 */
export function firedRule(rule: DecisionRule, verdict: Verdict, evidence: EvidenceLevel): FiredRow {
  const at = rule.findIndex(row => matches(row, verdict, evidence))
  const row = rule[at]
  if (!row) throw new Error(`The decision rule has no row for "${verdict}" with evidence ${evidence}.`)
  return { ...row, row: at + 1 }
}

/** Each case without an answer, and each row that an earlier one makes idle: none in a rule that is total. */
export function ruleFaults(rule: DecisionRule): FieldFaults {
  return { ...uncovered(rule), ...idle(rule) }
}

function uncovered(rule: DecisionRule): FieldFaults {
  const gaps = VERDICTS.flatMap(verdict => {
    const open = EVIDENCE_LEVELS.filter(level => !rule.some(row => matches(row, verdict, level)))
    return open.length > 0 ? [`“${VERDICT_WORDS[verdict]}” with evidence ${range(open)}`] : []
  })
  return gaps.length > 0 ? { decisionRule: `Add a row for ${gaps.join('; for ')}: the rule must answer every case.` } : {}
}

function idle(rule: DecisionRule): FieldFaults {
  return Object.fromEntries(
    rule.flatMap((row, at) => {
      const earlier = rule.slice(0, at).findIndex(other => matches(other, row.verdict, row.evidenceAtLeast))
      const fault = `Row ${at + 1} can never fire: row ${earlier + 1} answers all its cases. Move it up or remove it.`
      return earlier < 0 ? [] : [[`decisionRule.${at}.evidenceAtLeast`, fault]]
    }),
  )
}

/** How much evidence a row asks for. */
export function evidenceInWords(atLeast: EvidenceLevel): string {
  if (atLeast === 1) return 'any evidence'
  return atLeast === 5 ? 'evidence 5' : `evidence ${atLeast} or more`
}

/** What whoever writes a rule should know of one of its rows, and what could be done. */
export interface RuleCaution {
  readonly text: string
  readonly advice: string
}

/**
 * No fault, either of them: a program may raise its bar, a sponsor may still decide otherwise, and what no evidence of this
 * pilot can reach still says what a stronger one would lead to. But whoever writes the rule should know.
 */
export function ruleCautions(
  { decisionRule, design }: { readonly decisionRule: DecisionRule; readonly design: PlanDesign },
  evidenceBar: EvidenceLevel,
): readonly RuleCaution[] {
  const most = MOST_EVIDENCE[design]
  return decisionRule.flatMap((row, at) => [
    ...outOfReach(row, at + 1, most),
    ...belowBar(row, at + 1, levelsOf(decisionRule, at).filter(level => level <= most), evidenceBar),
  ])
}

/** A row that asks for more evidence than the design can ever show. */
function outOfReach({ evidenceAtLeast, action }: DecisionRow, number: number, most: EvidenceLevel): RuleCaution[] {
  if (evidenceAtLeast <= most) return []
  const then = action === 'scale' ? ' A rollout on that answer would take another pilot.' : ''
  return [
    {
      text: `Row ${number} asks for ${evidenceInWords(evidenceAtLeast)}, and this design reaches ${most} at most: here it never fires.${then}`,
      advice: 'A stronger design could reach it; the row may also stay.',
    },
  ]
}

/** A row that says scale where the program asks for more evidence before a rollout. @param fires  the levels at which it does */
function belowBar({ action }: DecisionRow, number: number, fires: readonly EvidenceLevel[], evidenceBar: EvidenceLevel): RuleCaution[] {
  const levels = fires.filter(level => level < evidenceBar)
  if (action !== 'scale' || levels.length === 0) return []
  const asks = `but this program asks for evidence ${evidenceBar} before a rollout`
  return [
    {
      text:
        levels.length === fires.length
          ? `Row ${number} says scale with evidence ${range(levels)}, ${asks}: nobody can ever do what it says.`
          : `Row ${number} says scale with evidence ${range(levels)} too, ${asks}: with less, nobody can do what it says.`,
      advice: `Choose evidence ${evidenceBar} or more in it, or another action.`,
    },
  ]
}

/** The levels at which a row fires: no earlier one answers them. */
function levelsOf(rule: DecisionRule, at: number): readonly EvidenceLevel[] {
  const verdict = rule[at]?.verdict
  return verdict === undefined ? [] : EVIDENCE_LEVELS.filter(level => rule.findIndex(row => matches(row, verdict, level)) === at)
}

function matches(row: DecisionRow, verdict: Verdict, evidence: number): boolean {
  return row.verdict === verdict && evidence >= row.evidenceAtLeast
}

function range(levels: readonly number[]): string {
  const [lowest = 0] = levels
  const highest = levels.at(-1) ?? lowest
  return lowest === highest ? String(lowest) : `${lowest} to ${highest}`
}
