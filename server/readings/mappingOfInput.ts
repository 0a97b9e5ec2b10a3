import { refuse } from '../platform/errors'
import type { FileFormat } from './fileFormat.rules'
import { columnNames, guessedMapping, type Mapping, type Placed, type PlannedMetric } from './mapping.rules'
import { recordsOf } from './fileFormat.rules'
import { ARMS, PERIODS } from './reading.entity'
import type { MappingInput } from './reading.input'
import type { PlanDesign } from '../plans/plan.entity'

const DAY = /^\d{4}-\d\d-\d\d$/

/**
 * The mapping that somebody asks for, with names of columns turned into places.
 *
 * @param text  the beginning of the file under the format asked for
 * @throws Invalid where a column or an answer is not there
 */
export function mappingOfInput(
  input: MappingInput,
  format: FileFormat,
  text: string,
  plan: { design: PlanDesign; metrics: readonly PlannedMetric[] },
  locale: string,
): Mapping {
  const columns = columnNames(recordsOf(text, format, 1), format.hasHeader)
  const guess = guessedMapping(text, format, plan, locale)
  const faults: Record<string, string> = {}
  const column = (name: string | null, field: string): number | null => {
    if (name === null) return null
    const at = columns.indexOf(name)
    if (at !== -1) return at
    faults[field] = `There is no column called "${name.slice(0, 60)}" in this file.`
    return null
  }
  const placed = <T extends string>(answer: string | null, field: string, isAnswer: (text: string) => text is T): Placed<T> | null => {
    if (answer === null) return null
    const always = answer.startsWith('always:') ? answer.slice('always:'.length) : null
    if (always !== null && isAnswer(always)) return { always }
    const at = answer.startsWith('column:') ? column(answer.slice('column:'.length), field) : null
    if (at === null) faults[field] ??= 'Choose one of the answers offered.'
    return at === null ? null : { column: at }
  }
  const mapping: Mapping = {
    format,
    decimal: input.decimal === null ? guess.decimal : input.decimal === 'comma' ? ',' : '.',
    dates: input.dates ?? guess.dates,
    columns,
    unit: column(input.unit, 'unit'),
    arm: placed(input.arm, 'arm', oneOf(ARMS)),
    armWords: toldWords(input.armWords),
    armsAreGuessed: false,
    period: placed(input.period, 'period', oneOf(PERIODS)),
    periodWords: toldWords(input.periodWords),
    day: placed(input.day, 'day', (text): text is string => DAY.test(text) && !Number.isNaN(Date.parse(text))),
    cluster: column(input.cluster, 'cluster'),
    exposure: column(input.exposure, 'exposure'),
    preValue: column(input.preValue, 'preValue'),
    values: input.values.flatMap(({ metric, column: name }, index) => {
      const at = column(name, `values.${index}.column`)
      return at === null ? [] : [{ metricId: metric, column: at }]
    }),
    truthWords: toldWords(input.truthWords),
  }
  refuse(faults)
  const words = guessedWordsFor(mapping, guess)
  return {
    ...mapping,
    ...words,
    armsAreGuessed: words.armWords.length > mapping.armWords.length,
    periodsAreGuessed: words.periodWords.length > mapping.periodWords.length,
  }
}

/** Where a column has just been chosen, its words are guessed anew; what the person said of a word stays. */
function guessedWordsFor(mapping: Mapping, guess: Mapping): Pick<Mapping, 'armWords' | 'periodWords'> {
  const same = (one: Placed<string> | null, other: Placed<string> | null): boolean =>
    one !== null && other !== null && 'column' in one && 'column' in other && one.column === other.column
  const told = (words: readonly { readonly word: string }[]): Set<string> => new Set(words.map(({ word }) => word))
  const armTold = told(mapping.armWords)
  const periodTold = told(mapping.periodWords)
  return {
    armWords: same(mapping.arm, guess.arm)
      ? [...mapping.armWords, ...guess.armWords.filter(({ word }) => !armTold.has(word))]
      : mapping.armWords,
    periodWords: same(mapping.period, guess.period)
      ? [...mapping.periodWords, ...guess.periodWords.filter(({ word }) => !periodTold.has(word))]
      : mapping.periodWords,
  }
}

/** The words that somebody has said something about; the empty word stands for empty cells. */
const toldWords = <M extends string>(words: readonly { readonly word: string | null; readonly means: M | null }[]): { word: string; means: M }[] =>
  words.flatMap(({ word, means }) => (means === null ? [] : [{ word: word ?? '', means }]))

const oneOf =
  <T extends string>(answers: readonly T[]) =>
  (text: string): text is T =>
    answers.some(answer => answer === text)
