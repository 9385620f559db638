import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  Copy,
  Eye,
  EyeOff,
  Group,
  Lock,
  LockOpen,
  Trash2,
  Ungroup,
  Workflow,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { Engine } from '../../canvas/engine'
import { frameOf } from '../../canvas/frames'
import { boundsOf } from '../../canvas/geometry'
import { lengthOf } from '../../canvas/kinds/polyline'
import type { Geometry, LabelObject, NodeSight, PolygonGeometry, SkeletonGeometry } from '../../canvas/label'
import { withoutHole } from '../../canvas/rings'
import { vertexCount } from '../../canvas/vertices'
import { IconButton } from '../../ui/IconButton'
import { type Translate, useT } from '../../ui/messages'
import { toggleHidden, toggleLock } from './acts'
import { type Action, keyOf } from './keymap'
import { useEngine } from './useEngine'
import type { Entry } from './vocabulary'
import css from './workbench.module.css'

const tenth = (value: number) => value.toFixed(1)

/** What a geometry is and measures, in words. */
export function shapeWords(geometry: Geometry, t: Translate): string {
  switch (geometry.kind) {
    case 'bbox':
    case 'ellipse': {
      const { w, h, rotation } = frameOf(geometry)
      const words = t(`workbench.selected.${geometry.kind === 'bbox' ? 'box' : 'ellipse'}`, {
        w: tenth(w),
        h: tenth(h),
      })
      return rotation === 0 ? words : `${words}, ${tenth(rotation)}°`
    }
    case 'polygon':
      return t('workbench.selected.polygon', { n: vertexCount(geometry) })
    case 'polyline':
      return t('workbench.selected.polyline', {
        n: geometry.points.length,
        length: tenth(lengthOf(geometry)),
      })
    case 'point':
      return t('workbench.selected.point', { x: tenth(geometry.x), y: tenth(geometry.y) })
    case 'skeleton': {
      const all = geometry.points.length
      return t('workbench.selected.skeleton', { n: geometry.points.filter(({ v }) => v > 0).length, all })
    }
    case 'mask': {
      const { left, top, right, bottom } = boundsOf(geometry)
      return t('workbench.selected.mask', { w: String(right - left), h: String(bottom - top) })
    }
  }
}

interface ActProps {
  readonly name: string
  readonly action: Action
  readonly icon: ReactNode
  readonly disabled?: boolean
  readonly onPick: () => void
}

function Act({ name, action, icon, disabled = false, onPick }: ActProps) {
  return <IconButton name={name} keys={keyOf(action)} icon={icon} disabled={disabled} onClick={onPick} />
}

const icon = { size: 16, strokeWidth: 1.5 } as const

/** What can be done with the selected objects as a whole, each with its key in the tooltip. */
export function Acts({
  engine,
  onRelate,
  onDuplicate,
}: {
  readonly engine: Engine
  readonly onRelate: (() => void) | null
  readonly onDuplicate: () => void
}) {
  const t = useT()
  const { selection, scene, locked, hidden, readOnly } = useEngine(engine)
  const ids = [...selection]
  const isLocked = ids.every((id) => locked.has(id))
  const isHidden = ids.every((id) => hidden.has(id))
  const off = readOnly || isLocked
  const isGrouped = ids.some((id) => (scene.get(id)?.group ?? null) !== null)
  return (
    <div className={css['acts']} role="toolbar" aria-label={t('workbench.acts')}>
      <Act
        name={t('workbench.key.duplicate')}
        action="duplicate"
        icon={<Copy {...icon} />}
        disabled={off}
        onPick={onDuplicate}
      />
      <Act
        name={t('workbench.key.forward')}
        action="forward"
        icon={<ArrowUp {...icon} />}
        disabled={off}
        onPick={() => engine.lift('forward')}
      />
      <Act
        name={t('workbench.key.backward')}
        action="backward"
        icon={<ArrowDown {...icon} />}
        disabled={off}
        onPick={() => engine.lift('backward')}
      />
      <Act
        name={t('workbench.key.toFront')}
        action="toFront"
        icon={<ArrowUpToLine {...icon} />}
        disabled={off}
        onPick={() => engine.lift('front')}
      />
      <Act
        name={t('workbench.key.toBack')}
        action="toBack"
        icon={<ArrowDownToLine {...icon} />}
        disabled={off}
        onPick={() => engine.lift('back')}
      />
      {ids.length > 1 ? (
        <Act
          name={t('workbench.key.group')}
          action="group"
          icon={<Group {...icon} />}
          disabled={off}
          onPick={() => engine.group(true)}
        />
      ) : null}
      {isGrouped ? (
        <Act
          name={t('workbench.key.ungroup')}
          action="ungroup"
          icon={<Ungroup {...icon} />}
          disabled={off}
          onPick={() => engine.group(false)}
        />
      ) : null}
      {onRelate ? (
        <Act
          name={t('workbench.key.relate')}
          action="relate"
          icon={<Workflow {...icon} />}
          disabled={off}
          onPick={onRelate}
        />
      ) : null}
      <Act
        name={t(isLocked ? 'workbench.unlock' : 'workbench.lock')}
        action="lock"
        icon={isLocked ? <Lock {...icon} /> : <LockOpen {...icon} />}
        onPick={() => toggleLock(engine)}
      />
      <Act
        name={t(isHidden ? 'workbench.show' : 'workbench.hide')}
        action="hideOne"
        icon={isHidden ? <EyeOff {...icon} /> : <Eye {...icon} />}
        onPick={() => toggleHidden(engine)}
      />
      <Act
        name={t('workbench.selected.delete')}
        action="delete"
        icon={<Trash2 {...icon} />}
        disabled={off}
        onPick={() => engine.edit(ids, () => null)}
      />
    </div>
  )
}

interface ShapeProps {
  readonly engine: Engine
  readonly object: LabelObject
  readonly entry: Entry | undefined
}

/** What can be changed of a shape itself: direction and ends of a line, holes, the nodes of a skeleton. */
export function Shape({ engine, object, entry }: ShapeProps) {
  const t = useT()
  const { readOnly, locked } = useEngine(engine)
  const { geometry } = object
  const disabled = readOnly || locked.has(object.id)
  const set = (next: Geometry) => engine.edit([object.id], (old) => ({ ...old, geometry: next }))
  if (geometry.kind === 'skeleton')
    return <Nodes engine={engine} shape={geometry} entry={entry} disabled={disabled} />
  if (geometry.kind === 'polygon') return <Holes polygon={geometry} disabled={disabled} onChange={set} />
  if (geometry.kind !== 'polyline') return null
  return (
    <div className={css['options']}>
      <label className={css['option']} data-on={geometry.directed}>
        <input
          type="checkbox"
          checked={geometry.directed}
          disabled={disabled}
          onChange={(event) => set({ ...geometry, directed: event.target.checked })}
        />
        {t('workbench.line.directed')}
      </label>
      <label className={css['option']} data-on={geometry.closed}>
        <input
          type="checkbox"
          checked={geometry.closed}
          disabled={disabled || geometry.points.length < 3}
          onChange={(event) => set({ ...geometry, closed: event.target.checked })}
        />
        {t('workbench.line.closed')}
      </label>
    </div>
  )
}

interface HolesProps {
  readonly polygon: PolygonGeometry
  readonly disabled: boolean
  readonly onChange: (polygon: PolygonGeometry) => void
}

function Holes({ polygon, disabled, onChange }: HolesProps) {
  const t = useT()
  const holes = polygon.rings.flatMap((rings, piece) =>
    rings.slice(1).map((positions, i) => ({ piece, ring: i + 1, count: positions.length })),
  )
  if (holes.length === 0) return null
  return (
    <ul className={css['parts']} aria-label={t('workbench.holes')}>
      {holes.slice(0, 50).map(({ piece, ring, count }, i) => (
        <li key={`${piece} ${ring}`}>
          <span className={css['grow']}>{t('workbench.hole', { n: i + 1, points: count })}</span>
          <IconButton
            name={t('workbench.hole.fill', { n: i + 1 })}
            icon={<Trash2 size={14} strokeWidth={1.5} />}
            disabled={disabled}
            onClick={() => onChange(withoutHole(polygon, piece, ring))}
          />
        </li>
      ))}
    </ul>
  )
}

const sights: readonly NodeSight[] = [2, 1, 0]

interface NodesProps {
  readonly engine: Engine
  readonly shape: SkeletonGeometry
  readonly entry: Entry | undefined
  readonly disabled: boolean
}

/** The nodes of a skeleton by name, each visible, hidden or not in the picture. */
function Nodes({ engine, shape, entry, disabled }: NodesProps) {
  const t = useT()
  const { vertex } = useEngine(engine)
  const nameOf = (node: string) => entry?.class.skeleton?.nodes.find(({ id }) => id === node)?.label ?? node
  return (
    <ul className={css['parts']} aria-label={t('workbench.nodes')}>
      {shape.points.map(({ node, v }, i) => (
        <li key={node} data-selected={vertex?.vertex === i}>
          <button type="button" className={css['partName']} onClick={() => engine.pickVertex(i)}>
            {nameOf(node)}
          </button>
          <select
            className={css['sight']}
            aria-label={t('workbench.node.sight', { name: nameOf(node) })}
            value={v}
            disabled={disabled}
            onChange={(event) => engine.setSight(i, Number(event.target.value) as NodeSight)}
          >
            {sights.map((sight) => (
              <option key={sight} value={sight}>
                {t(`workbench.sight.${sight}`)}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  )
}
