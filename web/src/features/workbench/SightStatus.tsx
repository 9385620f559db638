import { printed } from '../../ui/keys'
import { type Translate, useT } from '../../ui/messages'
import { keyOf } from './keymap'
import type { SightState, SightStore } from './sight'
import css from './sight.module.css'
import { useSightState } from './useSight'

const signed = (n: number) => (n > 0 ? `+${n}` : String(n))

/** What differs from the plain way of looking, in a few words. */
export function toneWords({ tone, bits, automatic, turn }: SightState, t: Translate): string[] {
  const words: string[] = []
  const [centre, width] = tone.window ?? automatic
  const moved = centre !== automatic[0] || width !== automatic[1]
  if (moved || bits > 8) words.push(t('workbench.status.window', { centre, width }))
  if (tone.gamma !== 1) words.push(t('workbench.status.gamma', { n: tone.gamma }))
  if (tone.brightness) words.push(t('workbench.status.brightness', { n: signed(tone.brightness) }))
  if (tone.contrast) words.push(t('workbench.status.contrast', { n: signed(tone.contrast) }))
  if (tone.channels !== 'rgb') words.push(t(`workbench.look.channels.${tone.channels}`))
  if (tone.invert) words.push(t('workbench.status.inverted'))
  if (turn.quarters) words.push(t('workbench.status.turned', { n: turn.quarters * 90 }))
  if (turn.mirrored) words.push(t('workbench.status.mirrored'))
  return words
}

/** The way of looking in the status line: nobody should take a changed picture for the plain one. */
export function SightStatus({ sight }: { readonly sight: SightStore }) {
  const t = useT()
  const state = useSightState(sight)
  const words = toneWords(state, t)
  const { measuring, levelling, open, guides } = state
  return (
    <>
      <button
        type="button"
        className={css['status']}
        aria-expanded={open}
        title={`${t('workbench.look')} (${printed(keyOf('lookPanel'))})`}
        onClick={() => sight.turn({ open: !open })}
      >
        {words.length ? words.join(' · ') : t('workbench.look.isPlain')}
      </button>
      {measuring ? (
        <output className={css['told']}>{guides.words || t('workbench.measure.how')}</output>
      ) : levelling ? (
        <output className={css['told']}>{t('workbench.look.drag.how')}</output>
      ) : null}
    </>
  )
}
