import type { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import { Attributes } from './Attributes'
import { answerPicture } from './acts'
import { choices } from './answers'
import { RelationList } from './Relations'
import { Acts, Shape, shapeWords } from './Shape'
import { ShapeActions } from './ShapeActions'
import { Swatch } from './Swatch'
import { useEngine } from './useEngine'
import type { ShapeVerb } from './useShaping'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly engine: Engine
  readonly vocabulary: Vocabulary
}

interface SelectedProps extends Props {
  readonly onShape: (verb: ShapeVerb) => void
  readonly onReveal: (object: LabelObject) => void
  readonly onRelate: () => void
  readonly onDuplicate: () => void
}

/** The selected object: what it is, and its attributes. */
export function Selected({ engine, vocabulary, onShape, onReveal, onRelate, onDuplicate }: SelectedProps) {
  const t = useT()
  const { selection, scene, readOnly, locked } = useEngine(engine)
  const [id] = selection
  const object = selection.size === 1 && id !== undefined ? scene.get(id) : undefined
  const entry = object && vocabulary.find(object.task, object.class)
  if (selection.size === 0)
    return <section className={`${css['panel']} ${css['faint']}`}>{t('workbench.selected.none')}</section>
  if (!object)
    return (
      <section className={css['panel']} aria-label={t('workbench.selected.many', { n: selection.size })}>
        <p>{t('workbench.selected.many', { n: selection.size })}</p>
        <Acts
          engine={engine}
          onRelate={vocabulary.relations.length > 0 ? onRelate : null}
          onDuplicate={onDuplicate}
        />
        <ShapeActions engine={engine} onShape={onShape} />
      </section>
    )
  return (
    <section className={css['panel']} aria-label={entry?.class.label ?? object.class}>
      <header className={css['panelHead']}>
        <Swatch color={entry?.class.color ?? '#9a9a9a'} mark={entry?.class.key ?? '·'} />
        <h2>{entry?.class.label ?? object.class}</h2>
        {entry?.class.retired ? <Tag>{t('workbench.class.retired')}</Tag> : null}
        <span className={css['faint']}>{shapeWords(object.geometry, t)}</span>
      </header>
      <Acts engine={engine} onRelate={null} onDuplicate={onDuplicate} />
      <ShapeActions engine={engine} onShape={onShape} />
      <Shape engine={engine} object={object} entry={entry} />
      {entry ? (
        <Attributes
          key={object.id}
          attrs={entry.class.attributes}
          answers={object.attributes}
          disabled={readOnly || locked.has(object.id)}
          firstKey={1}
          onChange={(attributes) => engine.setAttributes(object.id, attributes)}
        />
      ) : null}
      <RelationList engine={engine} vocabulary={vocabulary} object={object} onReveal={onReveal} />
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
    <section className={css['panel']} aria-label={t('workbench.picture')} data-step-at="answer">
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
