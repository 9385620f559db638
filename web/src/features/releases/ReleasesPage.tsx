import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { project as projectQuery, releases as releasesQuery } from '../../api/queries'
import type { Release } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { ButtonLink } from '../../ui/Button'
import { Empty } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag, type Tone } from '../../ui/Tag'
import { bytes } from '../../ui/time'
import css from './releases.module.css'
import { Stamps } from './Stamps'

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

function Line({ projectId, one }: InProject & { readonly one: Release }) {
  const t = useT()
  const size = one.bytes === null ? [] : [bytes(one.bytes)]
  return (
    <li className={css['line']}>
      <div className={css['lineHead']}>
        <Link to="/projects/$p/releases/$r" params={{ p: projectId, r: one.id }}>
          {t('releases.nth', { n: one.n })}
        </Link>{' '}
        <ReleaseTag state={one.state} />
        <div className={css['purpose']}>{one.purpose}</div>
        <div className={css['stampFacts']}>
          {[t(`releases.format.${one.format}`), one.snapshot.name, ...size].join(' · ')}
        </div>
      </div>
      <Stamps release={one} />
    </li>
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
            <ol className={css['lines']} aria-label={t('releases.list')}>
              {items.map((one) => (
                <Line key={one.id} projectId={projectId} one={one} />
              ))}
            </ol>
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
