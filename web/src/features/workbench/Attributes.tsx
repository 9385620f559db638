import { type ReactNode, useId, useState } from 'react'
import type { Attr } from '../../api/shapes'
import { useT } from '../../ui/messages'
import {
  type Answers,
  answerTo,
  type Choice,
  choices,
  chosen,
  toggled,
  withNested,
  withValue,
} from './answers'
import css from './workbench.module.css'

interface Props {
  readonly attrs: readonly Attr[]
  readonly answers: Answers
  readonly disabled: boolean
  /** The number of the first choice's key; 0 when these choices have no keys. */
  readonly firstKey: number
  readonly onChange: (answers: Answers) => void
}

/** The number that Shift picks a choice with, by attribute and option. */
type KeyOf = (attr: Attr, option: string | null, depth: readonly string[]) => number | null

function keysOf(attrs: readonly Attr[], answers: Answers, firstKey: number): KeyOf {
  const name = (attr: string, option: string | null, path: readonly string[]) =>
    JSON.stringify([...path, attr, option])
  const pathOf = (choice: Choice) => choice.path.flatMap((step) => [step.attr.id, step.option.id])
  const all = new Map(
    choices(attrs, answers).map((choice, i) => [
      name(choice.attr.id, choice.option?.id ?? null, pathOf(choice)),
      firstKey + i,
    ]),
  )
  return (attr, option, path) => {
    const key = firstKey > 0 ? all.get(name(attr.id, option, path)) : undefined
    return key !== undefined && key <= 9 ? key : null
  }
}

/** A form of attributes, nested as the ontology nests them. */
export function Attributes({ attrs, answers, disabled, firstKey, onChange }: Props) {
  return (
    <Level
      attrs={attrs}
      answers={answers}
      disabled={disabled}
      keyOf={keysOf(attrs, answers, firstKey)}
      path={[]}
      onChange={onChange}
    />
  )
}

interface LevelProps extends Omit<Props, 'firstKey'> {
  readonly keyOf: KeyOf
  readonly path: readonly string[]
}

function Level({ attrs, answers, onChange, ...rest }: LevelProps) {
  return attrs.map((attr) => (
    <Question key={attr.id} attr={attr} answers={answers} onChange={onChange} {...rest} />
  ))
}

function Question({ attr, answers, ...rest }: Omit<LevelProps, 'attrs'> & { readonly attr: Attr }) {
  const t = useT()
  const id = useId()
  const missing = attr.required && !answerTo(answers, attr.id)
  const title = (
    <span className={css['question']} id={id}>
      {attr.label}
      {attr.required ? (
        <span className={css['required']} data-missing={missing}>
          {t('workbench.required')}
        </span>
      ) : null}
    </span>
  )
  if (attr.options.length > 0) return <Options attr={attr} answers={answers} title={title} {...rest} />
  if (attr.type === 'bool') return <YesNo attr={attr} answers={answers} {...rest} />
  return (
    <div className={css['attr']}>
      {title}
      <Field
        attr={attr}
        titleId={id}
        value={answerTo(answers, attr.id)?.value ?? null}
        disabled={rest.disabled}
        onChange={(value) => rest.onChange(withValue(answers, attr, value))}
      />
    </div>
  )
}

type OneProps = Omit<LevelProps, 'attrs'> & { readonly attr: Attr }

function Options({
  attr,
  answers,
  title,
  disabled,
  keyOf,
  path,
  onChange,
}: OneProps & { readonly title: ReactNode }) {
  const group = useId()
  const picked = chosen(answers, attr.id)
  return (
    <fieldset className={css['attr']}>
      <legend className={css['question']}>{title}</legend>
      <div className={css['options']}>
        {attr.options.map((option) => {
          const now = picked.find((one) => one.option === option.id)
          const key = keyOf(attr, option.id, path)
          return (
            <div
              key={option.id}
              className={css['optionWrap']}
              data-nested={now !== undefined && option.attributes.length > 0}
            >
              <label className={css['option']} data-on={now !== undefined}>
                <input
                  type={attr.type === 'radio' ? 'radio' : 'checkbox'}
                  name={group}
                  checked={now !== undefined}
                  disabled={disabled}
                  onChange={() => onChange(toggled(answers, attr, option.id))}
                />
                {option.label}
                {key ? (
                  <kbd className={css['choiceKey']} title={`Shift ${key}`}>
                    {key}
                  </kbd>
                ) : null}
              </label>
              {now && option.attributes.length > 0 ? (
                <div className={css['nested']}>
                  <Level
                    attrs={option.attributes}
                    answers={now.attributes}
                    disabled={disabled}
                    keyOf={keyOf}
                    path={[...path, attr.id, option.id]}
                    onChange={(nested) => onChange(withNested(answers, attr, option.id, nested))}
                  />
                </div>
              ) : null}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}

function YesNo({ attr, answers, disabled, keyOf, path, onChange }: OneProps) {
  const t = useT()
  const value = answerTo(answers, attr.id)?.value
  const key = keyOf(attr, null, path)
  return (
    <div className={css['attr']}>
      <label className={css['option']} data-on={value === true}>
        <input
          type="checkbox"
          checked={value === true}
          disabled={disabled}
          onChange={(event) => onChange(withValue(answers, attr, event.target.checked))}
        />
        {attr.label}
        {attr.required && value === undefined ? (
          <span className={css['required']} data-missing>
            {t('workbench.required')}
          </span>
        ) : null}
        {key ? (
          <kbd className={css['choiceKey']} title={`Shift ${key}`}>
            {key}
          </kbd>
        ) : null}
      </label>
    </div>
  )
}

interface FieldProps {
  readonly attr: Attr
  readonly titleId: string
  readonly value: string | number | boolean | null
  readonly disabled: boolean
  readonly onChange: (value: string | number | null) => void
}

function Field({ attr, titleId, value, disabled, onChange }: FieldProps) {
  // What is being typed may not be a number yet; only what is one goes into the label.
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === null ? '' : String(value))
  if (attr.type === 'number') {
    const type = (text: string) => {
      setTyped(text)
      const number = Number(text)
      if (text.trim() === '') onChange(null)
      else if (Number.isFinite(number)) onChange(number)
    }
    return (
      <input
        className={css['field']}
        type="number"
        step="any"
        min={attr.min ?? undefined}
        max={attr.max ?? undefined}
        aria-labelledby={titleId}
        value={shown}
        disabled={disabled}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
    )
  }
  return (
    <input
      className={css['field']}
      type="text"
      maxLength={attr.max_length ?? undefined}
      aria-labelledby={titleId}
      value={value === null ? '' : String(value)}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
