import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { address, call } from '../../api/client'
import { me, project as projectQuery, release as releaseQuery } from '../../api/queries'
import type { Release } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { TextArea } from '../../ui/Field'
import { JobLine } from '../../ui/JobLine'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Crumb, Facts, Page, PageAction, Section } from '../../ui/Page'
import { bytes, exact } from '../../ui/time'
import { Difference } from './Difference'
import { ReleaseTag } from './ReleasesPage'
import { Stamps } from './Stamps'
import { Statement } from './Statement'
import { mayApprove } from './stamps'

interface Props {
  readonly projectId: string
  readonly releaseId: string
}

const AFTER_DOWNLOAD_MS = 1500

function Approval({ projectId, releaseId }: Props) {
  const t = useT()
  const [refusing, setRefusing] = useState(false)
  const at = `/projects/${projectId}/releases/${releaseId}`
  const refresh = [['project', projectId], ['projects']]
  const approve = useAct((_: null) => call<Release>(`${at}/approve`, { method: 'POST' }), refresh)
  const refuse = useAct(
    (reason: string) => call<Release>(`${at}/refuse`, { method: 'POST', body: { reason } }),
    refresh,
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (await refuse.run(String(new FormData(event.currentTarget).get('reason')).trim())) setRefusing(false)
  }
  useKeys([
    { keys: 'Ctrl+Enter', label: t('releases.approve'), run: () => void approve.run(null) },
    { keys: 'x', label: t('releases.refuse'), run: () => setRefusing(true) },
  ])
  return (
    <div className={layout['stack']}>
      <Notice tone="wait">{t('releases.yourTurn')}</Notice>
      {approve.problem ? <ProblemNote problem={approve.problem} /> : null}
      <PageAction>
        <Button kind="danger" keys="x" onClick={() => setRefusing(true)}>
          {t('releases.refuse')}
        </Button>
        <Button
          kind="primary"
          keys="Ctrl+Enter"
          onClick={() => void approve.run(null)}
          disabled={approve.busy}
        >
          {t('releases.approve')}
        </Button>
      </PageAction>
      <Dialog open={refusing} onClose={() => setRefusing(false)} title={t('releases.refuseTitle')}>
        <form className={layout['stack']} onSubmit={submit}>
          {refuse.problem ? <ProblemNote problem={refuse.problem} /> : null}
          <TextArea
            label={t('releases.reason')}
            name="reason"
            hint={t('releases.reasonHint')}
            required
            maxLength={2000}
            autoFocus
          />
          <div className={layout['row']}>
            <Button kind="danger" type="submit" disabled={refuse.busy}>
              {t('releases.refuse')}
            </Button>
            <Button onClick={() => setRefusing(false)} keys="Escape">
              {t('ui.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  )
}

/** The browser itself fetches the archive, so that its size never matters; it is handed out once. */
function DownloadForm({ projectId, releaseId, taken }: Props & { readonly taken: string | null }) {
  const t = useT()
  const cache = useQueryClient()
  const [sent, setSent] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  useKeys(
    taken
      ? []
      : [{ keys: 'Ctrl+Enter', label: t('releases.download'), run: () => form.current?.requestSubmit() }],
  )
  if (taken) return <Notice>{t('releases.taken', { at: exact(taken) })}</Notice>
  const after = () => {
    setSent(true)
    setTimeout(
      () => void cache.invalidateQueries({ queryKey: ['project', projectId, 'releases'] }),
      AFTER_DOWNLOAD_MS,
    )
  }
  return (
    <form
      id="take"
      ref={form}
      method="post"
      action={address(`/projects/${projectId}/releases/${releaseId}/download`)}
      onSubmit={after}
    >
      <p className={layout['note']}>{t('releases.once')}</p>
      <PageAction>
        <Button kind="primary" type="submit" form="take" keys="Ctrl+Enter" disabled={sent}>
          <Download size={16} strokeWidth={1.5} aria-hidden />
          {t('releases.download')}
        </Button>
      </PageAction>
    </form>
  )
}

function Body({ projectId, releaseId, value }: Props & { readonly value: Release }) {
  const t = useT()
  const self = useQuery(me)
  const project = useQuery(projectQuery(projectId))
  const id = self.data?.id ?? ''
  const approver = (project.data?.release_approver || project.data?.capabilities.includes('Approve')) ?? false
  const mine = value.recipients.find((one) => one.user.id === id)
  return (
    <>
      <Stamps release={value} />
      <Section title={t('releases.nextTitle')}>
        {value.job && value.state !== 'ready' ? <JobLine job={value.job} /> : null}
        {mayApprove(value, id, approver) ? <Approval projectId={projectId} releaseId={releaseId} /> : null}
        {value.state === 'requested' && value.requested_by.id === id ? (
          <Notice>{t('releases.waitsForOthers')}</Notice>
        ) : null}
        {value.state === 'ready' && mine ? (
          <DownloadForm projectId={projectId} releaseId={releaseId} taken={mine.downloaded_at} />
        ) : null}
        {value.state === 'ready' && !mine ? <p className={layout['dim']}>{t('releases.notYours')}</p> : null}
        {value.state === 'refused' ? (
          <p className={layout['dim']}>
            {value.refusal ? t('releases.refusedBecause', { reason: value.refusal }) : null}{' '}
            {t('releases.wasRefused')}
          </p>
        ) : null}
      </Section>
      <Section title={t('releases.contents')}>
        <Facts
          items={[
            [t('releases.purpose'), value.purpose],
            [t('releases.notesHead'), value.notes || t('ui.none')],
            [t('releases.format'), t(`releases.format.${value.format}`)],
            [t('releases.snapshot'), value.snapshot.name],
            [
              t('releases.splitsHead'),
              value.splits?.map((one) => t(`split.${one}`)).join(', ') ?? t('releases.all'),
            ],
            [t('releases.classesHead'), value.classes?.join(', ') ?? t('releases.all')],
            [t('releases.assets'), value.assets?.toLocaleString() ?? t('ui.unknown')],
            [t('releases.labels'), value.labels?.toLocaleString() ?? t('ui.unknown')],
            [t('releases.size'), value.bytes === null ? t('ui.unknown') : bytes(value.bytes)],
            [t('releases.onlyReviewed'), t(value.only_reviewed ? 'ui.yes' : 'ui.no')],
          ]}
        />
      </Section>
      <Section title={t('releases.differenceHead')}>
        <Difference projectId={projectId} release={value} />
      </Section>
      <Section title={t('releases.whoHasIt')}>
        <table className={layout['table']}>
          <thead>
            <tr>
              <th>{t('releases.person')}</th>
              <th>{t('releases.tookAt')}</th>
            </tr>
          </thead>
          <tbody>
            {value.recipients.map((one) => (
              <tr key={one.user.id}>
                <th scope="row" className={layout['strong']}>
                  {one.user.name}
                </th>
                <td>{one.downloaded_at ? exact(one.downloaded_at) : t('releases.notYet')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
      <Section title={t('releases.statement')}>
        {value.state === 'ready' ? (
          <Statement projectId={projectId} release={value} />
        ) : (
          <p className={layout['dim']}>{t('releases.manifestLater')}</p>
        )}
      </Section>
    </>
  )
}

/** One release on its way: who asked, who approved, what is in it, who has it. */
export function ReleasePage({ projectId, releaseId }: Props) {
  const t = useT()
  const one = useQuery(releaseQuery(projectId, releaseId))
  const title = one.data ? t('releases.nth', { n: one.data.n }) : t('nav.releases')
  return (
    <Page
      title={title}
      heading={
        <>
          <Crumb>
            <Link to="/projects/$p/releases" params={{ p: projectId }}>
              {t('nav.releases')}
            </Link>
          </Crumb>
          <span>{title}</span> {one.data ? <ReleaseTag state={one.data.state} /> : null}
        </>
      }
      width="narrow"
    >
      <Await query={one} what={t('releases.loadingOne')}>
        {(value) => <Body projectId={projectId} releaseId={releaseId} value={value} />}
      </Await>
    </Page>
  )
}
