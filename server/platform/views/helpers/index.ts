import type { HelperDelegate } from 'handlebars'
import { and } from './and'
import { control, fieldId } from './control'
import { count } from './count'
import { dateTime } from './dateTime'
import { day } from './day'
import { eq } from './eq'
import { interval } from './interval'
import { joined } from './joined'
import { money } from './money'
import { not } from './not'
import { number } from './number'
import { or } from './or'
import { pValue } from './pValue'
import { percent } from './percent'
import { percentPoints } from './percentPoints'
import { plural } from './plural'
import { relativeTime } from './relativeTime'
import { seenOrNow } from './seenOrNow'
import { share } from './share'

/** All helpers by the name templates call them. */
export const helpers: Readonly<Record<string, HelperDelegate>> = {
  and,
  control,
  count,
  dateTime,
  day,
  eq,
  fieldId,
  interval,
  joined,
  money,
  not,
  number,
  or,
  pValue,
  percent,
  percentPoints,
  plural,
  relativeTime,
  seenOrNow,
  share,
}
