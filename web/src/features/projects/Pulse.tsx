import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Pulse as Found, pulse as pulseQuery } from '../../api/pulse'
import { policy as policyQuery } from '../../api/queries'
import type { ProjectDetail } from '../../api/shapes'
import { Await } from '../../ui/Await'
import layout from '../../ui/layout.module.css'
import { type Translate, useLanguage, useT } from '../../ui/messages'
import { Facts, Section } from '../../ui/Page'
import { ago } from '../../ui/time'
import { bars, daysAgo } from './bars'
import css from './pulse.module.css'

const WIDTH = 132
const HEIGHT = 40

type Series = 'submitted' | 'accepted' | 'returned'

/** Two weeks of one number as bars, on the scale that all three share. */
function Small({ days, series, top }: { days: Found['days']; series: Series; top: number }) {
  const t = useT()
  const language = useLanguage()
  const values = days.map((day) => day[series])
  const sum = values.reduce((a, b) => a + b, 0)
  const today = values.at(-1) ?? 0
  const words = t('projects.pulse.words', { what: t(`projects.pulse.${series}`), sum, today })
  return (
    <figure className={css['small']}>
      <figcaption>
        <b>{sum.toLocaleString(language)}</b> {t(`projects.pulse.${series}`)}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={words}>
        <title>{words}</title>
        {bars(values, top, WIDTH, HEIGHT).map((bar) => (
          <rect key={bar.x} {...bar} className={css['bar']} data-series={series} />
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} className={css['ground']} />
      </svg>
      <span className={css['scale']}>{t('projects.pulse.today', { n: today })}</span>
    </figure>
  )
}

interface Item {
  readonly key: string
  readonly n: ReactNode
  readonly words: string
  readonly to: NonNullable<LinkProps['to']>
  readonly search?: Record<string, string>
}

function Items({ projectId, items, none }: { projectId: string; items: readonly Item[]; none: string }) {
  if (items.length === 0) return <p className={layout['dim']}>{none}</p>
  return (
    <ul className={css['items']}>
      {items.map(({ key, n, words, to, search }) => (
        <li key={key}>
          <Link to={to} params={{ p: projectId }} search={search ?? {}}>
            <b>{n}</b> {words}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function stuck(t: Translate, project: ProjectDetail, found: Found): Item[] {
  const to = '/projects/$p/assets'
  const { skipped } = project.counts.label
  const all: (Item & { readonly count: number })[] = [
    {
      key: 'skipped',
      count: skipped,
      n: skipped,
      words: t('projects.stuck.skipped'),
      to: '/projects/$p/aside',
    },
    {
      key: 'questions',
      count: found.questions,
      n: found.questions,
      words: t('projects.stuck.questions'),
      to: '/projects/$p/questions',
    },
    {
      key: 'long',
      count: found.waiting_long,
      n: found.waiting_long,
      words: t('projects.stuck.long'),
      to,
      search: { status: 'redo', until: daysAgo(new Date(), 3) },
    },
    {
      key: 'broken',
      count: project.counts.assets.broken,
      n: project.counts.assets.broken,
      words: t('projects.stuck.broken'),
      to,
      search: { state: 'broken' },
    },
  ]
  return all.filter(({ count }) => count > 0)
}

function drifting(t: Translate, found: Found): Item[] {
  return found.returned.map(({ by, judged, returned }) => ({
    key: by.id,
    n: `${Math.round((returned / judged) * 100)} %`,
    words: t('projects.drifting.person', { name: by.name, returned, judged }),
    to: '/projects/$p/assets',
    search: { person: by.id },
  }))
}

function ready(t: Translate, found: Found): Item[] {
  if (found.ready === 0) return []
  const n = found.ready >= 10_000 ? '10,000+' : found.ready
  const words = found.frozen_at
    ? t('projects.ready.since', { when: ago(found.frozen_at) })
    : t('projects.ready.never')
  return [{ key: 'ready', n, words, to: '/projects/$p/releases' }]
}

function Body({ project, found }: { readonly project: ProjectDetail; readonly found: Found }) {
  const t = useT()
  const top = Math.max(1, ...found.days.flatMap((day) => [day.submitted, day.accepted, day.returned]))
  const lists = [
    ['stuck', stuck(t, project, found)],
    ['drifting', drifting(t, found)],
    ['ready', ready(t, found)],
  ] as const
  return (
    <div className={css['pulse']}>
      <div className={css['multiples']}>
        {(['submitted', 'accepted', 'returned'] as const).map((series) => (
          <Small key={series} days={found.days} series={series} top={top} />
        ))}
      </div>
      {lists.map(([name, items]) => (
        <section key={name} aria-label={t(`projects.${name}`)}>
          <h3 className={css['head']}>{t(`projects.${name}`)}</h3>
          <Items projectId={project.id} items={items} none={t(`projects.${name}.none`)} />
        </section>
      ))}
    </div>
  )
}

/** How the work goes: two weeks as small multiples, what is stuck, whose work drifts, what could be frozen. */
export function Pulse({ project }: { readonly project: ProjectDetail }) {
  const t = useT()
  const found = useQuery(pulseQuery(project.id))
  return (
    <Section title={t('projects.pulse')} side={t('projects.pulse.span')}>
      <Await query={found} what={t('projects.pulse.loading')}>
        {(value) => <Body project={project} found={value} />}
      </Await>
    </Section>
  )
}

/** The operating note: four questions, four answers, as the policy in force has them. */
export function Note({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const policy = useQuery(policyQuery(projectId))
  const note = policy.data?.in_force?.note
  if (!note) return null
  const order = ['sensitive', 'path', 'reviewers', 'exceptions'] as const
  return (
    <Section title={t('projects.note')}>
      <Facts items={order.map((name) => [t(`projects.note.${name}`), note[name]])} />
    </Section>
  )
}
