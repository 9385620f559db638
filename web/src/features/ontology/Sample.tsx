import type { Drawable } from '../../api/shapes'
import { inkOn } from '../../canvas/render/style'
import { useT } from '../../ui/messages'
import type { allClasses, Place } from './draft'
import css from './editor.module.css'
import { SEEN, type Vision } from './palette'

type Drawn = ReturnType<typeof allClasses>[number] & { readonly place: Place }

const WIDE = 420
const HIGH = 240
const COLUMNS = 4
/** More than these would not be told apart on a sample. */
export const MOST_DRAWN = 12

interface Cell {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

function cellOf(i: number, of: number): Cell {
  const columns = Math.min(COLUMNS, of)
  const rows = Math.ceil(of / columns)
  const w = WIDE / columns
  const h = HIGH / rows
  const inset = Math.min(w, h) * 0.2
  return {
    x: (i % columns) * w + inset,
    y: Math.floor(i / columns) * h + inset,
    w: w - 2 * inset,
    h: h - 2 * inset,
  }
}

/** An outline of the kind in the cell, as an SVG path. */
function pathOf(kind: Drawable, { x, y, w, h }: Cell, one: Drawn['class']): string {
  const at = (px: number, py: number) => `${(x + px * w).toFixed(1)} ${(y + py * h).toFixed(1)}`
  const round = (rx: number, ry: number) =>
    `M${at(0.5 - rx, 0.5)}a${rx * w} ${ry * h} 0 1 0 ${2 * rx * w} 0a${rx * w} ${ry * h} 0 1 0 ${-2 * rx * w} 0Z`
  switch (kind) {
    case 'bbox':
      return `M${at(0, 0)}H${x + w}V${y + h}H${x}Z`
    case 'rbox':
      return `M${at(0.2, 0)}L${at(1, 0.3)}L${at(0.8, 1)}L${at(0, 0.7)}Z`
    case 'ellipse':
      return round(0.5, 0.4)
    case 'polygon':
      return `M${at(0.1, 0.3)}L${at(0.5, 0)}L${at(1, 0.25)}L${at(0.85, 0.9)}L${at(0.35, 1)}L${at(0, 0.7)}Z`
    case 'mask':
      return `M${at(0, 0.5)}C${at(0, 0)} ${at(0.5, 0.1)} ${at(0.6, 0.05)}S${at(1, 0.3)} ${at(0.95, 0.6)}S${at(0.6, 1)} ${at(0.4, 0.9)}S${at(0, 0.9)} ${at(0, 0.5)}Z`
    case 'polyline':
      return `M${at(0, 0.8)}L${at(0.3, 0.2)}L${at(0.65, 0.7)}L${at(1, 0.1)}`
    case 'point':
      return round(0.06, 0.06)
    case 'skeleton': {
      const nodes = new Map((one.skeleton?.nodes ?? []).map((node) => [node.id, node]))
      const lines = (one.skeleton?.edges ?? []).flatMap(([a, b]) => {
        const from = nodes.get(a ?? '')
        const to = nodes.get(b ?? '')
        return from && to ? [`M${at(from.x, from.y)}L${at(to.x, to.y)}`] : []
      })
      const joints = [...nodes.values()].map((node) => `M${at(node.x, node.y)}m-2 0h4m-2 -2v4`)
      return [...lines, ...joints].join('')
    }
  }
}

function Example({
  one,
  cell,
  chosen,
  onGo,
}: {
  readonly one: Drawn
  readonly cell: Cell
  readonly chosen: boolean
  readonly onGo: () => void
}) {
  const kind = one.task.geometry[0]
  if (!kind) return null
  const path = pathOf(kind, cell, one.class)
  const filled = kind === 'mask' ? 0.35 : kind === 'point' ? 1 : 0
  const width = chosen ? 4 : 2.5
  return (
    // The class list beside the picture does the same by keys.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <g onClick={onGo} className={css['example']}>
      <path d={path} fill="none" stroke="rgb(0 0 0 / 75%)" strokeWidth={width + 3} />
      <path d={path} fill="none" stroke="rgb(255 255 255 / 90%)" strokeWidth={width + 1.5} />
      <path
        d={path}
        fill={one.class.color}
        fillOpacity={filled}
        stroke={one.class.color}
        strokeWidth={width}
        pointerEvents="all"
      />
      <rect x={cell.x} y={cell.y - 15} width={15} height={14} fill={one.class.color} />
      <text
        x={cell.x + 7.5}
        y={cell.y - 4}
        fontSize={11}
        fontWeight={600}
        textAnchor="middle"
        fill={inkOn(one.class.color)}
      >
        {one.class.key ?? one.class.label.slice(0, 1)}
      </text>
    </g>
  )
}

/** A picture that is dark on one side and bright on the other, with one object of each class. */
export function Sample({
  classes,
  chosen,
  vision,
  onGo,
}: {
  readonly classes: readonly Drawn[]
  readonly chosen: Place | null
  readonly vision: Vision
  readonly onGo: (place: Place) => void
}) {
  const t = useT()
  const shown = classes.slice(0, MOST_DRAWN)
  const rows = SEEN[vision].map((row) => `${row.join(' ')} 0 0`).join(' ')
  return (
    <svg
      className={css['sample']}
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      role="img"
      aria-label={t('ontology.sample')}
    >
      <defs>
        <linearGradient id="lk-sample">
          <stop offset="0" stopColor="#1b1f1c" />
          <stop offset="0.45" stopColor="#4c4a45" />
          <stop offset="0.55" stopColor="#a9a59b" />
          <stop offset="1" stopColor="#f1ede4" />
        </linearGradient>
        <filter id="lk-vision" colorInterpolationFilters="linearRGB">
          <feColorMatrix type="matrix" values={`${rows} 0 0 0 1 0`} />
        </filter>
      </defs>
      <g filter={vision === 'usual' ? undefined : 'url(#lk-vision)'}>
        <rect width={WIDE} height={HIGH} fill="url(#lk-sample)" />
        {shown.map((one, i) => (
          <Example
            key={one.ref}
            one={one}
            cell={cellOf(i, shown.length)}
            chosen={chosen?.task === one.place.task && chosen.class === one.place.class}
            onGo={() => onGo(one.place)}
          />
        ))}
      </g>
    </svg>
  )
}
