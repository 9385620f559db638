import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type LinkProps, useNavigate } from '@tanstack/react-router'
import { call } from '../../api/client'
import { guideline, ontology, project as projectQuery } from '../../api/queries'
import type { ProjectDetail } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { ButtonLink } from '../../ui/Button'
import { JobLine } from '../../ui/JobLine'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { Markdown } from '../../ui/Markdown'
import { type MessageKey, useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { Flow } from './Flow'
import { Note, Pulse } from './Pulse'
import css from './projects.module.css'
import { type Todo, todo } from './todo'

const LEADS = {
  policy: '/projects/$p/policy/interview',
  note: '/projects/$p/policy/interview',
  ontology: '/projects/$p/ontology',
  import: '/projects/$p/imports',
  label: '/projects/$p/label',
  review: '/projects/$p/review',
  release: '/projects/$p/releases',
} as const satisfies Partial<Record<Todo, LinkProps['to']>>

function NextStep({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const next = todo(project)
  return (
    <div className={css['next']}>
      <div>
        <strong>{t(`projects.next.${next}` as MessageKey)}</strong>
        <p className={layout['note']}>{t(`projects.why.${next}` as MessageKey)}</p>
      </div>
    </div>
  )
}

function OntologyGlance({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const current = useQuery({ ...ontology(project.id), enabled: project.ontology !== null })
  if (!project.ontology) return <p className={layout['dim']}>{t('projects.noOntology')}</p>
  return (
    <Await query={current} what={t('projects.loadingOntology')}>
      {({ body }) => (
        <div className={layout['stack']}>
          {body.tasks.map((task) => (
            <div key={task.id}>
              <div className={layout['note']}>{task.label}</div>
              <div className={css['swatches']}>
                {task.kind === 'object'
                  ? task.classes.slice(0, 24).map((one) => (
                      <span key={one.id} className={css['class']}>
                        <span className={css['swatch']} style={{ background: one.color }} aria-hidden />
                        {one.label}
                      </span>
                    ))
                  : task.attributes.map((attr) => <span key={attr.id}>{attr.label}</span>)}
                {task.kind === 'object' && task.classes.length > 24 ? (
                  <span>+ {task.classes.length - 24}</span>
                ) : null}
              </div>
            </div>
          ))}
        </div>
      )}
    </Await>
  )
}

function GuidelineGlance({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const current = useQuery({ ...guideline(project.id), enabled: project.guideline !== null })
  if (!project.guideline) return <p className={layout['dim']}>{t('projects.noGuideline')}</p>
  return (
    <Await query={current} what={t('projects.loadingGuideline')}>
      {({ text }) => <Markdown text={text} />}
    </Await>
  )
}

function Jobs({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const cache = useQueryClient()
  if (project.jobs.length === 0) return null
  const cancel = async (job: string) => {
    await call(`/projects/${project.id}/jobs/${job}/cancel`, { method: 'POST' })
    await cache.invalidateQueries({ queryKey: ['project', project.id] })
  }
  return (
    <Section title={t('projects.jobs')}>
      {project.jobs.map((job) => (
        <JobLine key={job.id} job={job} onCancel={() => void cancel(job.id)} />
      ))}
    </Section>
  )
}

function Body({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  return (
    <>
      <Flow project={project} />
      <Jobs project={project} />
      {project.capabilities.includes('Explore') && project.counts.assets.total > 0 ? (
        <Pulse project={project} />
      ) : null}
      <div className={layout['columns']}>
        <div>
          <Section
            title={t('nav.ontology')}
            side={project.ontology ? t('projects.version', { n: project.ontology.n }) : undefined}
          >
            <OntologyGlance project={project} />
          </Section>
          <Section
            title={t('projects.guideline')}
            side={project.guideline ? t('projects.version', { n: project.guideline.n }) : undefined}
          >
            <GuidelineGlance project={project} />
          </Section>
        </div>
        <div>
          <Section title={t('projects.nextTitle')}>
            <NextStep project={project} />
          </Section>
          <Note projectId={project.id} />
        </div>
      </div>
    </>
  )
}

function Action({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const next = todo(project)
  if (next === 'wait') return null
  return (
    <ButtonLink kind="primary" keys="Enter" to={LEADS[next]} params={{ p: project.id }}>
      {t(`projects.do.${next}` as MessageKey)}
    </ButtonLink>
  )
}

/** One project at a glance: the flow with its counts, what runs, what to do next. */
export function OverviewPage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const navigate = useNavigate()
  const current = useQuery(projectQuery(projectId))
  const next = current.data ? todo(current.data) : 'wait'
  useKeys(
    next === 'wait'
      ? []
      : [
          {
            keys: 'Enter',
            label: t(`projects.do.${next}` as MessageKey),
            run: () => void navigate({ to: LEADS[next], params: { p: projectId } }),
          },
        ],
  )
  const state = current.data?.state
  return (
    <Page
      title={current.data?.name ?? t('nav.overview')}
      heading={
        current.data ? (
          <>
            {current.data.name}{' '}
            {state ? <Tag tone={state === 'live' ? 'ok' : 'wait'}>{t(`projects.state.${state}`)}</Tag> : null}
          </>
        ) : undefined
      }
      lead={
        current.data
          ? t('projects.lead', { role: t(`role.${current.data.role}`), n: current.data.members })
          : undefined
      }
      action={current.data ? <Action project={current.data} /> : undefined}
    >
      <Await query={current} what={t('projects.loading')}>
        {(value) => <Body project={value} />}
      </Await>
    </Page>
  )
}
