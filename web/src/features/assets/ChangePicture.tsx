import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { send } from '../../api/client'
import { labelVersion } from '../../api/queries'
import type { Asset, View } from '../../api/shapes'
import type { Camera } from '../../canvas/camera'
import { boundsOf } from '../../canvas/geometry'
import { completed, emptyLabel, type PageRef } from '../../canvas/label'
import { paintOutline } from '../../canvas/render/objects'
import { type Styles, styleOf } from '../../canvas/render/style'
import { useT } from '../../ui/messages'
import css from './change.module.css'
import { type Change, cameraFor, changeOf, type Drawn, type Kind, tilesUnder } from './crop'

const WIDTH = 344
const HEIGHT = 160

/** How each kind is drawn: its line and its sign, so that colour says nothing alone. */
const LOOKS: Readonly<Record<Kind, { dash: number[]; width: number; alpha: number; sign: string }>> = {
  kept: { dash: [], width: 1, alpha: 0.45, sign: '' },
  removed: { dash: [5, 4], width: 2, alpha: 1, sign: '−' },
  before: { dash: [2, 3], width: 1, alpha: 0.9, sign: '' },
  after: { dash: [], width: 2, alpha: 1, sign: '~' },
  added: { dash: [], width: 2, alpha: 1, sign: '+' },
}

type Ctx = CanvasRenderingContext2D

function paintSign(ctx: Ctx, sign: string, x: number, y: number): void {
  ctx.font = '600 13px Inter, sans-serif'
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'center'
  const [at, down] = [Math.max(8, Math.min(WIDTH - 8, x)), Math.max(8, Math.min(HEIGHT - 8, y))]
  ctx.fillStyle = '#000000'
  ctx.fillRect(at - 7, down - 7, 14, 14)
  ctx.fillStyle = '#ffffff'
  ctx.fillText(sign, at, down)
}

function paintOne(ctx: Ctx, { kind, object }: Drawn, styles: Styles, camera: Camera): void {
  const look = LOOKS[kind]
  ctx.save()
  ctx.globalAlpha = look.alpha
  ctx.setLineDash(look.dash)
  paintOutline(ctx, object.geometry, styleOf(styles, object), camera, look.width)
  ctx.restore()
  if (!look.sign) return
  const edge = boundsOf(object.geometry)
  paintSign(ctx, look.sign, (edge.left - camera.left) * camera.scale, (edge.top - camera.top) * camera.scale)
}

function pageOf(asset: Asset, view: View | null, { part, page }: PageRef) {
  const shown = view?.parts.find(({ id }) => id === part)?.pages[page]
  return shown ?? asset.parts?.find(({ id }) => id === part) ?? null
}

type Placed = {
  readonly image: ImageBitmap
  readonly left: number
  readonly top: number
  readonly step: number
}

/** The pixels under a change, through the view that the manager has opened: there are none without it. */
async function pixelsOf(
  projectId: string,
  view: View,
  change: Change,
  camera: Camera,
  signal: AbortSignal,
): Promise<Placed[]> {
  const { part, page } = change.page
  const shown = view.parts.find(({ id }) => id === part)?.pages[page]
  if (!shown) return []
  const places = tilesUnder(camera, shown, view.tile_size, window.devicePixelRatio)
  const all = await Promise.all(
    places.map(async ({ level, column, row, left, top, step }) => {
      const path = `/projects/${projectId}/views/${view.id}/tiles/${part}/${page}/${level}/${column}/${row}`
      const answer = await send(path, { signal })
      if (!answer.ok) return []
      return [{ image: await createImageBitmap(await answer.value.blob()), left, top, step }]
    }),
  )
  return all.flat()
}

function paint(
  ctx: Ctx,
  change: Change,
  styles: Styles,
  camera: Camera,
  page: { readonly width: number; readonly height: number },
  pixels: readonly Placed[],
): void {
  const place = (x: number, y: number, width: number, height: number) =>
    [
      (x - camera.left) * camera.scale,
      (y - camera.top) * camera.scale,
      width * camera.scale,
      height * camera.scale,
    ] as const
  ctx.clearRect(0, 0, WIDTH, HEIGHT)
  for (const { image, left, top, step } of pixels)
    ctx.drawImage(image, ...place(left, top, image.width * step, image.height * step))
  if (pixels.length === 0) {
    ctx.fillStyle = '#6b6b6b'
    ctx.fillRect(...place(0, 0, page.width, page.height))
  }
  for (const one of change.drawn) paintOne(ctx, one, styles, camera)
}

interface Props {
  readonly projectId: string
  readonly asset: Asset
  readonly view: View | null
  readonly styles: Styles
  readonly version: string
  /** The version before; null for the first. */
  readonly before: string | null
  /** What changed, in words: said to who does not see the picture. */
  readonly words: string
}

/** A small picture of what one version changed: outlines, over the pixels once a view is open. */
export function ChangePicture({ projectId, asset, view, styles, version, before, words }: Props) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (!box.current) return
    // A long history reads only the versions that somebody scrolls to.
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), {
      rootMargin: '200px',
    })
    watcher.observe(box.current)
    return () => watcher.disconnect()
  }, [])
  const now = useQuery({ ...labelVersion(projectId, asset.id, version), enabled: near })
  const was = useQuery({
    ...labelVersion(projectId, asset.id, before ?? ''),
    enabled: near && before !== null,
  })
  const [from, to] = [before === null ? emptyLabel : was.data?.label, now.data?.label]
  const change = useMemo(() => (from && to ? changeOf(completed(from), completed(to)) : null), [from, to])
  const page = change ? pageOf(asset, view, change.page) : null
  useEffect(() => {
    const element = canvas.current
    const ctx = element?.getContext('2d')
    if (!element || !ctx || !change || !page) return
    const ratio = window.devicePixelRatio
    element.width = Math.round(WIDTH * ratio)
    element.height = Math.round(HEIGHT * ratio)
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    const camera = cameraFor(change, page, WIDTH, HEIGHT)
    paint(ctx, change, styles, camera, page, [])
    if (!view) return
    const stop = new AbortController()
    void pixelsOf(projectId, view, change, camera, stop.signal).then((pixels) => {
      if (!stop.signal.aborted && pixels.length) paint(ctx, change, styles, camera, page, pixels)
      for (const { image } of pixels) image.close()
    })
    return () => stop.abort()
  }, [projectId, view, change, page, styles])
  return (
    <div ref={box} className={css['picture']}>
      {now.error || was.error ? (
        <span className={css['note']}>{t('assets.picture.failed')}</span>
      ) : (
        <canvas
          ref={canvas}
          className={css['canvas']}
          role="img"
          aria-label={t('assets.picture', { words })}
        />
      )}
      {change?.otherPages ? (
        <span className={css['note']}>{t('assets.picture.pages', { n: change.otherPages })}</span>
      ) : null}
    </div>
  )
}
