import { useInfiniteQuery } from '@tanstack/react-query'
import { ontologyVersions } from '../../api/queries'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Loading, ProblemNote } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { Section } from '../../ui/Page'
import { exact } from '../../ui/time'
import css from './ontology.module.css'

/** All versions, newest first, each with what it changed against the one before it. */
export function Versions({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const versions = useInfiniteQuery(ontologyVersions(projectId))
  const rows = versions.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={t('ontology.versions')}>
      {versions.error ? (
        <ProblemNote problem={problemOf(versions.error)} onRetry={() => void versions.refetch()} />
      ) : null}
      {versions.isPending ? <Loading what={t('ontology.versionsLoading')} /> : null}
      <ol className={css['versions']}>
        {rows.map((one) => (
          <li key={one.id}>
            <div className={css['line']}>
              <span className={css['label']}>{t('ontology.versionLine', { n: one.n })}</span>
              <span className={css['about']}>{exact(one.created_at)}</span>
              <span className={css['about']}>{one.summary}</span>
            </div>
            {one.n === 1 ? <p className={css['about']}>{t('ontology.versionFirst')}</p> : null}
            {one.n > 1 && one.changes.length === 0 ? (
              <p className={css['about']}>{t('ontology.versionSame')}</p>
            ) : null}
            <ul className={css['versionChanges']}>
              {one.changes.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {versions.hasNextPage ? (
        <Button onClick={() => void versions.fetchNextPage()} disabled={versions.isFetchingNextPage}>
          {t('ui.more')}
        </Button>
      ) : null}
    </Section>
  )
}
