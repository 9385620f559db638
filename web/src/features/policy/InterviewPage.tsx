import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Shield } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { call } from '../../api/client'
import { me, members, policy as policyQuery } from '../../api/queries'
import type { Delivery, Exposure, PolicyIn, PolicyOut, PolicyState } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { TextArea } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import { type MessageKey, useLanguage, useT } from '../../ui/messages'
import { Page, PageAction } from '../../ui/Page'
import { Choices } from './Choices'
import { Confirm } from './Confirm'
import {
  grown,
  missing,
  NOTE_FIELDS,
  newWords,
  QUESTIONS,
  type Question,
  saidIn,
  startFrom,
  toggled,
  withExposure,
  withNote,
} from './draft'
import css from './policy.module.css'
import { usePreview } from './usePreview'

/** The sentence of the path bar, with what this interview has changed in it marked. */
export function Sentence({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <p className={css['sentence']} aria-live="polite">
      {newWords(before, after).map((word, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words have no other identity than their place
        <span key={i}>{word.fresh && before ? <mark>{word.text}</mark> : word.text} </span>
      ))}
    </p>
  )
}

interface QuestionProps {
  readonly question: Question
  readonly draft: PolicyIn
  readonly choices: PolicyState['choices']
  readonly change: (part: Partial<PolicyIn>) => void
}

function Approvals({ draft, change }: Pick<QuestionProps, 'draft' | 'change'>) {
  const t = useT()
  const choices = [1, 2].map((n) => ({
    value: String(n),
    title: t('policy.approvals', { n }),
    explains: t(n === 1 ? 'policy.approvalsOne' : 'policy.approvalsTwo'),
    cost: t(n === 1 ? 'policy.approvalsOneCost' : 'policy.approvalsTwoCost'),
    available: n === 2 || draft.exposure !== 'restricted',
    why_not: t('policy.approvalsStrict'),
  }))
  return (
    <Choices
      name={t('policy.ask.approvals')}
      choices={choices}
      chosen={[String(draft.approvals)]}
      onChoose={(value) => change({ approvals: Number(value) })}
    />
  )
}

function Thumbnails({ draft, change }: Pick<QuestionProps, 'draft' | 'change'>) {
  const t = useT()
  const strict = draft.exposure === 'restricted'
  const choices = (['yes', 'no'] as const).map((value) => ({
    value,
    title: t(`policy.thumbnails.${value}`),
    explains: t(`policy.thumbnails.${value}.explains`),
    cost: t(`policy.thumbnails.${value}.cost`),
    available: value === 'no' || !strict,
    why_not: t('policy.thumbnailsStrict'),
  }))
  return (
    <Choices
      name={t('policy.ask.thumbnails')}
      choices={choices}
      chosen={[draft.thumbnails ? 'yes' : 'no']}
      onChoose={(value) => change({ thumbnails: value === 'yes' })}
    />
  )
}

function Note({ draft, change }: Pick<QuestionProps, 'draft' | 'change'>) {
  const t = useT()
  const lacking = missing(draft.note)
  return (
    <div className={css['answers']}>
      {NOTE_FIELDS.map((field, i) => (
        <TextArea
          key={field}
          label={t(`policy.note.${field}` as MessageKey)}
          placeholder={t(`policy.example.${field}` as MessageKey)}
          value={draft.note?.[field] ?? ''}
          rows={3}
          maxLength={2000}
          autoFocus={i === 0}
          fault={lacking.includes(field) ? t('policy.noteLacks') : null}
          onChange={(event) => change({ note: withNote(draft.note, field, event.target.value) })}
        />
      ))}
    </div>
  )
}

function Answers({ question, draft, choices, change }: QuestionProps): ReactNode {
  const t = useT()
  const name = t(`policy.ask.${question}` as MessageKey)
  switch (question) {
    case 'exposure':
      return (
        <Choices
          name={name}
          choices={choices.exposure}
          chosen={[draft.exposure]}
          onChoose={(v) => change(withExposure(draft, v as Exposure))}
        />
      )
    case 'delivery':
      return (
        <Choices
          name={name}
          choices={choices.delivery}
          chosen={[draft.delivery]}
          onChoose={(v) => change({ delivery: v as Delivery })}
        />
      )
    case 'inference':
      return (
        <Choices
          name={name}
          choices={choices.inference}
          chosen={draft.inference}
          several
          onChoose={(v) => change({ inference: toggled(draft.inference, v) })}
        />
      )
    case 'thumbnails':
      return <Thumbnails draft={draft} change={change} />
    case 'approvals':
      return <Approvals draft={draft} change={change} />
    case 'note':
      return <Note draft={draft} change={change} />
    case 'confirm':
      return null
  }
}

/** The sentence as far as the questions have come; what this question adds is marked. */
function Growing({
  parts,
  now,
  changes,
}: {
  readonly parts: readonly { field: string; words: string }[]
  readonly now: number
  readonly changes: boolean
}) {
  const t = useT()
  const said = grown(parts, now).filter((part) => changes || part.state !== 'later')
  return (
    <p className={css['sentence']} aria-live="polite">
      {said.length === 0 ? <span className={css['later']}>{t('policy.sentenceStarts')}</span> : null}
      {said.map((part) => (
        <span key={part.words} className={part.state === 'later' ? css['later'] : undefined}>
          {part.state === 'new' ? <mark>{part.words}</mark> : part.words}{' '}
        </span>
      ))}
      {!changes && said.length > 0 && said.length < parts.length ? <span aria-hidden>…</span> : null}
    </p>
  )
}

/** Who else must say yes to what has been answered so far, and why. */
function Agreement({
  loosens,
  approvals,
}: {
  readonly loosens: readonly string[]
  readonly approvals: number
}) {
  const t = useT()
  return (
    <dl className={css['agreement']}>
      <dt>{t('policy.whoAgrees')}</dt>
      <dd>
        {loosens.length ? (
          <>
            {t('policy.whoSecond')} {loosens.join(' ')}
          </>
        ) : (
          t('policy.whoNobody')
        )}
      </dd>
      <dt>{t('policy.whoReleases')}</dt>
      <dd>{t('policy.whoApproves', { n: approvals })}</dd>
    </dl>
  )
}

function Steps({ now, onGo }: { readonly now: number; readonly onGo: (i: number) => void }) {
  const t = useT()
  return (
    <nav className={css['steps']} aria-label={t('policy.steps')}>
      {QUESTIONS.map((question, i) => (
        <button
          key={question}
          type="button"
          className={css['stepMark']}
          data-state={i < now ? 'done' : 'open'}
          aria-current={i === now ? 'step' : undefined}
          onClick={() => onGo(i)}
        >
          {i + 1} <span>{t(`policy.short.${question}` as MessageKey)}</span>
        </button>
      ))}
    </nav>
  )
}

function Interview({ projectId, state }: { readonly projectId: string; readonly state: PolicyState }) {
  const t = useT()
  const language = useLanguage()
  const navigate = useNavigate()
  const self = useQuery(me)
  const people = useQuery(members(projectId))
  const [draft, setDraft] = useState<PolicyIn>(() => startFrom(state.proposed ?? state.in_force))
  const [at, setAt] = useState(0)
  const preview = usePreview(projectId, draft)
  const save = useAct(
    (body: PolicyIn) => call<PolicyOut>(`/projects/${projectId}/policy`, { method: 'POST', body }),
    [['project', projectId], ['projects']],
  )
  const question = QUESTIONS[at] ?? 'confirm'
  const last = question === 'confirm'
  const lacks = missing(draft.note).length > 0 || (preview.data?.refused.length ?? 0) > 0
  const loose = (preview.data?.loosens.length ?? 0) > 0 && !draft.second_person
  const next = async () => {
    if (!last) return setAt(at + 1)
    if (lacks || loose || save.busy) return
    if (await save.run(draft)) void navigate({ to: '/projects/$p/policy', params: { p: projectId } })
  }
  const back = () => setAt(Math.max(0, at - 1))
  useKeys([
    { keys: 'Ctrl+Enter', label: last ? t('policy.confirm') : t('policy.next'), run: () => void next() },
    { keys: 'Alt+ArrowLeft', label: t('policy.back'), run: back },
  ])
  const others = (people.data?.items ?? []).filter(
    (one) => one.user_id !== self.data?.id && one.status === 'active',
  )
  return (
    <>
      {last ? (
        <Sentence
          before={state.in_force?.sentences[language] ?? ''}
          after={preview.data?.sentences[language] ?? '…'}
        />
      ) : (
        <Growing
          parts={saidIn(preview.data?.parts ?? [], language)}
          now={at}
          changes={state.in_force !== null}
        />
      )}
      <Steps now={at} onGo={setAt} />
      <h2 className={css['question']}>{t(`policy.ask.${question}` as MessageKey)}</h2>
      <p className={css['why']}>{t(`policy.why.${question}` as MessageKey)}</p>
      <Answers
        question={question}
        draft={draft}
        choices={state.choices}
        change={(part) => setDraft({ ...draft, ...part })}
      />
      {last ? (
        <Confirm
          before={state.in_force}
          after={draft}
          preview={preview.data}
          people={others}
          onSecondPerson={(second_person) => setDraft({ ...draft, second_person })}
        />
      ) : (
        preview.data?.refused.map((one) => (
          <Notice key={one.field + one.message} tone="wait" icon={<Shield size={16} strokeWidth={1.5} />}>
            {one.message}
          </Notice>
        ))
      )}
      {last ? null : <Agreement loosens={preview.data?.loosens ?? []} approvals={draft.approvals} />}
      {save.problem ? <ProblemNote problem={save.problem} /> : null}
      <PageAction>
        <Button onClick={back} disabled={at === 0} keys="Alt+ArrowLeft">
          {t('policy.back')}
        </Button>
        <Button
          kind="primary"
          keys="Ctrl+Enter"
          onClick={() => void next()}
          disabled={last && (lacks || loose || save.busy)}
        >
          {last ? t(loose ? 'policy.nameSomebody' : 'policy.confirm') : t('policy.next')}
        </Button>
      </PageAction>
    </>
  )
}

/** The policy interview: one decision a page, while the sentence of the path bar grows. */
export function InterviewPage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const state = useQuery({ ...policyQuery(projectId), refetchOnWindowFocus: false, staleTime: 60_000 })
  return (
    <Page title={t('policy.interview')} width="narrow">
      <Await query={state} what={t('policy.loading')}>
        {(value) => <Interview projectId={projectId} state={value} />}
      </Await>
    </Page>
  )
}
