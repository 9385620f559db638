import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { call } from '../../api/client'
import {
  assetHistory,
  asset as assetQuery,
  labelVersion,
  ontology as ontologyQuery,
  project as projectQuery,
} from '../../api/queries'
import { oneThread, type Thread } from '../../api/questions'
import type { Asset, Label, Ontology, View } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import type { Spot } from '../../canvas/spots'
import { stylesOf } from '../../surfaces/raster/styles'
import { Await, problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Loading, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Crumb, Page, PageAction } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { Thumbnail } from '../../ui/Thumbnail'
import css from './assets.module.css'
import { Timeline } from './Timeline'
import { size, standing } from './words'

interface ThreadProps {
  readonly projectId: string
  readonly thread: Thread
  readonly explores: boolean
  readonly onPlace: () => void
}

interface Props {
  readonly projectId: string
  readonly assetId: string
}

interface PageProps extends Props {
  /** The thread that the picture is opened for, at its place. */
  readonly threadId: string | undefined
  /** How a thread is shown and answered. */
  readonly ThreadPanel: ComponentType<ThreadProps>
}

/** What the raster surface draws here: the picture of an open view with a label over it, nothing to edit. */
interface AssetViewerProps {
  readonly projectId: string
  readonly view: View
  readonly label: Label
  readonly ontology: Ontology
  readonly spot?: Spot | undefined
}

const NO_LABEL: Label = { schema: 'lk-label/1', objects: [], classifications: [], relations: [] }
const NO_ONTOLOGY: Ontology = { schema: 'lk-ontology/1', tasks: [] }
type Surface = { AssetViewer: ComponentType<AssetViewerProps> }

const found = Object.values(import.meta.glob<Surface>('../../surfaces/raster/index.tsx'))[0]
const Viewer = found ? lazy(async () => ({ default: (await found()).AssetViewer })) : null

interface StageProps extends Props {
  readonly value: Asset
  readonly view: View | null
  readonly version: string | null
  readonly onLook: () => void
  readonly busy: boolean
  readonly spot: Spot | undefined
}

function Stage({ projectId, assetId, value, view, version, onLook, busy, spot }: StageProps) {
  const t = useT()
  const label = useQuery({ ...labelVersion(projectId, assetId, version ?? ''), enabled: version !== null })
  const ontology = useQuery({ ...ontologyQuery(projectId), retry: false, enabled: view !== null })
  if (view && Viewer)
    return (
      <div className={css['stage']}>
        <Suspense fallback={<Loading what={t('assets.opening')} />}>
          <Viewer
            projectId={projectId}
            view={view}
            label={label.data?.label ?? NO_LABEL}
            ontology={ontology.data?.body ?? NO_ONTOLOGY}
            spot={spot}
          />
        </Suspense>
      </div>
    )
  return (
    <div className={css['stage']}>
      <Thumbnail
        className={css['picture']}
        projectId={projectId}
        assetId={assetId}
        alt={t('assets.thumbnailOf', { name: value.name })}
      />
      {Viewer && value.state !== 'broken' ? (
        <div className={css['stageNote']}>
          <span>{t('assets.lookNote')}</span>
          <PageAction>
            <Button kind="primary" keys="Enter" onClick={onLook} disabled={busy}>
              {t('assets.look')}
            </Button>
          </PageAction>
        </div>
      ) : null}
    </div>
  )
}

interface HistoryProps extends Props {
  readonly value: Asset
  readonly view: View | null
  readonly version: string | null
  readonly onVersion: ((id: string) => void) | null
}

function History({ projectId, assetId, value, view, version, onVersion }: HistoryProps) {
  const t = useT()
  const ontology = useQuery({ ...ontologyQuery(projectId), retry: false })
  const styles = useMemo(() => stylesOf(ontology.data?.body ?? NO_ONTOLOGY), [ontology.data])
  const history = useQuery(assetHistory(projectId, assetId))
  const project = useQuery(projectQuery(projectId))
  return (
    <Await query={history} what={t('assets.loadingHistory')}>
      {({ items }) =>
        items.length ? (
          <Timeline
            projectId={projectId}
            asset={value}
            view={view}
            styles={styles}
            items={items}
            version={version}
            onVersion={onVersion}
            receipts={project.data?.capabilities.includes('Audit') ?? false}
          />
        ) : (
          <p className={layout['dim']}>{t('assets.noHistory')}</p>
        )
      }
    </Await>
  )
}

/** One asset: its picture, every version of its label and everything that happened to it. */
export function AssetPage({ projectId, assetId, threadId, ThreadPanel }: PageProps) {
  const t = useT()
  const one = useQuery(assetQuery(projectId, assetId))
  const history = useQuery(assetHistory(projectId, assetId))
  const [chosen, setChosen] = useState<string | null>(null)
  const [view, setView] = useState<View | null>(null)
  const look = useAct(
    (_: null) => call<View>(`/projects/${projectId}/assets/${assetId}/views`, { method: 'POST' }),
    // The look is part of the history.
    [['project', projectId, 'asset', assetId, 'history']],
  )
  const newest = history.data?.items.reduce<{ id: string; n: number } | null>(
    (best, item) => (item.version && item.version.n >= (best?.n ?? 0) ? item.version : best),
    null,
  )
  const version = chosen ?? newest?.id ?? null
  const onLook = async () => {
    const opened = await look.run(null)
    if (opened) setView(opened)
  }
  const asked = useQuery({
    ...oneThread(projectId, threadId ?? ''),
    enabled: threadId !== undefined,
    retry: false,
  })
  const thread = asked.data?.asset === assetId ? asked.data : undefined
  // A new object each time the place is asked for again: the viewer goes to it once.
  const [times, setTimes] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer in the thread does not move the picture
  const spot = useMemo(
    () => thread && { object: thread.object, part: thread.part, page: thread.page, at: thread.at, times },
    [thread?.id, times],
  )
  const opens = thread !== undefined && one.data !== undefined && one.data.state !== 'broken'
  // Whoever opens a question at its place has asked for the look.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the thread and the asset are known
  useEffect(() => {
    if (opens) void onLook()
  }, [opens])
  useEffect(() => {
    if (!view) return
    // The server ends the view by itself too; closing it here makes its summary exact.
    return () =>
      void call(`/projects/${projectId}/views/${view.id}/close`, { method: 'POST', keepalive: true })
  }, [projectId, view])
  const again = () => setTimes(times + 1)
  useKeys([
    ...(Viewer && !view ? [{ keys: 'Enter', label: t('assets.look'), run: () => void onLook() }] : []),
    ...(view && thread ? [{ keys: 'Enter', label: t('questions.again'), run: again }] : []),
  ])
  const stands = one.data ? standing(t, one.data) : null
  return (
    <Page
      title={one.data?.name ?? t('nav.assets')}
      heading={
        <>
          <Crumb>
            <Link to="/projects/$p/assets" params={{ p: projectId }}>
              {t('nav.assets')}
            </Link>
          </Crumb>
          <span>{one.data?.name}</span> {stands ? <Tag tone={stands.tone}>{stands.words}</Tag> : null}
        </>
      }
      lead={
        one.data
          ? [
              size(t, one.data),
              one.data.split ? t(`split.${one.data.split}`) : '',
              t('assets.objects', { n: one.data.objects }),
            ]
              .filter(Boolean)
              .join(' · ')
          : undefined
      }
      width="full"
    >
      <Await query={one} what={t('assets.loadingOne')}>
        {(value) => (
          <div className={css['asset']}>
            <Stage
              projectId={projectId}
              assetId={assetId}
              value={value}
              view={view}
              version={version}
              onLook={() => void onLook()}
              busy={look.busy}
              spot={spot}
            />
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must get there */}
            <section className={css['side']} tabIndex={0} aria-label={t('assets.history')}>
              {look.problem ? <ProblemNote problem={look.problem} /> : null}
              {asked.error ? <ProblemNote problem={problemOf(asked.error)} /> : null}
              {thread ? <ThreadPanel projectId={projectId} thread={thread} explores onPlace={again} /> : null}
              <h2 className={layout['sectionTitle']}>{t('assets.history')}</h2>
              <History
                projectId={projectId}
                assetId={assetId}
                value={value}
                view={view}
                version={view ? version : null}
                onVersion={view ? setChosen : null}
              />
            </section>
          </div>
        )}
      </Await>
    </Page>
  )
}
