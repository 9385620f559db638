import type { PolicyChoice } from '../../api/shapes'
import { Kbd } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import css from './policy.module.css'

interface Props {
  readonly name: string
  readonly choices: readonly PolicyChoice[]
  readonly chosen: readonly string[]
  readonly several?: boolean
  readonly onChoose: (value: string) => void
}

/** The answers to one question, each with what it costs; one that is not possible says why. */
export function Choices({ name, choices, chosen, several, onChoose }: Props) {
  const t = useT()
  useKeys(
    choices.flatMap((choice, i) =>
      choice.available && i < 9
        ? [{ keys: String(i + 1), label: choice.title, group: name, run: () => onChoose(choice.value) }]
        : [],
    ),
  )
  return (
    <fieldset className={css['choices']} aria-label={name}>
      {choices.map((choice, i) => {
        const on = chosen.includes(choice.value)
        return (
          <label key={choice.value} className={css['choice']} data-on={on} data-available={choice.available}>
            <input
              type={several ? 'checkbox' : 'radio'}
              name={name}
              checked={on}
              disabled={!choice.available}
              onChange={() => onChoose(choice.value)}
            />
            <span>
              <span className={css['choiceTitle']}>{choice.title}</span>
              <br />
              <span className={css['explains']}>{choice.explains}</span>
              <br />
              {choice.available ? (
                <span className={css['cost']}>{choice.cost}</span>
              ) : (
                <span className={css['whyNot']}>
                  {t('policy.notPossible', { why: choice.why_not ?? '' })}
                </span>
              )}
            </span>
            {choice.available ? <Kbd keys={String(i + 1)} /> : <span />}
          </label>
        )
      })}
    </fieldset>
  )
}
