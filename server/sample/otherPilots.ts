import { approved } from './stories/approved'
import { concluded } from './stories/concluded'
import { decided } from './stories/decided'
import { drafts } from './stories/drafts'
import { proposed } from './stories/proposed'
import { running } from './stories/running'
import { withdrawn } from './stories/withdrawn'
import type { PilotStory } from './story'

/** The pilots beside Cookie Cats, so that every state and every gate has something to show. */
export const otherPilots: readonly PilotStory[] = [
  ...concluded,
  ...decided,
  ...running,
  ...approved,
  ...proposed,
  ...drafts,
  ...withdrawn,
]
