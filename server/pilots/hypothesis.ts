import type { Pilot } from './pilot.entity'

/** The hypothesis as it is said; null while its first part is missing. */
export function hypothesis(pilot: Pick<Pilot, 'change' | 'forWhom' | 'expectedEffect' | 'because'>): string | null {
  const { change, forWhom, expectedEffect, because } = pilot
  if (!change) return null
  const sentence = [
    `If we ${startSmall(withoutStop(change.replace(/^(if )?we (will )?/i, '')))}`,
    expectedEffect && `, ${startSmall(withoutStop(expectedEffect))}`,
    because && `, because ${startSmall(withoutStop(because.replace(/^because /i, '')))}`,
    '.',
    forWhom && ` For ${startSmall(withoutStop(forWhom.replace(/^for /i, '')))}.`,
  ]
  return sentence.filter(Boolean).join('')
}

const withoutStop = (text: string): string => text.trim().replace(/\.$/, '')

/** For going on in the middle of a sentence; an abbreviation such as "SMS" keeps its capitals. */
const startSmall = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
