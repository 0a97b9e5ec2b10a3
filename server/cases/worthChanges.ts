import type { Wording } from '../pilots/wording'
import type { CaseAppraisal } from './caseAppraisal.entity'

type Appraised = Pick<CaseAppraisal, 'inputs' | 'result'>

/** What is another between two values of a case, a sentence each. */
export function worthChanges(before: Appraised | null, now: Appraised | null, { money }: Pick<Wording, 'money'>): string[] {
  const worth = (of: Appraised | null) => (of ? money(Math.round(of.result.range.likely)) : 'not known')
  return [`Likely value: now ${worth(now)}; as you read it ${worth(before)}.`, ...(before && now ? inputChanges(before.inputs, now.inputs) : [])]
}

function inputChanges(before: CaseAppraisal['inputs'], now: CaseAppraisal['inputs']): string[] {
  const [was, stands] = [before, now].map(({ lines }) => new Map(lines.map(line => [line.name, JSON.stringify(line)])))
  const names = [...new Set([...(stands?.keys() ?? []), ...(was?.keys() ?? [])])]
  const terms = before.horizonYears === now.horizonYears && before.discountRate === now.discountRate
  return [
    ...names.flatMap(name => {
      const [old, present] = [was?.get(name), stands?.get(name)]
      if (old === present) return []
      return old === undefined ? `The line “${name}” counts now.` : present === undefined ? `The line “${name}” no longer counts.` : `The line “${name}” is another now.`
    }),
    ...(terms ? [] : ['Years or discount rate are others in the settings now.']),
  ]
}
