import {
  Blend,
  Combine,
  Expand,
  type LucideIcon,
  PaintBucket,
  Scissors,
  SquaresIntersect,
  SquaresSubtract,
} from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Engine } from '../../canvas/engine'
import type { LabelObject, PolygonGeometry } from '../../canvas/label'
import type { Simplification } from '../../canvas/shape/operations'
import { vertexCount } from '../../canvas/vertices'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import { type Action, keyOf } from './keymap'
import { useEngine } from './useEngine'
import type { ShapeVerb } from './useShaping'
import css from './workbench.module.css'

interface Props {
  readonly engine: Engine
  readonly onShape: (verb: ShapeVerb) => void
}

interface Offer {
  readonly verb: ShapeVerb
  readonly action: Action
  readonly icon: LucideIcon
  /** Makes one of several. */
  readonly many: boolean
}

const offers: readonly Offer[] = [
  { verb: 'merge', action: 'merge', icon: Combine, many: true },
  { verb: 'subtract', action: 'subtract', icon: SquaresSubtract, many: true },
  { verb: 'intersect', action: 'intersect', icon: SquaresIntersect, many: true },
  { verb: 'fillHoles', action: 'fillHoles', icon: PaintBucket, many: false },
  { verb: 'dropSpecks', action: 'dropSpecks', icon: Expand, many: false },
  { verb: 'convert', action: 'convert', icon: Blend, many: false },
]

const hasInside = ({ geometry }: LabelObject) =>
  geometry.kind === 'bbox' ||
  geometry.kind === 'ellipse' ||
  geometry.kind === 'polygon' ||
  geometry.kind === 'mask' ||
  (geometry.kind === 'polyline' && geometry.closed)

/** What can be made of the selected shapes: one of several, several of one, fewer points, another kind. */
export function ShapeActions({ engine, onShape }: Props) {
  const t = useT()
  const { selection, scene, readOnly, locked } = useEngine(engine)
  const objects = [...selection].flatMap((id) => scene.get(id) ?? [])
  if (objects.length === 0 || !objects.every(hasInside)) return null
  const off = readOnly || objects.some(({ id }) => locked.has(id))
  const [only, more] = objects
  return (
    <div className={css['acts']} role="toolbar" aria-label={t('workbench.shape')}>
      {offers
        .filter(({ many }) => !many || objects.length > 1)
        .map(({ verb, action, icon: Icon }) => (
          <IconButton
            key={verb}
            name={t(`workbench.key.${action as ShapeVerb}`)}
            keys={keyOf(action)}
            icon={<Icon size={16} strokeWidth={1.5} />}
            disabled={off}
            onClick={() => onShape(verb)}
          />
        ))}
      <IconButton
        name={t('workbench.key.split')}
        keys={keyOf('split')}
        icon={<Scissors size={16} strokeWidth={1.5} />}
        disabled={off}
        onClick={() => engine.setTool('split')}
      />
      {only && !more && only.geometry.kind === 'polygon' && vertexCount(only.geometry) > 3 ? (
        <Simplify key={only.id} engine={engine} object={only} polygon={only.geometry} disabled={off} />
      ) : null}
    </div>
  )
}

interface SimplifyProps {
  readonly engine: Engine
  readonly object: LabelObject
  readonly polygon: PolygonGeometry
  readonly disabled: boolean
}

/** Slider steps in tenths of a pixel on a scale that is fine below and coarse above: up to 100 pixels. */
const toleranceOf = (step: number) => (step === 0 ? 0 : Math.round(10 ** (step / 33.3 - 1) * 10) / 10)

/** Fewer points: the outline follows the slider and the count says what stays; nothing is changed before Apply. */
function Simplify({ engine, object, polygon, disabled }: SimplifyProps) {
  const t = useT()
  const [step, setStep] = useState(0)
  const [sums, setSums] = useState<Simplification | null>(null)
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    let gone = false
    if (wanted)
      void import('../../canvas/shape/operations').then(({ Simplification: Sums }) => {
        if (!gone) setSums(new Sums(polygon))
      })
    return () => {
      gone = true
    }
  }, [wanted, polygon])
  const tolerance = toleranceOf(step)
  const shape = useMemo(() => (sums && step > 0 ? sums.at(tolerance) : null), [sums, step, tolerance])
  useEffect(() => {
    if (!shape) return
    engine.preview(new Map([[object.id, shape]]))
    return () => engine.preview(null)
  }, [engine, object.id, shape])
  const left = shape ? vertexCount(shape) : vertexCount(polygon)
  return (
    <div className={css['simplify']}>
      <label>
        {t('workbench.shape.simplify', {
          tolerance: tolerance.toFixed(1),
          n: left,
          all: vertexCount(polygon),
        })}
        <input
          type="range"
          min={0}
          max={100}
          value={step}
          disabled={disabled}
          aria-valuetext={t('workbench.shape.simplify', { tolerance: tolerance.toFixed(1), n: left, all: vertexCount(polygon) })} // biome-ignore format: the same words as the label
          onFocus={() => setWanted(true)}
          onPointerDown={() => setWanted(true)}
          onChange={(event) => setStep(Number(event.target.value))}
        />
      </label>
      <Button
        disabled={disabled || !shape || left === vertexCount(polygon)}
        onClick={() => {
          if (shape) engine.edit([object.id], (old) => ({ ...old, geometry: shape }))
          setStep(0)
        }}
      >
        {t('workbench.shape.apply')}
      </Button>
    </div>
  )
}
