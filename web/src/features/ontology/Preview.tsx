import { type ComponentType, Suspense, useState } from 'react'
import type { Attr, Ontology } from '../../api/shapes'
import type { AttrValue } from '../../canvas/label'
import { Kbd } from '../../ui/Button'
import { Loading } from '../../ui/Feedback'
import { BareSelect } from '../../ui/Field'
import { useT } from '../../ui/messages'
import type { Place } from './draft'
import css from './editor.module.css'
import { VISIONS, type Vision } from './palette'
import { MOST_DRAWN, Sample } from './Sample'

/** The form that the workbench asks attributes with; the app hands it in, so that the preview is the real one. */
export type AttributeForm = ComponentType<{
  readonly attrs: readonly Attr[]
  readonly answers: readonly AttrValue[]
  readonly disabled: boolean
  readonly firstKey: number
  readonly onChange: (answers: readonly AttrValue[]) => void
}>

interface Props {
  readonly draft: Ontology
  readonly place: Place | null
  readonly Form: AttributeForm
  readonly onGo: (place: Place) => void
}

function Answering({ attrs, Form }: { readonly attrs: readonly Attr[]; readonly Form: AttributeForm }) {
  const t = useT()
  const [answers, setAnswers] = useState<readonly AttrValue[]>([])
  return (
    <Suspense fallback={<Loading what={t('ontology.preview')} />}>
      <Form attrs={attrs} answers={answers} disabled={false} firstKey={1} onChange={setAnswers} />
    </Suspense>
  )
}

/** The draft as labelers will meet it: objects on a sample, classes with their keys, and the real form. */
export function Preview({ draft, place, Form, onGo }: Props) {
  const t = useT()
  const [vision, setVision] = useState<Vision>('usual')
  const classes = draft.tasks.flatMap((task, i) =>
    task.kind === 'object'
      ? task.classes.flatMap((one, c) =>
          one.retired ? [] : [{ ref: `${i}.${c}`, task, class: one, place: { task: i, class: c } }],
        )
      : [],
  )
  const task = place ? draft.tasks[place.task] : undefined
  const chosen = task?.kind === 'object' && place?.class != null ? task.classes[place.class] : undefined
  const questions = chosen ? chosen.attributes : task && task.kind !== 'object' ? task.attributes : null
  return (
    <section className={css['preview']} aria-label={t('ontology.preview')}>
      <header className={css['previewHead']}>
        <h2>{t('ontology.preview')}</h2>
        <BareSelect
          name={t('ontology.vision')}
          value={vision}
          onChange={(event) => setVision(event.target.value as Vision)}
        >
          {VISIONS.map((one) => (
            <option key={one} value={one}>
              {t('ontology.vision')}: {t(`ontology.vision.${one}`)}
            </option>
          ))}
        </BareSelect>
      </header>
      {draft.tasks.length === 0 ? <p className={css['quietLabel']}>{t('ontology.previewEmpty')}</p> : null}
      {classes.length ? (
        <div className={css['bench']}>
          <Sample classes={classes} chosen={place} vision={vision} onGo={onGo} />
          <ul className={css['benchClasses']}>
            {classes.slice(0, MOST_DRAWN).map((one) => (
              <li key={one.ref}>
                <button
                  type="button"
                  className={css['outlineRow']}
                  aria-current={
                    place?.task === one.place.task && place.class === one.place.class ? 'true' : undefined
                  }
                  onClick={() => onGo(one.place)}
                >
                  <span className={css['dot']} style={{ background: one.class.color }} aria-hidden />
                  <span className={css['outlineName']}>{one.class.label || '…'}</span>
                  {one.class.key ? <Kbd keys={one.class.key} /> : null}
                </button>
              </li>
            ))}
            {classes.length > MOST_DRAWN ? (
              <li className={css['quietLabel']}>+ {classes.length - MOST_DRAWN}</li>
            ) : null}
          </ul>
        </div>
      ) : null}
      {questions ? (
        <div className={css['asked']}>
          <h3 className={css['formTitle']}>{chosen?.label ?? task?.label}</h3>
          {chosen?.description ? <p className={css['quietLabel']}>{chosen.description}</p> : null}
          {questions.length ? (
            // A question that becomes another kind is a new form: what was answered before would not fit.
            <Answering key={JSON.stringify(shape(questions))} attrs={questions} Form={Form} />
          ) : (
            <p className={css['quietLabel']}>{t('ontology.previewNone')}</p>
          )}
        </div>
      ) : null}
      <p className={css['quietLabel']}>{t('ontology.previewHint')}</p>
    </section>
  )
}

/** What answers hang on: kinds and ids, without the words. */
function shape(attrs: readonly Attr[]): unknown {
  return attrs.map((attr) => [
    attr.id,
    attr.type,
    attr.options.map((option) => [option.id, shape(option.attributes)]),
  ])
}
