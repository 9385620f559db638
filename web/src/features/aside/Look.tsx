import { useQuery } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useEffect, useState } from 'react'
import { type LateRow, oneLate } from '../../api/aside'
import { call } from '../../api/client'
import { ontology as ontologyQuery } from '../../api/queries'
import type { Label, View } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Loading, ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import css from './aside.module.css'

interface Props {
  readonly projectId: string
  readonly row: LateRow
  readonly onClose: () => void
}

const Viewer = lazy(async () => ({
  default: (await import('../../surfaces/raster/index')).AssetViewer,
}))

/** A view for as long as the dialog stands: opened on a manager's right, closed with it. */
function useView(projectId: string, assetId: string) {
  const [view, setView] = useState<View | null>(null)
  const open = useAct((_: null) =>
    call<View>(`/projects/${projectId}/assets/${assetId}/views`, { method: 'POST' }),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog comes up
  useEffect(() => {
    let over = false
    let made: View | null = null
    const close = (one: View) =>
      void call(`/projects/${projectId}/views/${one.id}/close`, { method: 'POST', keepalive: true })
    void open.run(null).then((opened) => {
      if (over && opened) return close(opened)
      made = opened
      setView(opened)
    })
    return () => {
      over = true
      if (made) close(made)
    }
  }, [projectId, assetId])
  return { view, problem: open.problem }
}

function Stage({ projectId, row, label }: Omit<Props, 'onClose'> & { readonly label: Label }) {
  const t = useT()
  const { view, problem } = useView(projectId, row.asset)
  const ontology = useQuery({ ...ontologyQuery(projectId), retry: false })
  if (problem) return <ProblemNote problem={problem} />
  return (
    <div className={css['stage']}>
      {view && ontology.data ? (
        <Suspense fallback={<Loading what={t('aside.opening')} />}>
          <Viewer projectId={projectId} view={view} label={label} ontology={ontology.data.body} />
        </Suspense>
      ) : (
        <Loading what={t('aside.opening')} />
      )}
    </div>
  )
}

/** Late work over its picture, and what becomes of it. */
export function Look({ projectId, row, onClose }: Props) {
  const t = useT()
  const work = useQuery({ ...oneLate(projectId, row.id), retry: false })
  const [asking, setAsking] = useState(false)
  const path = `/projects/${projectId}/orphans/${row.id}`
  const act = useAct(
    ([what, body]: readonly [string, object]) => call<unknown>(`${path}/${what}`, { method: 'POST', body }),
    [['project', projectId]],
  )
  const adopt = async () => {
    if ((await act.run(['adopt', {}])) !== null) onClose()
  }
  const discard = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const comment = String(new FormData(event.currentTarget).get('comment')).trim()
    if ((await act.run(['discard', { comment }])) !== null) onClose()
  }
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('aside.lookTitle', { name: row.asset_name, by: row.by_name })}
    >
      <div className={layout['stack']}>
        {work.error ? <ProblemNote problem={problemOf(work.error)} /> : null}
        {work.data ? (
          <Stage projectId={projectId} row={row} label={work.data.label} />
        ) : work.error ? null : (
          <Loading what={t('aside.opening')} />
        )}
        <p className={layout['note']}>
          {row.busy ? t('aside.busyText') : t('aside.adoptText', { n: row.objects })} {t('aside.looked')}
        </p>
        {act.problem ? <ProblemNote problem={act.problem} /> : null}
        {asking ? (
          <form className={layout['stack']} onSubmit={discard}>
            <p>
              <b>{t('aside.discardTitle')}</b> {t('aside.discardText')}
            </p>
            <TextField label={t('aside.comment')} name="comment" maxLength={4000} autoFocus />
            <div className={layout['row']}>
              <Button kind="danger" type="submit" keys="Enter" disabled={act.busy}>
                {t('aside.discardGo')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('ui.cancel')}</Button>
            </div>
          </form>
        ) : (
          <div className={layout['row']}>
            <Button kind="primary" onClick={() => void adopt()} disabled={act.busy || row.busy || !work.data}>
              {t('aside.adopt')}
            </Button>
            <Button kind="danger" onClick={() => setAsking(true)} disabled={act.busy || !work.data}>
              {t('aside.discard')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}
