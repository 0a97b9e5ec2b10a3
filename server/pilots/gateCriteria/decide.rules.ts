import { listed } from '../../platform/listed'
import { counted } from '../../platform/plural'
import type { Criterion } from '../criterion.rules'
import type { Decision } from '../pilotLife.rules'
import { criterion, missing, no, yes } from './evidence'

export interface DecideFacts {
  readonly findings: {
    /** At least one, of the primary metric, computed after concluding. */
    readonly areFinal: boolean
    /** Declared data that have not arrived, in words. */
    readonly outstanding: readonly string[]
  }
  readonly openObjections: number
  readonly objections: number
  /** What the plan's rule asks for; null while there is no finding. */
  readonly firedAction: Decision | null
  readonly rollout: {
    readonly benefitLines: number
    readonly costLines: number
    /** Benefit lines on which finance has not spoken. */
    readonly withoutFinance: readonly string[]
  }
  readonly evidenceLevel: number | null
  readonly evidenceBar: number
  /** Sponsors of the program who could agree: not the named one, not the proposer, not on the team. */
  readonly otherSponsors: readonly string[]
}

/** @param choice  null while none is made: the criteria that every choice shares */
export function decideCriteria(facts: DecideFacts, choice: Decision | null): Criterion[] {
  const { findings, openObjections, objections, firedAction } = facts
  const opposes = choice !== null && firedAction !== null && choice !== firedAction
  return [
    criterion(
      'findings',
      'Findings final',
      'results',
      !findings.areFinal
        ? no('There is no finding from after the pilot was concluded.')
        : findings.outstanding.length > 0
          ? no(`Still to come: ${listed(findings.outstanding)}.`)
          : yes('Computed after concluding, with all declared data in.'),
    ),
    criterion(
      'objections',
      'Objections answered',
      'objections',
      openObjections > 0
        ? no(`${openObjections} of ${counted(objections, 'objection')} without an answer.`)
        : yes(objections === 0 ? 'None were raised.' : objections === 1 ? 'The one that was raised is answered.' : `All ${objections} that were raised are answered.`),
    ),
    ...(choice === 'scale' ? scaleCriteria(facts) : []),
    ...(opposes ? [secondSponsor(facts)] : []),
  ]
}

function scaleCriteria({ rollout, evidenceLevel, evidenceBar }: DecideFacts): Criterion[] {
  const { benefitLines, costLines, withoutFinance } = rollout
  return [
    criterion(
      'case',
      'A case with at least one benefit and one cost line',
      'case',
      benefitLines > 0 && costLines > 0
        ? yes(`${benefitLines} benefit and ${counted(costLines, 'cost line')}.`)
        : no(missing({ 'a benefit line': benefitLines || null, 'a cost line': costLines || null })),
    ),
    criterion(
      'evidence',
      `Evidence level ${evidenceBar} or more`,
      'results',
      evidenceLevel === null
        ? no('There is no finding yet.')
        : evidenceLevel >= evidenceBar
          ? yes(`Evidence ${evidenceLevel} of 5.`)
          : no(`Evidence ${evidenceLevel} of 5; the program asks for ${evidenceBar}.`),
    ),
    criterion(
      'finance',
      'Finance has spoken on every benefit line',
      'case',
      benefitLines === 0
        ? no('There is no benefit line yet.')
        : withoutFinance.length === 0
          ? yes('Every benefit line has its status.')
          : no(`Not yet on ${listed(withoutFinance)}.`),
    ),
  ]
}

function secondSponsor({ otherSponsors, firedAction }: DecideFacts): Criterion {
  return criterion(
    'secondSponsor',
    'A second sponsor who can agree',
    null,
    otherSponsors.length > 0
      ? yes(
          `The rule says ${firedAction}, so ${otherSponsors.length === 1 ? otherSponsors.join() : 'one of ' + listed(otherSponsors, 'or')} will be asked.`,
        )
      : no(
          `The rule says ${firedAction}, and this program has no other sponsor who could agree. The lead can name one.`,
        ),
  )
}
