import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { project as projectQuery, releases as releasesQuery } from '../../api/queries'
import type { Release } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { ButtonLink } from '../../ui/Button'
import { Empty } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag, type Tone } from '../../ui/Tag'
import { ago, bytes, exact } from '../../ui/time'

interface InProject {
  readonly projectId: string
}

const TONES: Readonly<Record<Release['state'], Tone>> = {
  requested: 'wait',
  approved: 'accent',
  writing: 'accent',
  ready: 'sealed',
  refused: 'refuse',
  failed: 'refuse',
}

export function ReleaseTag({ state }: { readonly state: Release['state'] }) {
  const t = useT()
  return <Tag tone={TONES[state]}>{t(`releases.state.${state}`)}</Tag>
}

function Table({ projectId, items }: InProject & { readonly items: readonly Release[] }) {
  const t = useT()
  return (
    <div className={layout['scroll']}>
      <table className={layout['table']}>
        <thead>
          <tr>
            <th>{t('releases.number')}</th>
            <th>{t('releases.purpose')}</th>
            <th>{t('releases.format')}</th>
            <th>{t('releases.snapshot')}</th>
            <th>{t('releases.askedBy')}</th>
            <th>{t('releases.stateHead')}</th>
            <th className={layout['number']}>{t('releases.size')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row" className={layout['strong']}>
                <Link to="/projects/$p/releases/$r" params={{ p: projectId, r: one.id }}>
                  {t('releases.nth', { n: one.n })}
                </Link>
              </th>
              <td>{one.purpose}</td>
              <td>{t(`releases.format.${one.format}`)}</td>
              <td>{one.snapshot.name}</td>
              <td title={exact(one.requested_at)}>
                {one.requested_by.name}, {ago(one.requested_at)}
              </td>
              <td>
                <ReleaseTag state={one.state} />
              </td>
              <td className={layout['number']}>{one.bytes === null ? '' : bytes(one.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Everything that has left, waits to leave, or was refused. */
export function ReleasesPage({ projectId }: InProject) {
  const t = useT()
  const navigate = useNavigate()
  const list = useQuery(releasesQuery(projectId))
  const project = useQuery(projectQuery(projectId))
  const may = project.data?.capabilities.includes('Release') ?? false
  const open = () => void navigate({ to: '/projects/$p/releases/new', params: { p: projectId } })
  useKeys(may ? [{ keys: 'n', label: t('releases.new'), run: open }] : [])
  const button = may ? (
    <ButtonLink kind="primary" keys="n" to="/projects/$p/releases/new" params={{ p: projectId }}>
      {t('releases.new')}
    </ButtonLink>
  ) : null
  return (
    <Page title={t('nav.releases')} lead={t('releases.lead')} action={button}>
      <Await query={list} what={t('releases.loading')}>
        {({ items }) =>
          items.length ? (
            <Table projectId={projectId} items={items} />
          ) : (
            <Empty title={t('releases.emptyTitle')} command="labelkeep release request --help">
              {t('releases.emptyText')}
            </Empty>
          )
        }
      </Await>
    </Page>
  )
}
