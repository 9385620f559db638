import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { project as projectQuery } from '../../api/queries'
import type { ProjectDetail } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { Check, TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Conditions } from './Conditions'

interface Props {
  readonly project: ProjectDetail
  readonly may: boolean
}

function Name({ project, may }: Props) {
  const t = useT()
  const [said, setSaid] = useState(false)
  const put = useAct(
    (name: string) => call<void>(`/projects/${project.id}/name`, { method: 'PUT', body: { name } }),
    [['project', project.id], ['projects']],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    setSaid((await put.run(name)) !== null)
  }
  return (
    <form className={layout['stack']} onSubmit={submit}>
      {put.problem ? <ProblemNote problem={put.problem} /> : null}
      <TextField
        label={t('home.newName')}
        name="name"
        hint={t('office.nameHint')}
        defaultValue={project.name}
        onChange={() => setSaid(false)}
        disabled={!may}
        required
        maxLength={200}
      />
      {may ? (
        <div className={layout['row']}>
          <Button kind="primary" type="submit" keys="Enter" disabled={put.busy}>
            {t('office.rename')}
          </Button>
          <span role="status" className={layout['note']}>
            {said ? t('office.saved') : ''}
          </span>
        </div>
      ) : null}
    </form>
  )
}

function Flow({ project, may }: Props) {
  const t = useT()
  /** What was chosen and is not yet read back from the server. */
  const [chosen, setChosen] = useState<boolean | null>(null)
  const put = useAct(
    (copy_forward: boolean) =>
      call<void>(`/projects/${project.id}/flow`, { method: 'PUT', body: { copy_forward } }),
    [['project', project.id]],
  )
  const choose = async (copy_forward: boolean) => {
    setChosen(copy_forward)
    await put.run(copy_forward)
    setChosen(null)
  }
  return (
    <div className={layout['stack']}>
      {put.problem ? <ProblemNote problem={put.problem} /> : null}
      <Check
        label={t('office.copy')}
        hint={t('office.copyHint')}
        checked={chosen ?? project.copy_forward}
        disabled={!may || put.busy}
        onChange={(event) => void choose(event.target.checked)}
      />
    </div>
  )
}

/** What a project admin can set beside policy, ontology and members, and where the rest is set. */
export function ProjectSettingsPage({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const current = useQuery(projectQuery(projectId))
  const to = { p: projectId }
  return (
    <Page title={t('office.settings')} lead={t('office.settingsLead')} width="narrow">
      <Await query={current} what={t('projects.loading')}>
        {(project) => {
          const may = project.capabilities.includes('Configure')
          return (
            <>
              {may ? null : <Notice>{t('office.onlyAdmin')}</Notice>}
              <Section title={t('office.name')}>
                <Name project={project} may={may} />
              </Section>
              <Section title={t('office.flow')}>
                <Flow project={project} may={may} />
              </Section>
              {may ? (
                <Section title={t('access.projectRules')}>
                  <Conditions projectId={project.id} />
                </Section>
              ) : null}
              <Section title={t('office.elsewhere')}>
                <dl className={layout['facts']}>
                  <dt>
                    <Link to="/projects/$p/policy" params={to}>
                      {t('nav.policy')}
                    </Link>
                  </dt>
                  <dd>{t('office.elsewhere.policy')}</dd>
                  <dt>
                    <Link to="/projects/$p/ontology" params={to}>
                      {t('nav.ontology')}
                    </Link>
                  </dt>
                  <dd>{t('office.elsewhere.ontology')}</dd>
                  <dt>
                    <Link to="/help/$" params={{ _splat: 'operate/settings' }}>
                      {t('office.elsewhere.operatorName')}
                    </Link>
                  </dt>
                  <dd>{t('office.elsewhere.operator')}</dd>
                </dl>
              </Section>
            </>
          )
        }}
      </Await>
    </Page>
  )
}
