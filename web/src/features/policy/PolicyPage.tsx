import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { UserCheck } from 'lucide-react'
import { call } from '../../api/client'
import { me, members, policy as policyQuery, project as projectQuery } from '../../api/queries'
import type { PolicyOut, PolicyState } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Empty, Notice, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useLanguage, useT } from '../../ui/messages'
import { Facts, Page, PageAction, Section } from '../../ui/Page'
import { exact } from '../../ui/time'
import { Difference } from './Confirm'
import { NOTE_FIELDS } from './draft'
import { Sentence } from './InterviewPage'
import css from './policy.module.css'
import { valueWords } from './words'

interface InProject {
  readonly projectId: string
}

function InForce({ policy }: { readonly policy: PolicyOut }) {
  const t = useT()
  const language = useLanguage()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who only reads has no control here, and the page scrolls by keys
    <section tabIndex={0} aria-label={t('policy.inForce')}>
      <Section title={t('policy.inForce')}>
        <p className={css['sentence']}>{policy.sentences[language]}</p>
      </Section>
      <Section
        title={t('policy.settings')}
        side={t('policy.version', { n: policy.n, at: exact(policy.created_at) })}
      >
        <Facts
          items={(['exposure', 'delivery', 'inference', 'approvals', 'thumbnails'] as const).map((field) => [
            t(`policy.field.${field}`),
            valueWords(t, policy, field),
          ])}
        />
      </Section>
      {policy.costs.length ? (
        <Section title={t('policy.switchedOff')}>
          <ul className={css['list']}>
            {policy.costs.map((cost) => (
              <li key={cost}>{cost}</li>
            ))}
          </ul>
        </Section>
      ) : null}
      <Section title={t('policy.field.note')}>
        {policy.note ? (
          <Facts
            items={NOTE_FIELDS.map((name) => [
              t(`policy.note.${name}` as MessageKey),
              policy.note?.[name] ?? '',
            ])}
          />
        ) : (
          <Notice tone="wait">{t('policy.noNoteYet')}</Notice>
        )}
      </Section>
    </section>
  )
}

function Proposed({
  projectId,
  state,
  policy,
}: InProject & { readonly state: PolicyState; readonly policy: PolicyOut }) {
  const t = useT()
  const language = useLanguage()
  const self = useQuery(me)
  const people = useQuery(members(projectId))
  const answer = useAct(
    (verb: 'agree' | 'refuse') =>
      call<PolicyOut>(`/projects/${projectId}/policy/${policy.id}/${verb}`, { method: 'POST' }),
    [['project', projectId], ['projects']],
  )
  const mine = policy.waits_for !== null && policy.waits_for === self.data?.id
  const waits =
    people.data?.items.find((one) => one.user_id === policy.waits_for)?.name ?? t('policy.secondPerson')
  return (
    <Section
      title={t('policy.proposed')}
      side={t('policy.version', { n: policy.n, at: exact(policy.created_at) })}
    >
      <div className={layout['stack']}>
        <Sentence before={state.in_force?.sentences[language] ?? ''} after={policy.sentences[language]} />
        <Difference before={state.in_force} after={policy} />
        {answer.problem ? <ProblemNote problem={answer.problem} /> : null}
        {mine ? (
          <>
            <Notice tone="wait" icon={<UserCheck size={16} strokeWidth={1.5} />}>
              {t('policy.yourTurn')}
            </Notice>
            <PageAction>
              <Button kind="danger" onClick={() => void answer.run('refuse')} disabled={answer.busy}>
                {t('policy.refuse')}
              </Button>
              <Button kind="primary" onClick={() => void answer.run('agree')} disabled={answer.busy}>
                {t('policy.agree')}
              </Button>
            </PageAction>
          </>
        ) : (
          <Notice tone="wait" icon={<UserCheck size={16} strokeWidth={1.5} />}>
            {policy.waits_for ? t('policy.waitsFor', { name: waits }) : t('policy.waitsForInterview')}
          </Notice>
        )}
      </div>
    </Section>
  )
}

/** The policy in force in words and settings, and a proposed one with what it would change. */
export function PolicyPage({ projectId }: InProject) {
  const t = useT()
  const navigate = useNavigate()
  const state = useQuery(policyQuery(projectId))
  const project = useQuery(projectQuery(projectId))
  const may = project.data?.capabilities.includes('Configure') ?? false
  const open = () => void navigate({ to: '/projects/$p/policy/interview', params: { p: projectId } })
  useKeys(may ? [{ keys: 'e', label: t('policy.start'), run: open }] : [])
  const start = may ? (
    <ButtonLink
      kind={state.data?.in_force ? 'plain' : 'primary'}
      keys="e"
      to="/projects/$p/policy/interview"
      params={{ p: projectId }}
    >
      {t(state.data?.in_force ? 'policy.change' : 'policy.start')}
    </ButtonLink>
  ) : null
  return (
    <Page title={t('nav.policy')} lead={t('policy.lead')} width="narrow" action={start}>
      <Await query={state} what={t('policy.loading')}>
        {(value) => (
          <>
            {value.proposed ? <Proposed projectId={projectId} state={value} policy={value.proposed} /> : null}
            {value.in_force ? <InForce policy={value.in_force} /> : null}
            {value.in_force || value.proposed ? null : (
              <Empty title={t('policy.emptyTitle')}>{t('policy.emptyText')}</Empty>
            )}
          </>
        )}
      </Await>
    </Page>
  )
}
