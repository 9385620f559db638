import type { Member, PolicyIn, PolicyOut, PolicyPreview } from '../../api/shapes'
import { Notice } from '../../ui/Feedback'
import { Select } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { changedFields } from './draft'
import css from './policy.module.css'
import { valueWords } from './words'

interface DifferenceProps {
  readonly before: PolicyOut | null
  readonly after: PolicyIn
}

/** What changes against the version in force, line by line. */
export function Difference({ before, after }: DifferenceProps) {
  const t = useT()
  const fields = changedFields(before, after)
  if (fields.length === 0) return <p className={layout['dim']}>{t('policy.noChange')}</p>
  return (
    <table className={layout['table']}>
      <thead>
        <tr>
          <th>{t('policy.setting')}</th>
          {before ? <th>{t('policy.before', { n: before.n })}</th> : null}
          <th>{t('policy.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{t(`policy.field.${field}` as MessageKey)}</th>
            {before ? <td className={css['was']}>{valueWords(t, before, field)}</td> : null}
            <td>{valueWords(t, after, field)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface ConfirmProps extends DifferenceProps {
  readonly preview: PolicyPreview | undefined
  readonly people: readonly Member[]
  readonly onSecondPerson: (id: string | null) => void
}

/** The last page: everything that was answered, what it costs, and who else must agree. */
export function Confirm({ before, after, preview, people, onSecondPerson }: ConfirmProps) {
  const t = useT()
  return (
    <div className={layout['stack']}>
      <Difference before={before} after={after} />
      {preview?.costs.length ? (
        <div>
          <h3 className={layout['sectionTitle']}>{t('policy.switchedOff')}</h3>
          <ul className={css['list']}>
            {preview.costs.map((cost) => (
              <li key={cost}>{cost}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {preview?.refused.map((one) => (
        <Notice key={one.field + one.message} tone="wait">
          {one.message}
        </Notice>
      ))}
      {preview?.loosens.length ? (
        <>
          <Notice tone="wait">
            <strong>{t('policy.loosens')}</strong>
            <ul className={css['list']}>
              {preview.loosens.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </Notice>
          <Select
            label={t('policy.secondPerson')}
            hint={t('policy.secondPersonHint')}
            value={after.second_person ?? ''}
            onChange={(event) => onSecondPerson(event.target.value || null)}
          >
            <option value="">{t('policy.choosePerson')}</option>
            {people.map((one) => (
              <option key={one.user_id} value={one.user_id}>
                {one.name} · {t(`role.${one.role}`)}
              </option>
            ))}
          </Select>
        </>
      ) : null}
    </div>
  )
}
