import {
  Contrast,
  FlipHorizontal2,
  FlipVertical2,
  Grid3x3,
  Map as MapIcon,
  Pipette,
  RotateCcw,
  RotateCw,
  Ruler,
  Search,
  X,
} from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { channels, plainTone, type Tone, topOf } from '../../surfaces/raster'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { printed } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { mostPresets } from './keptViews'
import { type Action, keyOf } from './keymap'
import type { SightStore } from './sight'
import css from './sight.module.css'
import { useSightState } from './useSight'

interface Props {
  readonly sight: SightStore
}

type Zoom = 'fit' | 'actual' | 'double'
const zooms = [
  ['fit', 0],
  ['actual', 100],
  ['double', 200],
] as const

/** How the picture is looked at, beside it so that nothing is covered; nothing while it is closed. */
export function SightPanel({ sight, acts }: Props & { readonly acts: Readonly<Record<Zoom, () => void>> }) {
  const t = useT()
  const { open } = useSightState(sight)
  if (!open) return null
  return (
    <section className={css['panel']} aria-label={t('workbench.look')}>
      <header className={css['head']}>
        <h2>{t('workbench.look')}</h2>
        <Button kind="quiet" keys={keyOf('lookPlain')} onClick={() => sight.reset()}>
          {t('workbench.look.plain')}
        </Button>
        <IconButton
          name={t('workbench.look.close')}
          keys={keyOf('lookPanel')}
          icon={<X size={16} strokeWidth={1.5} aria-hidden />}
          onClick={() => sight.turn({ open: false })}
        />
      </header>
      <Presets sight={sight} />
      <Tones sight={sight} />
      <Hands sight={sight} />
      <Sizes sight={sight} />
      <fieldset className={css['row']} aria-label={t('workbench.look.zoom')}>
        <span className={css['name']}>{t('workbench.look.zoom')}</span>
        {zooms.map(([action, n]) => (
          <button
            key={action}
            type="button"
            className={css['toggle']}
            title={`${n ? t('workbench.look.times', { n }) : t('workbench.look.fit')} (${printed(keyOf(action))})`}
            onClick={acts[action]}
          >
            {n ? t('workbench.look.times', { n }) : t('workbench.look.fit')}
          </button>
        ))}
      </fieldset>
      <Turns sight={sight} />
      <div className={css['keep']}>
        <Button onClick={() => void sight.keepView()}>{t('workbench.look.keep')}</Button>
      </div>
    </section>
  )
}

const same = (a: Tone, b: Tone) => JSON.stringify(a) === JSON.stringify(b)

/** What ships for every picture; the words are in the catalogue. */
const shipped: Readonly<Record<'plain' | 'shadows' | 'lights' | 'strong' | 'negative', Partial<Tone>>> = {
  plain: {},
  shadows: { gamma: 1.8 },
  lights: { gamma: 0.6 },
  strong: { contrast: 40 },
  negative: { invert: true },
}
type Shipped = keyof typeof shipped

function Presets({ sight }: Props) {
  const t = useT()
  const { kept, bits } = useSightState(sight)
  const tone = sight.chosen
  const [name, setName] = useState('')
  const id = useId()
  const all: { readonly value: string; readonly label: string; readonly tone: Tone }[] = [
    ...(Object.keys(shipped) as Shipped[]).map((one) => ({
      value: `shipped ${one}`,
      label: t(`workbench.look.preset.${one}`),
      tone: { ...plainTone, ...shipped[one] },
    })),
    ...(bits > 8
      ? [
          {
            value: 'full',
            label: t('workbench.look.preset.full'),
            tone: { ...plainTone, window: [topOf(bits) / 2, topOf(bits)] as const },
          },
        ]
      : []),
    { value: 'kept', label: t('workbench.look.preset.kept'), tone: kept.tone },
    ...kept.presets.map((one) => ({ value: `own ${one.name}`, label: one.name, tone: one.tone })),
  ]
  const now = all.find((one) => same(one.tone, tone))
  const own = now?.value.startsWith('own ') ? now.label : null
  const add = () => {
    if (!name.trim()) return
    void sight.addPreset(name.trim().slice(0, 40))
    setName('')
  }
  return (
    <>
      <div className={css['row']}>
        <label htmlFor={id}>{t('workbench.look.preset')}</label>
        <select
          id={id}
          className={css['wide']}
          value={now?.value ?? ''}
          onChange={(event) => {
            const found = all.find(({ value }) => value === event.target.value)
            if (found?.value === 'kept') sight.takeKept()
            else if (found) sight.set(found.tone)
          }}
        >
          {now ? null : <option value="">{t('workbench.look.preset.other')}</option>}
          {all.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        {own ? (
          <IconButton
            name={t('workbench.look.preset.drop', { name: own })}
            icon={<X size={16} strokeWidth={1.5} aria-hidden />}
            onClick={() => void sight.dropPreset(own)}
          />
        ) : null}
      </div>
      {now || kept.presets.length >= mostPresets ? null : (
        <div className={css['row']}>
          <label htmlFor={`${id}-name`}>{t('workbench.look.preset.name')}</label>
          <input
            id={`${id}-name`}
            className={css['wide']}
            maxLength={40}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && add()}
          />
          <Button disabled={!name.trim()} onClick={add}>
            {t('workbench.look.preset.add')}
          </Button>
        </div>
      )}
    </>
  )
}

interface SlideProps {
  readonly name: string
  readonly value: number
  readonly low: number
  readonly high: number
  /** How far the slider goes, where that is less than what the field takes. */
  readonly near?: number
  readonly step: number
  readonly onChange: (value: number) => void
}

/** A slider and a field for the same number. */
function Slide({ name, value, low, high, near = high, step, onChange }: SlideProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    const number = Number(typed)
    if (typed && Number.isFinite(number)) onChange(Math.min(high, Math.max(low, number)))
    setTyped(null)
  }
  return (
    <div className={css['row']}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        className={css['wide']}
        type="range"
        min={low}
        max={Math.max(near, value)}
        step={step}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <input
        className={css['number']}
        type="number"
        aria-label={name}
        min={low}
        max={high}
        step={step}
        value={typed ?? String(value)}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
    </div>
  )
}

function Tones({ sight }: Props) {
  const t = useT()
  const { tone, bits, automatic } = useSightState(sight)
  const id = useId()
  const [centre, width] = tone.window ?? automatic
  const top = topOf(bits)
  // Of 65,536 values a picture uses a few thousand: a slider over all of them could not be set.
  const near = bits > 8 ? Math.min(top, Math.ceil(automatic[0] + automatic[1] * 1.5)) : top
  return (
    <>
      <Slide
        name={t('workbench.look.brightness')}
        value={tone.brightness}
        low={-100}
        high={100}
        step={1}
        onChange={(brightness) => sight.set({ brightness })}
      />
      <Slide
        name={t('workbench.look.contrast')}
        value={tone.contrast}
        low={-100}
        high={100}
        step={1}
        onChange={(contrast) => sight.set({ contrast })}
      />
      <Slide
        name={t('workbench.look.gamma')}
        value={tone.gamma}
        low={0.1}
        high={5}
        step={0.05}
        onChange={(gamma) => sight.set({ gamma })}
      />
      <Slide
        name={t('workbench.look.level')}
        value={centre}
        low={0}
        high={top}
        near={near}
        step={bits > 8 ? 1 : 0.5}
        onChange={(next) => sight.set({ window: [next, width] })}
      />
      <Slide
        name={t('workbench.look.window')}
        value={width}
        low={1}
        high={top}
        near={near}
        step={1}
        onChange={(next) => sight.set({ window: [centre, next] })}
      />
      <div className={css['row']}>
        <label htmlFor={id}>{t('workbench.look.channels')}</label>
        <select
          id={id}
          className={css['wide']}
          value={tone.channels}
          onChange={(event) =>
            sight.set({ channels: channels.find((one) => one === event.target.value) ?? 'rgb' })
          }
        >
          {channels.map((one) => (
            <option key={one} value={one}>
              {t(`workbench.look.channels.${one}`)}
            </option>
          ))}
        </select>
        <Toggle
          name={t('workbench.look.invert')}
          action="lookInvert"
          on={tone.invert}
          onPick={() => sight.set({ invert: !tone.invert })}
        />
      </div>
    </>
  )
}

interface ToggleProps {
  readonly name: string
  readonly action: Action
  readonly on: boolean
  readonly icon?: ReactNode
  readonly onPick: () => void
}

function Toggle({ name, action, on, icon, onPick }: ToggleProps) {
  return (
    <button
      type="button"
      className={css['toggle']}
      aria-pressed={on}
      title={`${name} (${printed(keyOf(action))})`}
      onClick={onPick}
    >
      {icon}
      {name}
    </button>
  )
}

const icon = { size: 14, strokeWidth: 1.5, 'aria-hidden': true } as const

/** What the hand does, and what lies over the picture. */
function Hands({ sight }: Props) {
  const t = useT()
  const { lens, measuring, levelling, aids } = useSightState(sight)
  return (
    <div className={css['toggles']}>
      <Toggle
        name={t('workbench.look.drag')}
        action="lookDrag"
        on={levelling}
        icon={<Contrast {...icon} />}
        onPick={() => sight.turn({ levelling: !levelling })}
      />
      <Toggle
        name={t('workbench.look.lens')}
        action="lens"
        on={lens}
        icon={<Search {...icon} />}
        onPick={() => sight.turn({ lens: !lens })}
      />
      <Toggle
        name={t('workbench.look.measure')}
        action="measure"
        on={measuring}
        icon={<Pipette {...icon} />}
        onPick={() => sight.turn({ measuring: !measuring })}
      />
      <Toggle
        name={t('workbench.look.rulers')}
        action="rulers"
        on={aids.rulers}
        icon={<Ruler {...icon} />}
        onPick={() => sight.aids({ rulers: !aids.rulers })}
      />
      <Toggle
        name={t('workbench.look.grid')}
        action="grid"
        on={aids.grid}
        icon={<Grid3x3 {...icon} />}
        onPick={() => sight.aids({ grid: !aids.grid })}
      />
      <Toggle
        name={t('workbench.key.map')}
        action="map"
        on={aids.map}
        icon={<MapIcon {...icon} />}
        onPick={() => sight.aids({ map: !aids.map })}
      />
    </div>
  )
}

const turns = [
  ['turnLeft', 'left', RotateCcw, -1],
  ['turnRight', 'right', RotateCw, 1],
  ['mirror', 'mirror', FlipHorizontal2, 'across'],
  ['mirrorDown', 'mirrorDown', FlipVertical2, 'down'],
] as const

/** The view turned and mirrored; labels and coordinates stay. */
function Turns({ sight }: Props) {
  const t = useT()
  return (
    <fieldset className={css['toggles']} aria-label={t('workbench.turn')}>
      {turns.map(([action, word, Icon, how]) => (
        <button
          key={action}
          type="button"
          className={css['toggle']}
          title={`${t(`workbench.key.${action}`)} (${printed(keyOf(action))})`}
          onClick={() => sight.turnView(how)}
        >
          <Icon {...icon} />
          {t(`workbench.turn.${word}`)}
        </button>
      ))}
    </fieldset>
  )
}

interface SizeProps {
  readonly name: string
  readonly hint: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function SizeField({ name, hint, value, onChange }: SizeProps) {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const take = () => {
    const number = Number((typed ?? '').replace(',', '.'))
    if (typed !== null && number >= 0 && number < 1e6) onChange(number)
    setTyped(null)
  }
  return (
    <div className={css['row']}>
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        className={css['number']}
        inputMode="decimal"
        aria-describedby={`${id}-hint`}
        value={typed ?? (value ? String(value) : '')}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === 'Enter' && take()}
      />
      <span className={css['hint']} id={`${id}-hint`}>
        {hint}
      </span>
    </div>
  )
}

/** The grid's step, and how large a pixel is: nobody but the person says that. */
function Sizes({ sight }: Props) {
  const t = useT()
  const { aids } = useSightState(sight)
  return (
    <>
      {aids.grid ? (
        <SizeField
          name={t('workbench.look.gridStep')}
          hint={t('workbench.look.gridStep.hint')}
          value={aids.gridStep}
          onChange={(gridStep) => sight.aids({ gridStep: gridStep && Math.max(1, gridStep) })}
        />
      ) : null}
      <SizeField
        name={t('workbench.look.mm')}
        hint={t('workbench.look.mm.hint')}
        value={aids.mm ?? 0}
        onChange={(mm) => sight.aids({ mm: mm || null })}
      />
    </>
  )
}
