import type { Attr, ObjectTask, Ontology, OntologyClass } from '../../api/shapes'
import { Kbd } from '../../ui/Button'
import { type Translate, useT } from '../../ui/messages'
import { Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import css from './ontology.module.css'

function limits(t: Translate, attr: Attr): string {
  const parts = [
    attr.min === undefined || attr.min === null ? '' : t('ontology.atLeast', { n: attr.min }),
    attr.max === undefined || attr.max === null ? '' : t('ontology.atMost', { n: attr.max }),
    attr.max_length ? t('ontology.maxLength', { n: attr.max_length }) : '',
  ]
  return parts.filter(Boolean).join(', ')
}

function AttrLine({ attr }: { readonly attr: Attr }) {
  const t = useT()
  return (
    <li>
      <div className={css['line']}>
        <span className={css['attr']}>{attr.label}</span>
        <span className={css['about']}>{t(`ontology.type.${attr.type}`)}</span>
        {attr.required ? <Tag tone="accent">{t('ontology.required')}</Tag> : null}
        <span className={css['about']}>{limits(t, attr)}</span>
        <span className={css['id']}>{attr.id}</span>
      </div>
      {attr.options.length ? (
        <ul>
          {attr.options.map((option) => (
            <li key={option.id}>
              <div className={css['line']}>
                <span>{option.label}</span>
                <span className={css['id']}>{option.id}</span>
              </div>
              {option.attributes.length ? <Attrs attributes={option.attributes} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  )
}

function Attrs({ attributes }: { readonly attributes: readonly Attr[] }) {
  return (
    <ul>
      {attributes.map((attr) => (
        <AttrLine key={attr.id} attr={attr} />
      ))}
    </ul>
  )
}

function ClassLine({ one }: { readonly one: OntologyClass }) {
  return (
    <li className={css['class']}>
      <div className={css['line']}>
        <span className={css['swatch']} style={{ background: one.color }} aria-hidden />
        <span className={css['label']}>{one.label}</span>
        {one.key ? <Kbd keys={one.key} /> : null}
        <span className={css['id']}>{one.id}</span>
        <span className={css['id']}>{one.color}</span>
        {one.description ? <span className={css['about']}>{one.description}</span> : null}
      </div>
      {one.attributes.length ? <Attrs attributes={one.attributes} /> : null}
    </li>
  )
}

function geometries(t: Translate, task: ObjectTask): string {
  return task.geometry.map((kind) => t(`ontology.geometry.${kind}`)).join(', ')
}

/** The whole ontology as a tree: tasks, classes, attributes, options and what hangs below them. */
export function Tree({ body }: { readonly body: Ontology }) {
  const t = useT()
  return body.tasks.map((task) => (
    <Section
      key={task.id}
      title={task.label}
      side={
        task.kind === 'object'
          ? t('ontology.classes', { n: task.classes.length, kinds: geometries(t, task) })
          : t('ontology.whole')
      }
    >
      <ul className={css['tree']}>
        {task.kind === 'object'
          ? task.classes.map((one) => <ClassLine key={one.id} one={one} />)
          : task.attributes.map((attr) => <AttrLine key={attr.id} attr={attr} />)}
      </ul>
    </Section>
  ))
}
