import { type PointerEvent, useEffect, useRef } from 'react'
import type { Camera } from '../../canvas/camera'
import { at, onScreen, type Point } from '../../canvas/points'
import { cssOf, planePlace, planeSize, type Turn } from '../../canvas/turn'
import { useT } from '../../ui/messages'
import css from './raster.module.css'
import { pageThumb } from './thumb'
import type { TilePage } from './tiles'

/** The longer side of the map in CSS pixels. */
const longest = 148

interface Props {
  readonly tiles: TilePage
  readonly turn: Turn
  /** Tells what the surface shows, now and whenever it changes, until the returned function is called. */
  readonly onFollow: (listener: (camera: Camera) => void) => () => void
  readonly onGo: (place: Point<'image'>) => void
}

/** The whole page in small, turned as the surface is, with a frame around what is in sight. */
export function MiniMap({ tiles, turn, onFollow, onGo }: Props) {
  const t = useT()
  const canvas = useRef<HTMLCanvasElement>(null)
  const frame = useRef<HTMLSpanElement>(null)
  const scale = longest / Math.max(tiles.size.width, tiles.size.height)
  const size = {
    width: Math.max(8, Math.round(tiles.size.width * scale)),
    height: Math.max(8, Math.round(tiles.size.height * scale)),
  }
  useEffect(() => {
    const stop = new AbortController()
    void pageThumb(tiles, stop.signal).then((bitmap) => {
      const into = canvas.current
      if (!bitmap || !into) return
      into.width = bitmap.width
      into.height = bitmap.height
      into.getContext('2d')?.drawImage(bitmap, 0, 0)
      bitmap.close()
    })
    return () => stop.abort()
  }, [tiles])
  useEffect(
    () =>
      onFollow((camera) => {
        const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.round(value * scale)))
        const [left, top] = [within(camera.left, size.width), within(camera.top, size.height)]
        const right = within(camera.left + camera.width / camera.scale, size.width)
        const bottom = within(camera.top + camera.height / camera.scale, size.height)
        if (!frame.current) return
        Object.assign(frame.current.style, {
          left: `${left}px`,
          top: `${top}px`,
          width: `${Math.max(4, right - left)}px`,
          height: `${Math.max(4, bottom - top)}px`,
        })
      }),
    [onFollow, scale, size.width, size.height],
  )
  const shown = planeSize(turn, size)
  const go = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const edge = event.currentTarget.getBoundingClientRect()
    const place = planePlace(turn, onScreen(event.clientX - edge.left, event.clientY - edge.top), shown)
    onGo(at(place.x / scale, place.y / scale))
  }
  return (
    <div className={css['map']} style={shown} onPointerDown={go} onPointerMove={go}>
      <div
        className={css['mapPlane']}
        style={{ ...size, transform: `translate(-50%, -50%) ${cssOf(turn)}` }}
        role="img"
        aria-label={t('workbench.map')}
      >
        <canvas ref={canvas} width={1} height={1} aria-hidden />
        <span ref={frame} aria-hidden />
      </div>
    </div>
  )
}
