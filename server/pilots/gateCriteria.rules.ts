/*
 * The criteria of every gate, one file each: facts in, criteria out, in the order in which the page
 * lists them. The facts come from whoever knows them: those of `submit` from this feature, the others from the gates' own
 * feature, which sees plans, readings, findings and cases.
 *
 *   draft ─ submit ─▶ proposed ─ select ─▶ approved ─ launch ─▶ running ─ conclude ─▶ concluded
 *   concluded ─ decide ─▶ scaling or stopped, or running again; scaling ─ confirm ─▶ sustained
 */

export { conflictInWords, type PilotConflict } from './gateCriteria/conflict'
export { spendingAdvice, spendingCautions, spendingInWords, submitCriteria, type PersonFact, type ProposalFacts, type SubmitFacts } from './gateCriteria/submit.rules'
export { isSelectable, selectCriteria, unsaid, type SelectFacts } from './gateCriteria/select.rules'
export { launchCriteria, needsBaseline, type LaunchFacts } from './gateCriteria/launch.rules'
export { isUnreachable, LEAST_POWER, powerInWords, STOPPED_AT_LAUNCH, WANTED_POWER } from './gateCriteria/power'
export { concludeCriteria, type ConcludeFacts } from './gateCriteria/conclude.rules'
export { decideCriteria, type DecideFacts } from './gateCriteria/decide.rules'
export { confirmCriteria, type ConfirmFacts } from './gateCriteria/confirm.rules'
