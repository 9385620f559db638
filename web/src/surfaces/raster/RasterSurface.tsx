import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { type Camera, toImage } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import { at, type Bounds, bounds, onScreen, type Point } from '../../canvas/points'
import type { DifferenceLayer } from '../../canvas/render/differences'
import type { Pin } from '../../canvas/render/hand'
import type { LinkStyles, Styles } from '../../canvas/render/style'
import { turnWords } from '../../canvas/render/words'
import type { Arrow } from '../../canvas/tools/tool'
import { cssOf, planeArrow, planeMove, type Turn, unturned } from '../../canvas/turn'
import { useT } from '../../ui/messages'
import { useTheme } from '../../ui/preferences'
import { Cross } from './cross'
import { GuideLayer } from './guides'
import { Hand } from './hand'
import type { TileFailure } from './kept'
import { Lens } from './lens'
import { MiniMap } from './MiniMap'
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
  /** Shows where the hand is on another surface; null takes the cross away. */
  cross(place: Point<'image'> | null): void
  /** The arrow of the picture that points where this one points on the screen. */
  arrow(arrow: Arrow): Arrow
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
  /** How the view is turned; not at all when left out. */
  readonly turn?: Turn
  /** The whole page in small lies in a corner. */
  readonly map?: boolean
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
  readonly cross: Cross
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
  turn = unturned,
  map = false,
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
  const plane = useRef<HTMLDivElement>(null)
  const picture = useRef<Picture | null>(null)
  const [cameras] = useState(() => new Cameras())
  const { view } = tiles

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view is a new picture
  useEffect(() => {
    if (!plane.current) return
    const under = document.createElement('div')
    under.className = css['picture'] ?? ''
    plane.current.prepend(under)
    const made = new Picture(under, {
      onMove: cameras.tell,
      onFailure(failure) {
        if (failure.status === 0 || !calls.current.onUnreadable) setFailure(failure)
        else calls.current.onUnreadable(failure)
      },
      onPainted: () => calls.current.onPainted?.(),
      onWhole() {
        if (host.current && shown.current) host.current.dataset['whole'] = shown.current.view
      },
    })
    picture.current = made
    shown.current = null
    return () => {
      picture.current = null
      cameras.forget()
      made.destroy()
      under.remove()
    }
  }, [view])

  // biome-ignore lint/correctness/useExhaustiveDependencies: styles follow by their own effect; a new engine is a new drawing
  useEffect(() => {
    if (!host.current || !plane.current || !picture.current) return
    const made = build(host.current, plane.current, picture.current, cameras, engine, styles, {
      look: (look) => calls.current.onLook?.(look),
      camera: (camera) => calls.current.onCamera?.(camera),
      sight: () => calls.current.sight,
      tiles: () => shown.current,
    })
    parts.current = made.parts
    return () => {
      parts.current = null
      made.destroy()
    }
  }, [engine, view])

  useEffect(() => {
    const before = shown.current
    shown.current = tiles
    setFailure(null)
    // The next slice of a stack is looked at in the same place.
    const same =
      before?.view === tiles.view &&
      before.size.width === tiles.size.width &&
      before.size.height === tiles.size.height
    if (before !== tiles) picture.current?.open(tiles, same)
  }, [tiles])

  const wasTurned = useRef(turn)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new hand
  useEffect(() => {
    const { current } = parts
    if (!current || !plane.current) return
    turnWords(plane.current, turn)
    current.hand.turn = turn
    current.overlay.set({ styles: current.overlay.look.styles })
    current.guides.refresh()
    current.lens.refresh()
    // On its side the picture has other room; then all of it is shown.
    if (wasTurned.current.quarters % 2 !== turn.quarters % 2) current.picture.reshaped()
    wasTurned.current = turn
  }, [turn, engine, view])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new picture
  useEffect(() => (sight ? followSight(parts, sight) : undefined), [sight, engine, view])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ styles }), [styles, engine, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ pins: pins ?? [] }), [pins, engine, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(
    () => parts.current?.overlay.set({ differences: differences ?? null }),
    [differences, engine, view],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new engine has a new overlay
  useEffect(() => parts.current?.overlay.set({ links: links ?? new Map() }), [links, engine, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the document
  useEffect(() => parts.current?.overlay.set({ marks: marksNow() }), [theme])

  useImperativeHandle(ref, () => handle(parts, engine, host), [engine])

  return (
    <div className={css['frame']}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the surface is driven by keys; role application says so */}
      <div ref={host} className={css['surface']} role="application" aria-label={label} tabIndex={0}>
        <div
          ref={plane}
          className={css['plane']}
          data-side={turn.quarters % 2 === 1}
          style={{ transform: cssOf(turn) || 'none' }}
        />
      </div>
      {map ? (
        <MiniMap
          tiles={tiles}
          turn={turn}
          onFollow={cameras.follow}
          onGo={(place) => picture.current?.centre(place)}
        />
      ) : null}
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
              picture.current?.open(tiles, true)
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

/** What the surface shows now, for all that lies on the picture. */
class Cameras {
  private now: Camera | null = null
  private readonly listeners = new Set<(camera: Camera, moving: boolean) => void>()

  readonly tell = (camera: Camera, moving: boolean): void => {
    this.now = camera
    for (const listener of this.listeners) listener(camera, moving)
  }

  readonly follow = (listener: (camera: Camera, moving: boolean) => void): (() => void) => {
    this.listeners.add(listener)
    if (this.now) listener(this.now, false)
    return () => this.listeners.delete(listener)
  }

  forget(): void {
    this.now = null
  }
}

function build(
  surface: HTMLDivElement,
  host: HTMLDivElement,
  picture: Picture,
  cameras: Cameras,
  engine: Engine,
  styles: Styles,
  tells: Tells,
) {
  let camera: Camera | null = null
  let pointer: Point<'screen'> | null = null
  const look = () =>
    camera && tells.look({ place: pointer ? toImage(camera, pointer) : null, scale: camera.scale })
  const guides = new GuideLayer(host, () => tells.tiles()?.size ?? { width: 1, height: 1 })
  const overlay = new Overlay(host, engine, styles, marksNow())
  const lens = new Lens(host, {
    engine,
    tiles: tells.tiles,
    tone: () => tells.sight()?.getSnapshot().tone ?? plainTone,
    styles: () => overlay.look.styles,
    marks: () => overlay.look.marks,
  })
  const cross = new Cross(host)
  const hand = new Hand(surface, engine, picture, {
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
  const leave = cameras.follow((next, moving) => {
    camera = next
    engine.setView(next.scale, toImage(next, onScreen(next.width / 2, next.height / 2)))
    overlay.follow(next, moving)
    guides.follow(next)
    lens.follow(next)
    cross.follow(next)
    tells.camera(next)
    look()
  })
  const destroy = () => {
    leave()
    detach()
    cross.destroy()
    overlay.destroy()
    guides.destroy()
    lens.destroy()
  }
  return { parts: { picture, overlay, hand, guides, lens, cross }, destroy }
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
    pan(dx, dy) {
      const { current } = parts
      current?.picture.pan(...planeMove(current.hand.turn, dx, dy))
    },
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
    cross: (place) => parts.current?.cross.set(place),
    arrow: (arrow) => planeArrow(parts.current?.hand.turn ?? unturned, arrow),
    focus: () => host.current?.focus({ preventScroll: true }),
  }
}
