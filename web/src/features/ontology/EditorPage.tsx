import { useQuery } from '@tanstack/react-query'
import { Link, useBlocker, useNavigate } from '@tanstack/react-router'
import { Download, FolderOpen, LayoutTemplate, Redo2, Undo2 } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import { call, Refused } from '../../api/client'
import { ontology as ontologyQuery } from '../../api/queries'
import type { Ontology, OntologyVersion } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { IconButton } from '../../ui/IconButton'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Crumb, Page, PageAction } from '../../ui/Page'
import { EMPTY, type Place, publishedPaths, withRetired } from './draft'
import css from './editor.module.css'
import { PlaceForm } from './Forms'
import { faultsOf } from './faults'
import { readOntologyFile, saveOntologyFile } from './file'
import { Faults, Impact } from './Impact'
import { Outline } from './Outline'
import { type AttributeForm, Preview } from './Preview'
import { Templates } from './Templates'
import { useDraft } from './useDraft'
import { useImpact } from './useImpact'

interface Props {
  readonly projectId: string
  readonly Form: AttributeForm
}

const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const

function Editor({ projectId, Form, version }: Props & { readonly version: OntologyVersion | null }) {
  const t = useT()
  const navigate = useNavigate()
  const before = version?.body ?? null
  const draft = useDraft(before ?? EMPTY)
  const [place, setPlace] = useState<Place | null>(draft.value.tasks.length ? { task: 0, class: null } : null)
  const [choosing, setChoosing] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const picker = useRef<HTMLInputElement>(null)
  const published = useRef(false)
  const faults = useMemo(() => faultsOf(draft.value), [draft.value])
  const paths = useMemo(() => publishedPaths(before), [before])
  const wrong = faults.some((one) => !one.advice)
  const { query, fresh } = useImpact(projectId, draft.value, !wrong)
  const n = (version?.n ?? 0) + 1
  const save = useAct(
    (body: Ontology) =>
      call<OntologyVersion>(`/projects/${projectId}/ontology`, { method: 'POST', body: { body } }),
    [['project', projectId]],
  )
  const leave = () => void navigate({ to: '/projects/$p/ontology', params: { p: projectId } })
  useBlocker({
    shouldBlockFn: () => draft.changed && !published.current && !window.confirm(t('ontology.unsaved')),
    enableBeforeUnload: () => draft.changed && !published.current,
  })
  const ready = draft.changed && !wrong && fresh && !query.error && (query.data?.publishable ?? false)
  const publish = async () => {
    if (!ready || save.busy) return
    published.current = true
    if (await save.run(draft.value)) leave()
    else published.current = false
  }
  const change = (next: Ontology, to?: Place | null) => {
    save.clear()
    setFault(null)
    draft.set(next)
    if (to !== undefined) setPlace(to)
  }
  const take = (body: Ontology) => {
    setChoosing(false)
    change(body, body.tasks.length ? { task: 0, class: null } : null)
  }
  const read = async (file: File | undefined) => {
    if (!file) return
    const found = readOntologyFile(await file.text())
    if (found.ok) take(found.body)
    else setFault(t('ontology.notJson', { why: found.why }))
  }
  const here = place && draft.value.tasks[place.task] ? place : null
  const keys = [
    { keys: 'Ctrl+Enter', label: t('ontology.publish', { n }), run: () => void publish() },
    { keys: 'Alt+t', label: t('ontology.templates'), run: () => setChoosing(true) },
    { keys: 'Alt+o', label: t('ontology.fromFile'), run: () => picker.current?.click() },
    { keys: 'Alt+s', label: t('ontology.download'), run: () => saveOntologyFile(draft.value, n) },
    { keys: 'Alt+z', label: t('ontology.undo'), run: () => draft.undo?.() },
    { keys: 'Alt+y', label: t('ontology.redo'), run: () => draft.redo?.() },
  ]
  useKeys(keys)
  const around = {
    fault: (at: string) => {
      const found = faults.find((one) => one.at === at)
      return found ? t(found.words, found.params) : null
    },
    published: (path: string) => paths.has(path),
  }
  return (
    <>
      <PageAction>
        <IconButton
          name={t('ontology.undo')}
          keys="Alt+z"
          icon={<Undo2 {...icon} />}
          disabled={!draft.undo}
          onClick={() => draft.undo?.()}
        />
        <IconButton
          name={t('ontology.redo')}
          keys="Alt+y"
          icon={<Redo2 {...icon} />}
          disabled={!draft.redo}
          onClick={() => draft.redo?.()}
        />
        <IconButton
          name={t('ontology.templates')}
          keys="Alt+t"
          icon={<LayoutTemplate {...icon} />}
          onClick={() => setChoosing(true)}
        />
        <IconButton
          name={t('ontology.fromFile')}
          keys="Alt+o"
          icon={<FolderOpen {...icon} />}
          onClick={() => picker.current?.click()}
        />
        <IconButton
          name={t('ontology.download')}
          keys="Alt+s"
          icon={<Download {...icon} />}
          onClick={() => saveOntologyFile(draft.value, n)}
        />
        <Button
          kind="primary"
          keys="Ctrl+Enter"
          disabled={!ready || save.busy}
          onClick={() => void publish()}
        >
          {t(save.busy ? 'ontology.publishing' : 'ontology.publish', { n })}
        </Button>
      </PageAction>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        hidden
        aria-hidden
        onChange={(event) => {
          void read(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {fault ? <Notice tone="wait">{fault}</Notice> : null}
      {save.problem ? <ProblemNote problem={save.problem} /> : null}
      <div className={css['editor']}>
        <Outline draft={draft.value} faults={faults} place={here} onGo={setPlace} onChange={change} />
        <div className={css['middle']}>
          {here ? (
            <PlaceForm
              key={`${here.task}.${here.class}`}
              draft={draft.value}
              place={here}
              onChange={change}
              {...around}
            />
          ) : (
            <>
              <p className={css['lead']}>{t('ontology.orTemplate')}</p>
              <Templates onTake={take} keys={!choosing} />
            </>
          )}
        </div>
        <div className={css['side']}>
          <Faults faults={faults.filter((one) => !one.advice)} onGo={setPlace} />
          <Preview draft={draft.value} place={here} Form={Form} onGo={setPlace} />
          <Impact
            query={query}
            fresh={fresh}
            waits={wrong}
            before={before}
            onRetire={(ref) => before && change(withRetired(draft.value, before, ref))}
          />
          <Faults faults={faults.filter((one) => one.advice)} onGo={setPlace} />
        </div>
      </div>
      <Dialog open={choosing} onClose={() => setChoosing(false)} title={t('ontology.templates')} wide>
        <p className={css['lead']}>{t('ontology.templatesLead')}</p>
        <Templates onTake={take} keys={false} />
      </Dialog>
    </>
  )
}

/** The ontology written by hand: outline, form, preview, and what publishing would touch. */
export function EditorPage({ projectId, Form }: Props) {
  const t = useT()
  // The version that the editor starts from must not change below the writing hand.
  const current = useQuery({
    ...ontologyQuery(projectId),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  })
  const none = current.error instanceof Refused && current.error.problem.status === 404
  const lead = current.data
    ? t('ontology.editorLead', { n: current.data.n })
    : none
      ? t('ontology.editorLeadNew')
      : undefined
  return (
    <Page
      title={t('ontology.editor')}
      heading={
        <>
          <Crumb>
            <Link to="/projects/$p/ontology" params={{ p: projectId }}>
              {t('nav.ontology')}
            </Link>
          </Crumb>
          {t('ontology.edit')}
        </>
      }
      lead={lead}
      width="full"
    >
      {none ? (
        <Editor projectId={projectId} Form={Form} version={null} />
      ) : (
        <Await query={current} what={t('projects.loadingOntology')}>
          {(version) => <Editor key={version.id} projectId={projectId} Form={Form} version={version} />}
        </Await>
      )}
    </Page>
  )
}
