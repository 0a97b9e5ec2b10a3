/**
 * A number with the text in which a person typed it, for a rule that learns only later what it measures, and so whether
 * a percent sign may stand behind it.
 */
export class TypedNumber {
  constructor(
    readonly value: number,
    readonly text: string,
  ) {}
}

/** From a form as it was typed; from JSON, where nobody types, the number alone. */
export type GivenNumber = number | TypedNumber

export const valueOf = (given: GivenNumber): number => (typeof given === 'number' ? given : given.value)
