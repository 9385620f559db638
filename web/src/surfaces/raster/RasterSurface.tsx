import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { type Camera, toImage } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import { at, type Bounds, bounds, onScreen, type Point } from '../../canvas/points'
import type { DifferenceLayer } from '../../canvas/render/differences'
import type { Pin } from '../../canvas/render/hand'
import type { LinkStyles, Styles } from '../../canvas/render/style'
import { useT } from '../../ui/messages'
import { useTheme } from '../../ui/preferences'
import { GuideLayer } from './guides'
import { Hand } from './hand'
import type { TileFailure } from './kept'
import { Lens } from './lens'
import { marksNow } from './marks'
import { Overlay } from './overlay'
import { Picture } from './picture'
import css from './raster.module.css'
import { plainTone } from './shades'
import type { SightSource } from './sight'
import type { TilePage } from './tiles'

/** What the surface's owner may ask of it. */
export interface SurfaceHandle {
  fit(): void
  /** Uses all of the surface for the picture, part of which then lies outside. */
  fill(): void
  zoom(factor: number): void
  /** Shows a picture pixel as so many screen pixels. */
  scaleTo(scale: number): void
  /** The place of the picture in the middle, and how many screen pixels one of its pixels takes. */
  middle(): { readonly at: Point<'image'>; readonly scale: number } | null
  pan(dx: number, dy: number): void
  /** Brings an object to the middle. */
  show(id: string): void
  /** As `show`, but only when the object is not in sight. */
  reveal(id: string): void
  showPlace(place: Point<'image'>): void
  /** Shows what another surface of the same picture shows, at once. */
  follow(camera: Camera): void
  /** While on, a drag moves the picture. */
  setPanning(on: boolean): void
  focus(): void
}

/** Where the hand is and how near the picture; for the status line. */
export interface Look {
  readonly place: Point<'image'> | null
  readonly scale: number
}

interface Props {
  readonly engine: Engine
  readonly tiles: TilePage
  readonly styles: Styles
  readonly links?: LinkStyles
  readonly pins?: readonly Pin[]
  /** How the person looks at it; plain when left out. */
  readonly sight?: SightSource
  /** What differs between two versions; null while none are compared. */
  readonly differences?: DifferenceLayer | null
  readonly label: string
  readonly onLook?: (look: Look) => void
  /** The picture moved under the hand or by a key, so that another surface can follow it. */
  readonly onCamera?: (camera: Camera) => void
  /** The first pixels of a page are on the screen. */
  readonly onPainted?: () => void
  /** Part of the picture cannot be shown, and trying again will not help. */
  readonly onUnreadable?: (failure: TileFailure) => void
  readonly ref?: Ref<SurfaceHandle>
}

interface Parts {
  readonly picture: Picture
  readonly overlay: Overlay
  readonly hand: Hand
  readonly guides: GuideLayer
  readonly lens: Lens
}

/** Bounds of a few hundred pixels around a place, for coming near without losing where one is. */
const around = (place: Point<'image'>, by: number): Bounds<'image'> =>
  bounds(place.x - by, place.y - by, place.x + by, place.y + by)

/** A picture by tiles with the engine's drawing over it. */
export function RasterSurface({
  engine,
  tiles,
  styles,
  links,
  pins,
  sight,
  differences,
  label,
  onLook,
  onCamera,
  onPainted,
  onUnreadable,
  ref,
}: Props) {
  const t = useT()
  const theme = useTheme()
  const host = useRef<HTMLDivElement>(null)
  const parts = useRef<Parts | null>(null)
  const shown = useRef<TilePage | null>(null)
  const [failure, setFailure] = useState<TileFailure | null>(null)
  const calls = useRef({ onLook, onCamera, onPainted, onUnreadable, sight })
  calls.current = { onLook, onCamera, onPainted, onUnreadable, sight }

  // biome-ignore lint/correctness/useExhaustiveDependencies: styles follow by their own effect; a new engine is a new surface
  useEffect(() => {
    if (!host.current) return
    const made = build(host.current, engine, styles, {
      look: (look) => calls.current.onLook?.(look),
      camera: (camera) => calls.current.onCamera?.(camera),
      painted: () => calls.current.onPainted?.(),
      whole() {
        if (host.current && shown.current) host.current.dataset['whole'] = shown.current.view
      },
      failed(failure) {
        if (failure.status === 0 || !calls.current.onUnreadable) setFailure(failure)
        else calls.current.onUnreadable(failure)
      },
      sight: () => calls.current.sight,
      tiles: () => shown.current,
    })
    parts.current = made.parts
    shown.current = null
    return () => {
      parts.current = null
      made.destroy()
    }
  }, [engine])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new, empty picture to fill
  useEffect(() => {
    const before = shown.current
    shown.current = tiles
    setFailure(null)
    // The next slice of a stack is looked at in the same place.
    const same =
      before?.view === tiles.view &&
      before.size.width === tiles.size.width &&
      before.size.height === tiles.size.height
    if (before !== tiles) parts.current?.picture.open(tiles, same)
  }, [tiles, engine])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new picture
  useEffect(() => (sight ? followSight(parts, sight) : undefined), [sight, engine])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ styles }), [styles, engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ pins: pins ?? [] }), [pins, engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ differences: differences ?? null }), [differences, engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ links: links ?? new Map() }), [links, engine])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the document
  useEffect(() => parts.current?.overlay.set({ marks: marksNow() }), [theme])

  useImperativeHandle(ref, () => handle(parts, engine, host), [engine])

  return (
    <div className={css['frame']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the surface is driven by keys; role application says so */}
      <div ref={host} className={css['surface']} role="application" aria-label={label} tabIndex={0} />
      {failure ? (
        <div className={css['failure']} role="alert">
          <span>
            {t(failure.status === 0 ? 'workbench.tile.unreachable' : 'workbench.tile.refused', {
              detail: failure.detail,
            })}
          </span>
          <button
            type="button"
            className={css['again']}
            onClick={() => {
              setFailure(null)
              parts.current?.picture.open(tiles, true)
            }}
          >
            {t('workbench.tile.again')}
          </button>
        </div>
      ) : null}
    </div>
  )
}

interface Tells {
  look(look: Look): void
  camera(camera: Camera): void
  painted(): void
  whole(): void
  failed(failure: TileFailure): void
  sight(): SightSource | undefined
  tiles(): TilePage | null
}

/** Has the surface show what the source says, now and whenever it changes, until the returned function is called. */
function followSight(parts: { current: Parts | null }, sight: SightSource): () => void {
  let tone: unknown
  let guides: unknown
  const show = () => {
    const now = sight.getSnapshot()
    const { current } = parts
    if (!current) return
    if (now.tone !== tone) current.picture.setTone(now.tone)
    if (now.guides !== guides) current.guides.set(now.guides)
    current.hand.levelling = now.levelling
    current.hand.measuring = now.measuring
    current.lens.show(now.lens)
    if (now.tone !== tone) current.lens.refresh()
    tone = now.tone
    guides = now.guides
  }
  show()
  return sight.subscribe(show)
}

function build(host: HTMLDivElement, engine: Engine, styles: Styles, tells: Tells) {
  const under = document.createElement('div')
  under.className = css['picture'] ?? ''
  host.append(under)
  let camera: Camera | null = null
  let pointer: Point<'screen'> | null = null
  const look = () =>
    camera && tells.look({ place: pointer ? toImage(camera, pointer) : null, scale: camera.scale })
  const picture = new Picture(under, {
    onMove(next, moving) {
      camera = next
      engine.setView(next.scale, toImage(next, onScreen(next.width / 2, next.height / 2)))
      overlay.follow(next, moving)
      guides.follow(next)
      lens.follow(next)
      tells.camera(next)
      look()
    },
    onFailure: tells.failed,
    onPainted: tells.painted,
    onWhole: tells.whole,
  })
  const guides = new GuideLayer(host, () => tells.tiles()?.size ?? { width: 1, height: 1 })
  const overlay = new Overlay(host, engine, styles, marksNow())
  const lens = new Lens(host, {
    engine,
    tiles: tells.tiles,
    tone: () => tells.sight()?.getSnapshot().tone ?? plainTone,
    styles: () => overlay.look.styles,
    marks: () => overlay.look.marks,
  })
  const hand = new Hand(host, engine, picture, {
    onPointer(place) {
      pointer = place
      overlay.set({ pointer: place })
      lens.point(place)
      const sight = tells.sight()
      if (sight?.getSnapshot().measuring && camera)
        sight.measure({ type: 'move', at: place && toImage(camera, place) })
      look()
    },
    onLevel: (dx, dy) => tells.sight()?.level(dx, dy),
    onLevelled: () => tells.sight()?.levelled(),
    onMeasure: (at) => tells.sight()?.measure({ type: 'set', at, near: 6 / (camera?.scale ?? 1) }),
  })
  const detach = hand.attach()
  const destroy = () => {
    detach()
    overlay.destroy()
    guides.destroy()
    lens.destroy()
    picture.destroy()
    under.remove()
  }
  return { parts: { picture, overlay, hand, guides, lens }, destroy }
}

function handle(
  parts: { current: Parts | null },
  engine: Engine,
  host: { current: HTMLDivElement | null },
): SurfaceHandle {
  return {
    fit: () => parts.current?.picture.fit(),
    fill: () => parts.current?.picture.fill(),
    zoom: (factor) => parts.current?.picture.zoom(factor),
    scaleTo: (scale) => parts.current?.picture.scaleTo(scale),
    middle() {
      const camera = parts.current?.picture.camera()
      return camera
        ? { at: toImage(camera, onScreen(camera.width / 2, camera.height / 2)), scale: camera.scale }
        : null
    },
    pan: (dx, dy) => parts.current?.picture.pan(dx, dy),
    show(id) {
      const object = engine.getSnapshot().scene.get(id)
      if (object) parts.current?.picture.show(boundsOf(object.geometry))
    },
    reveal(id) {
      const object = engine.getSnapshot().scene.get(id)
      if (object) parts.current?.picture.reveal(boundsOf(object.geometry))
    },
    follow: (camera) => parts.current?.picture.follow(camera),
    showPlace: (place) => parts.current?.picture.show(around(at(place.x, place.y), 150)),
    setPanning(on) {
      if (parts.current) parts.current.hand.panning = on
      if (host.current) host.current.style.cursor = on ? 'grab' : ''
    },
    focus: () => host.current?.focus({ preventScroll: true }),
  }
}
