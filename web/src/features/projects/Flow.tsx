import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { AssetFilters } from '../../api/queries'
import type { ProjectDetail } from '../../api/shapes'
import { useLanguage, useT } from '../../ui/messages'
import css from './projects.module.css'

interface CountProps {
  readonly project: ProjectDetail
  readonly n: number
  readonly word: string
  /** The list behind the number; only for people who may explore it. */
  readonly filters?: Pick<AssetFilters, 'state' | 'step' | 'status' | 'split'>
  readonly children: (n: string, word: string) => ReactNode
  readonly className?: string
}

function Count({ project, n, word, filters, children, className = '' }: CountProps) {
  const language = useLanguage()
  const drawn = children(n.toLocaleString(language), word)
  const names = `${css['count']} ${className}`
  if (!filters || !project.capabilities.includes('Explore')) return <span className={names}>{drawn}</span>
  return (
    <Link className={names} to="/projects/$p/assets" params={{ p: project.id }} search={filters}>
      {drawn}
    </Link>
  )
}

function Big(props: Omit<CountProps, 'children'>) {
  return (
    <Count {...props} className={css['big'] ?? ''}>
      {(n, word) => (
        <>
          <span>{n}</span> <span>{word}</span>
        </>
      )}
    </Count>
  )
}

function Small(props: Omit<CountProps, 'children'>) {
  return (
    <Count {...props}>
      {(n, word) => (
        <>
          <b>{n}</b> {word}
        </>
      )}
    </Count>
  )
}

/** The workflow as a line of steps, each number a link to the assets behind it. */
export function Flow({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const { label, review, assets } = project.counts
  const at = { project }
  return (
    <section className={css['flow']} aria-label={t('projects.flow')}>
      <div className={css['step']}>
        <h2 className={css['stepName']}>{t('projects.assets')}</h2>
        <Big {...at} n={assets.total} word={t('projects.imported')} filters={{}} />
        <div className={css['small']}>
          <Small {...at} n={assets.broken} word={t('assetState.broken')} filters={{ state: 'broken' }} />
          {assets.excluded ? (
            <Small
              {...at}
              n={assets.excluded}
              word={t('assetState.excluded')}
              filters={{ state: 'excluded' }}
            />
          ) : null}
        </div>
      </div>
      <div className={css['arrow']} aria-hidden />
      <div className={css['step']}>
        <h2 className={css['stepName']}>{t('projects.label')}</h2>
        <Big {...at} n={label.todo} word={t('status.todo')} filters={{ step: 'label', status: 'todo' }} />
        <div className={css['small']}>
          <Small
            {...at}
            n={label.doing}
            word={t('status.doing')}
            filters={{ step: 'label', status: 'doing' }}
          />
          <Small {...at} n={label.redo} word={t('status.redo')} filters={{ step: 'label', status: 'redo' }} />
          <Small {...at} n={label.done} word={t('status.done')} />
          {label.blocked ? (
            <Small
              {...at}
              n={label.blocked}
              word={t('status.blocked')}
              filters={{ step: 'label', status: 'blocked' }}
            />
          ) : null}
          {label.skipped ? (
            <Small
              {...at}
              n={label.skipped}
              word={t('status.skipped')}
              filters={{ step: 'label', status: 'skipped' }}
            />
          ) : null}
        </div>
      </div>
      <div className={css['arrow']} aria-hidden />
      <div className={css['step']}>
        <h2 className={css['stepName']}>{t('projects.review')}</h2>
        <Big {...at} n={review.todo} word={t('status.todo')} filters={{ step: 'review', status: 'todo' }} />
        <div className={css['small']}>
          <Small
            {...at}
            n={review.doing}
            word={t('status.doing')}
            filters={{ step: 'review', status: 'doing' }}
          />
          <Small {...at} n={review.done} word={t('status.done')} />
        </div>
      </div>
      <div className={css['arrow']} aria-hidden />
      <div className={css['step']}>
        <h2 className={css['stepName']}>{t('projects.completed')}</h2>
        <Big
          {...at}
          n={assets.completed}
          word={t('projects.ofTotal', { n: assets.total })}
          filters={{ state: 'completed' }}
        />
      </div>
      <div className={css['back']} aria-hidden>
        <span>{t('projects.back')}</span>
      </div>
    </section>
  )
}
