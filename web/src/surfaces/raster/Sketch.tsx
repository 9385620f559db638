import { useEffect, useMemo, useRef, useState } from 'react'
import { fitting } from '../../canvas/camera'
import { Engine } from '../../canvas/engine'
import type { Label, PageRef } from '../../canvas/label'
import type { Size } from '../../canvas/points'
import { type DifferenceLayer, paintDifferences } from '../../canvas/render/differences'
import { type Pin, paintPin } from '../../canvas/render/hand'
import { paintObjects } from '../../canvas/render/objects'
import type { Styles } from '../../canvas/render/style'
import { useTheme } from '../../ui/preferences'
import { marksNow } from './marks'
import css from './raster.module.css'

interface Props {
  readonly label: Label
  readonly page: PageRef
  /** Of the page in pixels of the original. */
  readonly size: Size
  readonly styles: Styles
  readonly differences: DifferenceLayer
  readonly pins?: readonly Pin[]
  readonly name: string
}

const noIds = () => {
  throw new Error('A sketch makes no objects.')
}

/** The outlines of a label and what differs, on an empty page: for who may not see the picture any more. */
export function Sketch({ label, page, size, styles, differences, pins, name }: Props) {
  const theme = useTheme()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  const height = Math.round(Math.min(520, Math.max(160, (width * size.height) / size.width)))
  const engine = useMemo(
    () => new Engine({ label, page, size, newId: noIds, readOnly: true }),
    [label, page, size],
  )
  useEffect(() => {
    const host = canvas.current?.parentElement
    if (!host) return
    const seen = new ResizeObserver(() => setWidth(Math.floor(host.clientWidth)))
    seen.observe(host)
    return () => seen.disconnect()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme's colours are read from the document
  useEffect(() => {
    const pen = canvas.current?.getContext('2d')
    if (!canvas.current || !pen || width < 1) return
    const ratio = window.devicePixelRatio
    canvas.current.width = Math.round(width * ratio)
    canvas.current.height = Math.round(height * ratio)
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    const camera = fitting(size, width, height)
    const marks = marksNow()
    const { font } = marks
    pen.strokeStyle = getComputedStyle(canvas.current).color
    pen.strokeRect(
      Math.round(-camera.left * camera.scale) - 0.5,
      Math.round(-camera.top * camera.scale) - 0.5,
      Math.round(size.width * camera.scale) + 1,
      Math.round(size.height * camera.scale) + 1,
    )
    paintObjects(pen, { snapshot: engine.getSnapshot(), camera, styles, font })
    paintDifferences(pen, differences, page, camera, font)
    for (const pin of pins ?? []) paintPin(pen, pin, { camera, marks })
  }, [engine, differences, pins, styles, page, size, width, height, theme])
  return (
    <div className={css['sketch']}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={name}
        style={{ width: `${width}px`, height: `${height}px` }}
      />
    </div>
  )
}
