import type { Criterion } from '../criterion.rules'
import type { Wording } from '../wording'
import { criterion, no, yes, type Evidence } from './evidence'

export interface ConcludeFacts {
  /** Today in the program's time zone, as YYYY-MM-DD. */
  readonly today: string
  readonly endsOn: string | null
  /** Given with the deed when it is too early. */
  readonly earlyReason: string
  readonly checks: { readonly areSeen: boolean; /** Such as "2 checks, 1 caution". */ readonly inWords: string }
  readonly shareDelivered: number | null
  readonly shareDeliveredSource: string
  readonly words: Wording
}

export function concludeCriteria(facts: ConcludeFacts): Criterion[] {
  const { shareDelivered, words } = facts
  return [
    criterion(
      'end',
      'Planned end reached, or an early stop with its reason',
      'gates/conclude#field-reason',
      endReached(facts),
    ),
    criterion(
      'checksSeen',
      'Data-quality checks looked at',
      'gates/conclude#field-checksSeen',
      facts.checks.areSeen ? yes(facts.checks.inWords) : no(`${facts.checks.inWords}; not confirmed as looked at yet.`),
    ),
    criterion(
      'delivered',
      'Share delivered recorded',
      'data#field-share',
      shareDelivered === null
        ? no('Nobody has recorded how much of the change was delivered.')
        : yes(
            `${words.percent(shareDelivered)}${facts.shareDeliveredSource ? ` (${facts.shareDeliveredSource})` : ''}`,
          ),
    ),
  ]
}

function endReached({ today, endsOn, earlyReason, words }: ConcludeFacts): Evidence {
  if (endsOn && today >= endsOn) return yes(`The planned end was ${words.day(endsOn)}.`)
  if (earlyReason.trim()) return yes(`Stopped early: ${earlyReason.trim()}`)
  return no(
    endsOn
      ? `The planned end is ${words.day(endsOn)}; an earlier stop needs a reason.`
      : 'There is no planned end; a stop needs a reason.',
  )
}
