import { useQuery } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { call, Refused } from '../../api/client'
import { ontology as ontologyQuery, project as projectQuery } from '../../api/queries'
import type { OntologyVersion } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Empty, Notice, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Page, PageAction } from '../../ui/Page'
import { exact } from '../../ui/time'
import { breaking, readOntologyFile } from './file'
import { Tree } from './Tree'

function NewVersion({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const picker = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [saved, setSaved] = useState<number | null>(null)
  const save = useAct(
    (body: unknown) =>
      call<OntologyVersion>(`/projects/${projectId}/ontology`, { method: 'POST', body: { body } }),
    [['project', projectId]],
  )
  const take = async (file: File | undefined) => {
    if (!file) return
    setSaved(null)
    const read = readOntologyFile(await file.text())
    setFault(read.ok ? null : t('ontology.notJson', { why: read.why }))
    if (!read.ok) return save.clear()
    const made = await save.run(read.body)
    if (made) setSaved(made.n)
  }
  useKeys([{ keys: 'u', label: t('ontology.upload'), run: () => picker.current?.click() }])
  return (
    <>
      <PageAction>
        <Button kind="primary" keys="u" onClick={() => picker.current?.click()} disabled={save.busy}>
          <Upload size={16} strokeWidth={1.5} aria-hidden />
          {t('ontology.upload')}
        </Button>
      </PageAction>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        hidden
        aria-hidden
        onChange={(event) => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {fault ? <Notice tone="wait">{fault}</Notice> : null}
      {saved === null ? null : <Notice>{t('ontology.saved', { n: saved })}</Notice>}
      {save.problem ? (
        <ProblemNote
          problem={save.problem}
          advice={
            <>
              {save.problem.code === 'ontology.breaking' ? t('ontology.breaking') : null}
              {breaking(save.problem).map((line) => (
                <span key={line}>
                  <br />
                  {line}
                </span>
              ))}
            </>
          }
        />
      ) : null}
    </>
  )
}

/** What can be drawn and said: classes, geometries, attributes. A file makes the next version. */
export function OntologyPage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const project = useQuery(projectQuery(projectId))
  const current = useQuery({ ...ontologyQuery(projectId), retry: false })
  const may = project.data?.capabilities.includes('Configure') ?? false
  const none = current.error instanceof Refused && current.error.problem.status === 404
  const lead = current.data
    ? t('ontology.lead', { n: current.data.n, at: exact(current.data.created_at) })
    : undefined
  return (
    <Page title={t('nav.ontology')} lead={lead}>
      {may ? <NewVersion projectId={projectId} /> : null}
      {none ? (
        <Empty title={t('ontology.emptyTitle')}>{t('ontology.emptyText')}</Empty>
      ) : (
        <Await query={current} what={t('projects.loadingOntology')}>
          {(value) => <Tree body={value.body} />}
        </Await>
      )}
    </Page>
  )
}
