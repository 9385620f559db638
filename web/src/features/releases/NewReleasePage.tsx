import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useId, useRef, useState } from 'react'
import { call } from '../../api/client'
import {
  members as membersQuery,
  ontology as ontologyQuery,
  snapshots as snapshotsQuery,
} from '../../api/queries'
import type { Release, ReleaseIn, Snapshot, Split } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { Check, Select, TextArea, TextField } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Page, PageAction } from '../../ui/Page'
import { exact } from '../../ui/time'
import css from './releases.module.css'

interface InProject {
  readonly projectId: string
}

const SPLITS = ['train', 'val', 'test'] as const satisfies readonly Split[]

function NewSnapshot({ projectId, onMade }: InProject & { readonly onMade: (snapshot: Snapshot) => void }) {
  const t = useT()
  const [name, setName] = useState('')
  const take = useAct(
    (body: { name: string }) => call<Snapshot>(`/projects/${projectId}/snapshots`, { method: 'POST', body }),
    [['project', projectId, 'snapshots']],
  )
  const run = async () => {
    const made = await take.run({ name: name.trim() })
    if (made) {
      setName('')
      onMade(made)
    }
  }
  return (
    <>
      {take.problem ? <ProblemNote problem={take.problem} /> : null}
      <div className={css['inline']}>
        <TextField
          label={t('releases.newSnapshot')}
          placeholder={t('releases.snapshotExample')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <Button onClick={() => void run()} disabled={!name.trim() || take.busy}>
          {t('releases.freeze')}
        </Button>
      </div>
    </>
  )
}

interface GroupProps {
  readonly title: string
  readonly name: string
  readonly options: readonly (readonly [string, string])[]
}

function Group({ title, name, options }: GroupProps) {
  return (
    <fieldset className={css['choices']}>
      <legend>{title}</legend>
      {options.map(([value, label]) => (
        <Check key={value} name={name} value={value} label={label} />
      ))}
    </fieldset>
  )
}

/** None ticked means no filter. */
function ticked(form: FormData, name: string): string[] | null {
  const values = form.getAll(name).map(String)
  return values.length ? values : null
}

function RequestForm({ projectId, snapshots }: InProject & { readonly snapshots: readonly Snapshot[] }) {
  const t = useT()
  const navigate = useNavigate()
  const form = useRef<HTMLFormElement>(null)
  const formId = useId()
  const [snapshot, setSnapshot] = useState(snapshots[0]?.id ?? '')
  const [fault, setFault] = useState<string | null>(null)
  const people = useQuery(membersQuery(projectId))
  const ontology = useQuery({ ...ontologyQuery(projectId), retry: false })
  const ask = useAct(
    (body: ReleaseIn) => call<Release>(`/projects/${projectId}/releases`, { method: 'POST', body }),
    [['project', projectId]],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const recipients = ticked(data, 'recipients')
    if (!snapshot) return setFault(t('releases.needsSnapshot'))
    if (!recipients) return setFault(t('releases.needsRecipient'))
    setFault(null)
    const made = await ask.run({
      snapshot_id: snapshot,
      format: data.get('format') as ReleaseIn['format'],
      splits: ticked(data, 'splits') as Split[] | null,
      classes: ticked(data, 'classes'),
      purpose: String(data.get('purpose')).trim(),
      notes: String(data.get('notes')).trim(),
      recipients,
    })
    if (made) void navigate({ to: '/projects/$p/releases/$r', params: { p: projectId, r: made.id } })
  }
  useKeys([{ keys: 'Ctrl+Enter', label: t('releases.ask'), run: () => form.current?.requestSubmit() }])
  const classes = (ontology.data?.body.tasks ?? []).flatMap((task) =>
    task.kind === 'object' ? task.classes : [],
  )
  return (
    <div className={css['form']}>
      <NewSnapshot projectId={projectId} onMade={(made) => setSnapshot(made.id)} />
      <form ref={form} id={formId} className={css['form']} onSubmit={submit}>
        <Select
          label={t('releases.snapshot')}
          hint={t('releases.snapshotHint')}
          value={snapshot}
          onChange={(event) => setSnapshot(event.target.value)}
        >
          {snapshots.length === 0 ? <option value="">{t('releases.noSnapshot')}</option> : null}
          {snapshots.map((one) => (
            <option key={one.id} value={one.id}>
              {t('releases.snapshotLine', {
                name: one.name,
                assets: one.assets,
                labels: one.labels,
                at: exact(one.created_at),
              })}
            </option>
          ))}
        </Select>
        <Select label={t('releases.format')} name="format" defaultValue="coco">
          <option value="coco">{t('releases.format.coco')}</option>
          <option value="jsonl">{t('releases.format.jsonl')}</option>
        </Select>
        <Group
          title={t('releases.splits')}
          name="splits"
          options={SPLITS.map((one) => [one, t(`split.${one}`)] as const)}
        />
        {classes.length ? (
          <Group
            title={t('releases.classes')}
            name="classes"
            options={classes.map((one) => [one.id, one.label] as const)}
          />
        ) : null}
        <TextField
          label={t('releases.purpose')}
          name="purpose"
          hint={t('releases.purposeHint')}
          required
          maxLength={500}
        />
        <TextArea label={t('releases.notes')} name="notes" rows={3} maxLength={4000} />
        <Group
          title={t('releases.recipients')}
          name="recipients"
          options={(people.data?.items ?? [])
            .filter((one) => one.status === 'active')
            .map((one) => [one.user_id, `${one.name} · ${t(`role.${one.role}`)}`] as const)}
        />
        {fault ? <p role="alert">{fault}</p> : null}
        {ask.problem ? <ProblemNote problem={ask.problem} /> : null}
        <PageAction>
          <Button kind="primary" type="submit" form={formId} keys="Ctrl+Enter" disabled={ask.busy}>
            {t('releases.ask')}
          </Button>
        </PageAction>
      </form>
    </div>
  )
}

/** Freeze what there is into a snapshot, and ask that it may leave. */
export function NewReleasePage({ projectId }: InProject) {
  const t = useT()
  const list = useQuery(snapshotsQuery(projectId))
  return (
    <Page title={t('releases.new')} lead={t('releases.newLead')} width="narrow">
      <Await query={list} what={t('releases.loadingSnapshots')}>
        {({ items }) => <RequestForm projectId={projectId} snapshots={items} />}
      </Await>
    </Page>
  )
}
