import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { importRoots, imports as importsQuery, project as projectQuery } from '../../api/queries'
import type { Import, ImportFormat, ImportRoot, ImportSource, Split } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Empty, ProblemNote } from '../../ui/Feedback'
import { Select, TextField } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { Facts, Page, PageAction, Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { ago, bytes, exact } from '../../ui/time'
import { DropZone } from './DropZone'
import { dryFacts, joined } from './files'
import { keepChosen } from './handover'
import css from './imports.module.css'
import { stateTone } from './state'
import type { Source } from './upload'

const FORMATS = ['auto', 'coco', 'voc', 'yolo', 'jsonl', 'none'] as const satisfies readonly ImportFormat[]
const SPLITS = ['train', 'val', 'test'] as const satisfies readonly Split[]

const GROUPINGS = ['file', 'folder'] as const
type Grouping = (typeof GROUPINGS)[number]

interface NewImport {
  source: ImportSource
  format: ImportFormat
  grouping: Grouping
  split: Split | null
  dry_run: boolean
}

interface SettingsProps {
  readonly format: ImportFormat
  readonly grouping: Grouping
  readonly onGrouping: (grouping: Grouping) => void
  readonly split: Split | null
  readonly onFormat: (format: ImportFormat) => void
  readonly onSplit: (split: Split | null) => void
}

function Settings({ format, grouping, split, onFormat, onGrouping, onSplit }: SettingsProps) {
  const t = useT()
  return (
    <div className={css['settings']}>
      <Select
        label={t('imports.format')}
        hint={t('imports.formatHint')}
        value={format}
        onChange={(event) => onFormat(event.target.value as ImportFormat)}
      >
        {FORMATS.map((one) => (
          <option key={one} value={one}>
            {t(`imports.format.${one}`)}
          </option>
        ))}
      </Select>
      <Select
        label={t('imports.grouping')}
        hint={t(`imports.grouping.${grouping}.hint`)}
        value={grouping}
        onChange={(event) => onGrouping(event.target.value as Grouping)}
      >
        {GROUPINGS.map((one) => (
          <option key={one} value={one}>
            {t(`imports.grouping.${one}`)}
          </option>
        ))}
      </Select>
      <Select
        label={t('imports.split')}
        hint={t('imports.splitHint')}
        value={split ?? ''}
        onChange={(event) => onSplit((event.target.value || null) as Split | null)}
      >
        <option value="">{t('imports.splitNone')}</option>
        {SPLITS.map((one) => (
          <option key={one} value={one}>
            {t(`split.${one}`)}
          </option>
        ))}
      </Select>
    </div>
  )
}

function Chosen({ sources, onClear }: { readonly sources: readonly Source[]; readonly onClear: () => void }) {
  const t = useT()
  const facts = dryFacts(sources)
  return (
    <div className={layout['stack']}>
      <Facts
        items={[
          [t('imports.files'), t('imports.filesOf', { n: facts.files, size: bytes(facts.bytes) })],
          [t('imports.pictures'), facts.pictures.toLocaleString()],
          [t('imports.annotations'), facts.annotations.toLocaleString()],
          [t('imports.other'), facts.other.toLocaleString()],
        ]}
      />
      <div>
        <Button kind="quiet" onClick={onClear}>
          {t('imports.clear')}
        </Button>
      </div>
    </div>
  )
}

function FromFolder({
  projectId,
  busy,
  onStart,
}: {
  readonly projectId: string
  readonly busy: boolean
  readonly onStart: (source: ImportSource, dry: boolean) => void
}) {
  const t = useT()
  const roots = useQuery({ ...importRoots(projectId), retry: false })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const dry = (event.nativeEvent as SubmitEvent).submitter?.getAttribute('value') === 'dry'
    onStart({ kind: 'folder', root: Number(form.get('root')), path: String(form.get('path')).trim() }, dry)
  }
  const items = roots.data?.items ?? []
  if (roots.error) return <p className={layout['note']}>{t('imports.rootsHidden')}</p>
  if (items.length === 0) return <p className={layout['note']}>{t('imports.noRoots')}</p>
  return (
    <form className={css['folder']} onSubmit={submit}>
      <Select label={t('imports.root')} name="root">
        {items.map((root) => (
          <option key={root.id} value={root.id}>
            {root.path}
          </option>
        ))}
      </Select>
      <TextField
        label={t('imports.path')}
        name="path"
        hint={t('imports.pathHint')}
        placeholder="2026/retina"
      />
      <div className={css['acts']}>
        <Button type="submit" value="dry" disabled={busy}>
          {t('imports.try')}
        </Button>
        <Button type="submit" value="real" disabled={busy}>
          {t('imports.startFolder')}
        </Button>
      </div>
    </form>
  )
}

const TAKES = ['pictures', 'annotations', 'folders', 'not'] as const

/** What can be brought in, said before anybody tries. */
function Takes() {
  const t = useT()
  return (
    <section aria-label={t('imports.takes')} className={layout['stack']}>
      <h2 className={layout['sectionTitle']}>{t('imports.takes')}</h2>
      <dl className={css['takes']}>
        {TAKES.map((one) => (
          <div key={one}>
            <dt>{t(`imports.takes.${one}`)}</dt>
            <dd>{t(`imports.takes.${one}.are`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function NewImportForm({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const navigate = useNavigate()
  const [sources, setSources] = useState<Source[]>([])
  const [format, setFormat] = useState<ImportFormat>('auto')
  const [grouping, setGrouping] = useState<Grouping>('file')
  const [split, setSplit] = useState<Split | null>(null)
  const how = { format, grouping, split } as const
  const at = `/projects/${projectId}/imports`
  const make = useAct(
    (body: NewImport) => call<Import>(at, { method: 'POST', body }),
    [['project', projectId, 'imports']],
  )
  const begin = useAct(
    (id: string) => call<Import>(`${at}/${id}/start`, { method: 'POST' }),
    [['project', projectId]],
  )
  const open = (id: string) =>
    void navigate({ to: '/projects/$p/imports/$i', params: { p: projectId, i: id } })
  const sendFiles = async (dry_run: boolean) => {
    if (sources.length === 0 || make.busy) return
    const made = await make.run({ source: { kind: 'upload' }, ...how, dry_run })
    if (!made) return
    keepChosen(made.id, sources)
    open(made.id)
  }
  const readFolder = async (source: ImportSource, dry_run: boolean) => {
    const made = await make.run({ source, ...how, dry_run })
    if (made && (await begin.run(made.id))) open(made.id)
  }
  useKeys([
    { keys: 'Ctrl+Enter', label: t('imports.start'), run: () => void sendFiles(false) },
    { keys: 'Alt+Enter', label: t('imports.try'), run: () => void sendFiles(true) },
  ])
  const problem = make.problem ?? begin.problem
  return (
    <div className={css['ways']}>
      <div className={layout['stack']}>
        <DropZone title={t('imports.drop')} onChosen={(more) => setSources(joined(sources, more))} />
        {sources.length ? <Chosen sources={sources} onClear={() => setSources([])} /> : null}
        <Settings {...how} onFormat={setFormat} onGrouping={setGrouping} onSplit={setSplit} />
        {problem ? <ProblemNote problem={problem} /> : null}
        <PageAction>
          <Button
            keys="Alt+Enter"
            onClick={() => void sendFiles(true)}
            disabled={sources.length === 0 || make.busy}
          >
            {t('imports.try')}
          </Button>
          <Button
            kind="primary"
            keys="Ctrl+Enter"
            onClick={() => void sendFiles(false)}
            disabled={sources.length === 0 || make.busy}
          >
            {t('imports.start')}
          </Button>
        </PageAction>
      </div>
      <div className={layout['stack']}>
        <h2 className={layout['sectionTitle']}>{t('imports.fromServer')}</h2>
        <FromFolder
          projectId={projectId}
          busy={make.busy || begin.busy}
          onStart={(source, dry) => void readFolder(source, dry)}
        />
        <Takes />
      </div>
    </div>
  )
}

/** The folder that an import read, as far as its root's name may be known. */
function folderWords(source: ImportSource & { kind: 'folder' }, roots: readonly ImportRoot[]): string {
  const root = roots.find(({ id }) => id === source.root)?.path ?? '…'
  return source.path ? `${root}/${source.path}` : root
}

function Past({ projectId, items }: { readonly projectId: string; readonly items: readonly Import[] }) {
  const t = useT()
  const roots = useQuery({ ...importRoots(projectId), retry: false })
  return (
    <table className={layout['table']}>
      <thead>
        <tr>
          <th>{t('imports.when')}</th>
          <th>{t('imports.source')}</th>
          <th>{t('imports.format')}</th>
          <th>{t('imports.state')}</th>
          <th className={layout['number']}>{t('imports.assetsMade')}</th>
          <th className={layout['number']}>{t('imports.objectsMade')}</th>
          <th className={layout['number']}>{t('imports.refused')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <Link
                to="/projects/$p/imports/$i"
                params={{ p: projectId, i: one.id }}
                title={exact(one.created_at)}
              >
                {ago(one.created_at)}
              </Link>
            </th>
            <td>
              {one.source.kind === 'upload'
                ? t('imports.fromBrowser')
                : folderWords(one.source, roots.data?.items ?? [])}
            </td>
            <td>{t(`imports.format.${one.format}`)}</td>
            <td>
              <Tag tone={stateTone(one.state)}>{t(`imports.state.${one.state}` as MessageKey)}</Tag>
              {one.dry_run ? <Tag tone="wait">{t('imports.dryRun')}</Tag> : null}
            </td>
            <td className={layout['number']}>{one.assets_made.toLocaleString()}</td>
            <td className={layout['number']}>{one.objects_made.toLocaleString()}</td>
            <td className={layout['number']}>{one.refused.toLocaleString()}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Bring pictures in: from this computer or from a folder of the server; and what was brought in before. */
export function ImportsPage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const project = useQuery(projectQuery(projectId))
  const list = useQuery(importsQuery(projectId))
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')}>
      <Await query={project} what={t('projects.loading')}>
        {(value) =>
          value.state === 'setup' ? (
            <Empty
              title={t('imports.blocked')}
              action={
                <ButtonLink kind="primary" to="/projects/$p/policy/interview" params={{ p: projectId }}>
                  {t('projects.do.policy')}
                </ButtonLink>
              }
            >
              {t('imports.blockedText')}
            </Empty>
          ) : (
            <NewImportForm projectId={projectId} />
          )
        }
      </Await>
      <Section title={t('imports.past')}>
        <Await query={list} what={t('imports.loading')}>
          {({ items }) =>
            items.length ? (
              <Past projectId={projectId} items={items} />
            ) : (
              <Empty
                title={t('imports.emptyTitle')}
                command={`labelkeep import "${project.data?.name ?? 'PROJECT'}" FOLDER`}
              >
                {t('imports.emptyText')}
              </Empty>
            )
          }
        </Await>
      </Section>
    </Page>
  )
}
