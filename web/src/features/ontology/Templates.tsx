import type { Ontology } from '../../api/shapes'
import { Kbd } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import css from './editor.module.css'
import { Sample } from './Sample'
import { TEMPLATES, templateOf } from './templates'

/** Ontologies to begin with, each as it would look. */
export function Templates({
  onTake,
  keys,
}: {
  readonly onTake: (body: Ontology) => void
  readonly keys: boolean
}) {
  const t = useT()
  useKeys(
    keys
      ? TEMPLATES.map((name, i) => ({
          keys: String(i + 1),
          label: t(`ontology.template.${name}`),
          group: t('ontology.templates'),
          run: () => onTake(templateOf(name, t)),
        }))
      : [],
  )
  return (
    <ul className={css['gallery']}>
      {TEMPLATES.map((name, i) => {
        const body = templateOf(name, t)
        const classes = body.tasks.flatMap((task, at) =>
          task.kind === 'object'
            ? task.classes.map((one, c) => ({
                ref: `${at}.${c}`,
                task,
                class: one,
                place: { task: at, class: c },
              }))
            : [],
        )
        return (
          <li key={name}>
            <button type="button" className={css['card']} onClick={() => onTake(body)}>
              <span className={css['cardPicture']} aria-hidden>
                {classes.length ? (
                  <Sample classes={classes} chosen={null} vision="usual" onGo={() => undefined} />
                ) : (
                  <i>?</i>
                )}
              </span>
              <span className={css['cardTitle']}>
                {t(`ontology.template.${name}`)}
                {keys ? <Kbd keys={String(i + 1)} /> : null}
              </span>
              <span className={css['quietLabel']}>{t(`ontology.template.${name}.about`)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
