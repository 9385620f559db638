import { type ComponentProps, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Camera } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import type { Size } from '../../canvas/points'
import { followed, shadowOf } from '../../canvas/shadow'
import { type Look, RasterSurface, type SurfaceHandle } from '../../surfaces/raster'
import { Kbd } from '../../ui/Button'
import { BareSelect } from '../../ui/Field'
import { printed } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { keyOf } from './keymap'
import css from './panes.module.css'
import { mostUp } from './parts'
import { useEngine } from './useEngine'
import type { Parts, ShownPart } from './useParts'

type SurfaceProps = Omit<ComponentProps<typeof RasterSurface>, 'ref'>

interface Props extends SurfaceProps {
  readonly parts: Parts
  /** The surface that is drawn on. */
  readonly surface: RefObject<SurfaceHandle | null>
}

const settleMs = 250

const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height

/** The picture that is drawn on; where the asset has several parts they stand side by side. */
export function Panes({ parts, surface, ...primary }: Props) {
  if (parts.all.length < 2) return <RasterSurface ref={surface} {...primary} />
  return <Row parts={parts} surface={surface} {...primary} />
}

/** Tells the surfaces of parts of each other. */
function useTogether(parts: Parts) {
  const handles = useRef(new Map<string, SurfaceHandle>())
  const moving = useRef(false)
  const over = useRef<string | null>(null)
  const sizes = useRef({ known: new Map<string, string>(), changed: 0 })
  /** With the window each surface finds its own new place, and one that led meanwhile would move the others twice. */
  const settling = (part: string, { width, height }: Camera) => {
    const { known } = sizes.current
    const now = performance.now()
    if (known.get(part) !== `${width} ${height}`) sizes.current.changed = now
    known.set(part, `${width} ${height}`)
    return now - sizes.current.changed < settleMs
  }
  const others = (from: ShownPart) =>
    parts.shown.flatMap((one) => {
      const handle = handles.current.get(one.part.id)
      return one !== from && handle && sameSize(one.tiles.size, from.tiles.size) ? [handle] : []
    })
  return {
    handles,
    /** What follows must not lead: two surfaces would pull at each other. */
    camera(from: ShownPart, camera: Camera) {
      if (!parts.linked || moving.current || settling(from.part.id, camera)) return
      moving.current = true
      for (const handle of others(from)) handle.follow(camera)
      moving.current = false
    },
    look(from: ShownPart, { place }: Look) {
      // A part that only follows has no hand over it and nothing to tell.
      if (!place && over.current !== from.part.id) return
      over.current = place ? from.part.id : null
      for (const handle of others(from)) handle.cross(place)
    },
  }
}

function Row({ parts, surface, ...primary }: Props) {
  const t = useT()
  const together = useTogether(parts)
  return (
    <section className={css['parts']} aria-label={t('workbench.parts')}>
      <Bar parts={parts} />
      <p className={css['unseen']} role="status">
        {t(parts.linked ? 'workbench.parts.linked' : 'workbench.parts.unlinked')}
      </p>
      <div className={css['row']} data-up={parts.up}>
        {parts.shown.map((one) => (
          <Pane
            key={one.part.id}
            one={one}
            parts={parts}
            primary={primary}
            onHandle={(handle) => {
              if (handle) together.handles.current.set(one.part.id, handle)
              else together.handles.current.delete(one.part.id)
              if (one.active) surface.current = handle
            }}
            onCamera={(camera) => together.camera(one, camera)}
            onLook={(look) => together.look(one, look)}
          />
        ))}
      </div>
    </section>
  )
}

/** How many parts stand side by side, whether they move together, and all parts by name. */
function Bar({ parts }: { readonly parts: Parts }) {
  const t = useT()
  const { all, shown, up, linked } = parts
  const active = shown.find((one) => one.active)
  return (
    <div className={css['bar']}>
      <BareSelect
        name={t('workbench.parts')}
        value={active?.part.id ?? ''}
        onChange={(event) => {
          const part = all.find(({ id }) => id === event.target.value)
          if (part) parts.take(part)
        }}
      >
        {all.map((part, i) => (
          <option key={part.id} value={part.id}>
            {t('workbench.parts.one', { n: i + 1, of: all.length, name: parts.nameOf(part) })}
          </option>
        ))}
      </BareSelect>
      <span className={css['push']} />
      <fieldset className={css['ups']} aria-label={t('workbench.parts.up')}>
        <span aria-hidden>
          {t('workbench.parts.up')} <Kbd keys={keyOf('partsUp')} />
        </span>
        {Array.from({ length: Math.min(all.length, mostUp) }, (_, i) => i + 1).map((n) => (
          <button
            key={n}
            type="button"
            className={css['choice']}
            aria-pressed={n === up}
            aria-label={t('workbench.parts.up.one', { n })}
            title={`${t('workbench.key.partsUp')} (${printed(keyOf('partsUp'))})`}
            onClick={() => parts.setUp(n)}
          >
            {n}
          </button>
        ))}
      </fieldset>
      <button
        type="button"
        className={css['choice']}
        aria-pressed={linked}
        title={`${t('workbench.parts.link.hint')} (${printed(keyOf('partsLink'))})`}
        onClick={parts.acts.partsLink}
      >
        {t('workbench.parts.link')} <Kbd keys={keyOf('partsLink')} />
      </button>
    </div>
  )
}

interface PaneProps {
  readonly one: ShownPart
  readonly parts: Parts
  readonly primary: SurfaceProps
  readonly onHandle: (handle: SurfaceHandle | null) => void
  readonly onCamera: (camera: Camera) => void
  readonly onLook: (look: Look) => void
}

/** One part: drawn on when it is the one in hand, otherwise looked at; a press or the focus takes it in hand. */
function Pane({ one, parts, primary, onHandle, onCamera, onLook }: PaneProps) {
  const t = useT()
  const mine = useRef<SurfaceHandle>(null)
  useLayoutEffect(() => {
    onHandle(mine.current)
    return () => onHandle(null)
  })
  const { part, n, tiles, active } = one
  const shadow = useShadow(primary.engine, one)
  const name = parts.nameOf(part)
  const words = t('workbench.parts.take', { name, n, of: parts.all.length })
  const { onCamera: tellCamera, onLook: tellLook, pins, onPainted, onUnreadable, label, ...shared } = primary
  const drawn = { ...(pins ? { pins } : {}), ...(onPainted ? { onPainted } : {}) }
  return (
    <section
      className={css['pane']}
      data-part={n}
      data-active={active}
      aria-label={t('workbench.parts.one', { n, of: parts.all.length, name })}
      onFocusCapture={() => parts.take(part)}
      onPointerDownCapture={(event) => {
        // The press that takes a part in hand is not a stroke on it.
        if (active || event.button !== 0) return
        event.stopPropagation()
        parts.take(part)
      }}
    >
      <h2 className={css['name']}>
        <span className={css['number']}>{n}</span>
        <span className={css['word']}>{name}</span>
        {active ? <span className={css['mark']}>{t('workbench.parts.active')}</span> : null}
      </h2>
      <RasterSurface
        {...shared}
        {...(active ? drawn : {})}
        {...(onUnreadable ? { onUnreadable } : {})}
        ref={mine}
        engine={active ? primary.engine : shadow}
        tiles={tiles}
        label={active ? `${label}: ${name}` : words}
        map={(primary.map ?? false) && active}
        onCamera={(camera) => {
          if (active) tellCamera?.(camera)
          onCamera(camera)
        }}
        onLook={(look) => {
          if (active) tellLook?.(look)
          onLook(look)
        }}
      />
    </section>
  )
}

/** The objects of a part that is not in hand, kept as the label has them. */
function useShadow(engine: Engine, { page, tiles, active }: ShownPart): Engine {
  const now = useEngine(engine)
  const { size } = tiles
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view of the same page needs no other shadow
  const shadow = useMemo(() => shadowOf(page, size), [page.part, page.page, size.width, size.height])
  useEffect(() => {
    if (!active) followed(shadow, now)
  }, [shadow, now, active])
  return shadow
}
