/** How the state of a data check is shown: as a word with a shape, then a colour. */
export const CHECK_CHIPS = {
  ok: { word: 'fine', shape: 'tick', tone: 'good' },
  open: { word: 'not known', shape: 'half', tone: 'neutral' },
  caution: { word: 'look at it', shape: 'question', tone: 'caution' },
  bad: { word: 'not as planned', shape: 'down', tone: 'bad' },
} as const
