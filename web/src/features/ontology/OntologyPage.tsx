import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { Refused } from '../../api/client'
import { ontology as ontologyQuery, project as projectQuery } from '../../api/queries'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Empty } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { exact } from '../../ui/time'
import { saveOntologyFile } from './file'
import css from './ontology.module.css'
import { Tree } from './Tree'
import { Versions } from './Versions'

/** What can be drawn and said: classes, geometries, attributes; and how it came to be so. */
export function OntologyPage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const navigate = useNavigate()
  const project = useQuery(projectQuery(projectId))
  const current = useQuery({ ...ontologyQuery(projectId), retry: false })
  const may = project.data?.capabilities.includes('Configure') ?? false
  const none = current.error instanceof Refused && current.error.problem.status === 404
  const version = current.data
  const lead = version ? t('ontology.lead', { n: version.n, at: exact(version.created_at) }) : undefined
  const edit = () => void navigate({ to: '/projects/$p/ontology/edit', params: { p: projectId } })
  useKeys([
    ...(may ? [{ keys: 'e', label: t('ontology.edit'), run: edit }] : []),
    ...(version
      ? [
          {
            keys: 'Alt+s',
            label: t('ontology.download'),
            run: () => saveOntologyFile(version.body, version.n),
          },
        ]
      : []),
  ])
  const editLink = may ? (
    <ButtonLink kind="primary" keys="e" to="/projects/$p/ontology/edit" params={{ p: projectId }}>
      {t(none ? 'ontology.templates' : 'ontology.edit')}
    </ButtonLink>
  ) : null
  return (
    <Page
      title={t('nav.ontology')}
      lead={lead}
      action={
        <>
          {version ? (
            <Button keys="Alt+s" onClick={() => saveOntologyFile(version.body, version.n)}>
              <Download size={16} strokeWidth={1.5} aria-hidden />
              {t('ontology.download')}
            </Button>
          ) : null}
          {editLink}
        </>
      }
    >
      {none ? (
        <Empty title={t('ontology.emptyTitle')}>{t('ontology.emptyText')}</Empty>
      ) : (
        <Await query={current} what={t('projects.loadingOntology')}>
          {(value) => (
            <div className={css['columns']}>
              <div>
                <Tree body={value.body} />
              </div>
              <Versions projectId={projectId} />
            </div>
          )}
        </Await>
      )}
    </Page>
  )
}
