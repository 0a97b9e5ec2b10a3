/**
 * A text as PostgreSQL can keep it. Two things it cannot: a NUL, and half a character, which is left where an emoji is
 * cut. Each is shown as what it is, a character that could not be read. For what comes with files; forms refuse both.
 */
export const keepable = (text: string): string => text.replace(/[\u0000\p{Surrogate}]/gu, '\ufffd')
