import type { SteerVerb } from '../../api/steering'
import { Button } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import css from './chosen.module.css'
import { VERBS } from './steering'

interface Props {
  readonly n: string
  /** How many the filters match, where that is more than what is chosen. */
  readonly matching: string | null
  readonly onAll: () => void
  readonly onClear: () => void
  readonly onVerb: (verb: SteerVerb) => void
}

/** What can be done with the chosen assets, at the foot of the list; each by a key. */
export function Chosen({ n, matching, onAll, onClear, onVerb }: Props) {
  const t = useT()
  const group = t('assets.chosenKeys')
  useKeys([
    ...VERBS.map(({ verb, keys }) => ({
      keys,
      label: t(`steer.do.${verb}`),
      group,
      run: () => onVerb(verb),
    })),
    { keys: 'Escape', label: t('assets.chooseNone'), group, run: onClear },
    ...(matching
      ? [{ keys: 'Ctrl+Shift+a', label: t('assets.chooseAll', { n: matching }), group, run: onAll }]
      : []),
  ])
  return (
    <section className={css['bar']} aria-label={t('assets.chosenKeys')}>
      <div className={css['count']}>
        <strong role="status">{t('assets.chosen', { n })}</strong>
        {matching ? (
          <Button kind="quiet" onClick={onAll} keys="Ctrl+Shift+a">
            {t('assets.chooseAll', { n: matching })}
          </Button>
        ) : null}
        <Button kind="quiet" onClick={onClear} keys="Escape">
          {t('assets.chooseNone')}
        </Button>
      </div>
      <div className={css['verbs']}>
        {VERBS.map(({ verb, keys, icon: Icon }) => (
          <Button key={verb} onClick={() => onVerb(verb)} keys={keys}>
            <Icon size={16} strokeWidth={1.5} aria-hidden />
            {t(`steer.do.${verb}`)}
          </Button>
        ))}
      </div>
    </section>
  )
}
