import { effectInWords } from '../pilots/effectInWords'
import { powerInWords, spendingAdvice, spendingCautions, STOPPED_AT_LAUNCH } from '../pilots/gateCriteria.rules'
import { isOpen } from '../pilots/openParts.rules'
import type { PilotState } from '../pilots/pilot.entity'
import type { PilotInProgram } from '../pilots/pilotInProgram.store'
import { wordingOf } from '../pilots/wording'
import { detectableInWords } from './detectableInWords'
import { feasibilityOf, type Feasibility, type FeasibilityWord } from './feasibility.rules'
import { excessesOf, excessInWords, otherEffectInWords } from './planAgainstProposal.rules'
import type { PlanContent, PlannedMetric } from './planContent.rules'

/** The power itself stands in the first line under the sentence. */
const FEASIBILITY_WORDS: Readonly<Record<FeasibilityWord, { word: string; shape: string; tone: string; sentence: string }>> = {
  fine: {
    word: 'fine',
    shape: 'tick',
    tone: 'good',
    sentence: 'If the change has the smallest effect that matters, this design will probably show it.',
  },
  weak: {
    word: 'weak',
    shape: 'half',
    tone: 'caution',
    sentence: 'This design may well miss the smallest effect that matters. More units, or a larger effect to look for, would help.',
  },
  unlikely: {
    word: 'likely to miss',
    shape: 'half',
    tone: 'bad',
    sentence: 'This design is more likely to miss the smallest effect that matters than to see it.',
  },
  unreachable: {
    word: 'cannot reach significance',
    shape: 'x',
    tone: 'bad',
    sentence: 'With so few units no result can be significant, whatever it shows.',
  },
}

/** Of what the launch gate stops, that is said as long as the launch lies ahead. */
function verdictOf(word: FeasibilityWord, state: PilotState) {
  const words = FEASIBILITY_WORDS[word]
  const isStopped = word === 'unlikely' || word === 'unreachable'
  return isStopped && AHEAD_OF_LAUNCH.includes(state) ? { ...words, sentence: `${words.sentence} ${STOPPED_AT_LAUNCH}` } : words
}

const AHEAD_OF_LAUNCH: readonly PilotState[] = ['draft', 'proposed', 'approved']

/** Why there is no answer: the terms are not all there, or they do not go together. */
function whyUnknown({ plannedPerArm, baselineValue, baselineSd }: PlanContent, { kind }: PlannedMetric): string {
  const isStated = plannedPerArm !== null && baselineValue !== null && (kind !== 'mean' || baselineSd !== null)
  return isStated
    ? 'It cannot be computed from these terms: look at the effect and at what you expect without the change.'
    : 'Not known yet: state the planned units and what you expect without the change.'
}

/** What views/plans/feasibility.hbs prints: what the design can show. */
export function feasibilityCard(content: PlanContent, pilot: PilotInProgram, isLocked: boolean) {
  const [metric] = content.metrics
  if (!metric) return null
  const { arrivalsPerWeek: arrivals } = pilot
  const wording = wordingOf(pilot)
  const shown: Feasibility = feasibilityOf(content, metric, arrivals)
  return {
    ...shown,
    power: shown.powerAtSmallestEffect === null ? null : powerInWords(shown.powerAtSmallestEffect, wording),
    verdict: shown.word && verdictOf(shown.word, pilot.state),
    whyUnknown: whyUnknown(content, metric),
    smallestEffect: effectInWords(content.smallestEffect, metric, wording),
    isNoneDetectable: shown.powerAtSmallestEffect !== null && shown.detectableEffect === null,
    detectable: shown.detectableEffect === null ? null : detectableInWords(shown.detectableEffect, metric, wording),
    arrivals,
    arrivalsTo: `/pilots/${pilot.id}/${isOpen(pilot.state, 'proposal') ? 'edit' : 'timebox'}#field-arrivalsPerWeek`,
    isBeforeAfter: content.design === 'beforeAfter',
    cautions: [
      ...[otherEffectInWords(content.smallestEffect, pilot, wording, isLocked)].filter(text => text !== null),
      ...excessesOf(content, pilot).map(excess => excessInWords(excess, wording)),
      ...spendingCautions(pilot, wording, spendingAdvice(pilot.state)),
    ],
  }
}
