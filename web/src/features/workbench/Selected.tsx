import { Trash2 } from 'lucide-react'
import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import type { LabelObject } from '../../canvas/label'
import { vertexCount } from '../../canvas/vertices'
import { IconButton } from '../../ui/IconButton'
import { type Translate, useT } from '../../ui/messages'
import { Attributes } from './Attributes'
import { answerPicture } from './acts'
import { choices } from './answers'
import { Swatch } from './Swatch'
import { useEngine } from './useEngine'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly engine: Engine
  readonly vocabulary: Vocabulary
}

function shapeWords(object: LabelObject, t: Translate): string {
  const { geometry } = object
  if (geometry.kind === 'polygon') return t('workbench.selected.polygon', { n: vertexCount(geometry) })
  const { left, top, right, bottom } = boundsOf(geometry)
  return t('workbench.selected.box', { w: (right - left).toFixed(1), h: (bottom - top).toFixed(1) })
}

/** The selected object: what it is, and its attributes. */
export function Selected({ engine, vocabulary }: Props) {
  const t = useT()
  const { selection, scene, readOnly } = useEngine(engine)
  const [id] = selection
  const object = selection.size === 1 && id !== undefined ? scene.get(id) : undefined
  const entry = object && vocabulary.find(object.task, object.class)
  if (!object) {
    const words = selection.size
      ? t('workbench.selected.many', { n: selection.size })
      : t('workbench.selected.none')
    return <section className={`${css['panel']} ${css['faint']}`}>{words}</section>
  }
  return (
    <section className={css['panel']} aria-label={entry?.class.label ?? object.class}>
      <header className={css['panelHead']}>
        <Swatch color={entry?.class.color ?? '#9a9a9a'} mark={entry?.class.key ?? '·'} />
        <h2>{entry?.class.label ?? object.class}</h2>
        <IconButton
          name={t('workbench.selected.delete')}
          keys="Delete"
          icon={<Trash2 size={16} strokeWidth={1.5} />}
          disabled={readOnly}
          onClick={() => engine.edit([object.id], () => null)}
        />
      </header>
      <p className={css['faint']}>{shapeWords(object, t)}</p>
      {entry ? (
        <Attributes
          key={object.id}
          attrs={entry.class.attributes}
          answers={object.attributes}
          disabled={readOnly}
          firstKey={1}
          onChange={(attributes) => engine.setAttributes(object.id, attributes)}
        />
      ) : null}
    </section>
  )
}

/** Questions about the whole picture. */
export function WholePicture({ engine, vocabulary }: Props) {
  const t = useT()
  const { selection, scene, readOnly } = useEngine(engine)
  if (vocabulary.questions.length === 0) return null
  const classifications = [...scene.answers()]
  // Shift and a digit choose here only while no object is selected.
  let next = selection.size === 0 ? 1 : 0
  return (
    <section className={css['panel']} aria-label={t('workbench.picture')}>
      <header className={css['panelHead']}>
        <h2>{t('workbench.picture')}</h2>
      </header>
      {vocabulary.questions.map((question) => {
        const answers = classifications.find((one) => one.task === question.id)?.attributes ?? []
        const firstKey = next
        if (next > 0) next += choices(question.attributes, answers).length
        return (
          <Attributes
            key={question.id}
            attrs={question.attributes}
            answers={answers}
            disabled={readOnly}
            firstKey={firstKey}
            onChange={(given) => answerPicture(engine, question.id, given)}
          />
        )
      })}
    </section>
  )
}
