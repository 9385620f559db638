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
import { Hand } from './hand'
import type { TileFailure } from './kept'
import { marksNow } from './marks'
import { Overlay } from './overlay'
import { Picture } from './picture'
import css from './raster.module.css'
import type { TilePage } from './tiles'

/** What the surface's owner may ask of it. */
export interface SurfaceHandle {
  fit(): void
  /** Uses all of the surface for the picture, part of which then lies outside. */
  fill(): void
  zoom(factor: number): void
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
  const calls = useRef({ onLook, onCamera, onPainted, onUnreadable })
  calls.current = { onLook, onCamera, onPainted, onUnreadable }

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
    const same =
      before?.page.part === tiles.page.part &&
      before.page.page === tiles.page.page &&
      before.view === tiles.view
    if (before !== tiles) parts.current?.picture.open(tiles, same)
  }, [tiles, engine])

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
      tells.camera(next)
      look()
    },
    onFailure: tells.failed,
    onPainted: tells.painted,
    onWhole: tells.whole,
  })
  const overlay = new Overlay(host, engine, styles, marksNow())
  const hand = new Hand(host, engine, picture, {
    onPointer(place) {
      pointer = place
      overlay.set({ pointer: place })
      look()
    },
  })
  const detach = hand.attach()
  const destroy = () => {
    detach()
    overlay.destroy()
    picture.destroy()
    under.remove()
  }
  return { parts: { picture, overlay, hand }, destroy }
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
