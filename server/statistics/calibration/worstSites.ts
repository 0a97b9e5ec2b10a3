import { ancova } from '../adjustment/ancova'
import { pairedT } from '../means/pairedT'
import { type RandomSource } from '../random/randomSource'
import { ALPHA, type AnySetting, setting } from './calibrationSetting'
import { normalDraw } from './draws'

interface Sites {
  readonly treatment: { readonly pre: readonly number[]; readonly post: readonly number[] }
  readonly control: { readonly pre: readonly number[]; readonly post: readonly number[] }
}

const SITES = 30
const CHOSEN = 5

/**
 * Sites whose lasting level and passing luck vary alike, so that a baseline has reliability 0.5; the worst baselines
 * are chosen for the change, and their luck returns to the mean without it.
 */
export const worstSitesSetting: AnySetting = setting<Sites>({
  name: `worst ${CHOSEN} of ${SITES} sites chosen by a baseline of reliability 0.5`,
  knownEffect: 1,
  draw: (random, effect) => {
    const sites = Array.from({ length: SITES }, () => site(random)).sort((a, b) => a.pre - b.pre)
    const arm = (from: number, to: number, more: number) => ({
      pre: sites.slice(from, to).map(({ pre }) => pre),
      post: sites.slice(from, to).map(({ post }) => post + more),
    })
    return { treatment: arm(0, CHOSEN, effect), control: arm(CHOSEN, SITES, 0) }
  },
  analyses: [
    {
      name: 'ancova of site means',
      promise: 'approximate',
      answer: ({ treatment, control }) => ancova({ treatment, control, alpha: ALPHA }).classical,
    },
    {
      name: 'pairedT of the chosen sites, before and after',
      promise: 'shortcut',
      answer: ({ treatment: { pre, post } }) => pairedT({ before: pre, after: post, alpha: ALPHA }),
    },
  ],
})

function site(random: RandomSource): { pre: number; post: number } {
  const level = normalDraw(random)
  return { pre: level + normalDraw(random), post: level + normalDraw(random) }
}
