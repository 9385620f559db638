import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useRouterState } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { myProjects } from '../../api/queries'
import { Button, Kbd } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { begun, type Guide as GuideState, passed, type Step, stepOf, steps, unseen } from './guide'
import css from './guide.module.css'
import { useGuide, useGuideFollows } from './useGuide'

const KEYS: Readonly<Record<Step, readonly string[]>> = {
  open: ['Enter'],
  guideline: ['Shift+g'],
  class: ['1'],
  draw: ['b'],
  answer: ['Shift+1'],
  submit: ['Ctrl+Enter'],
}

const controlOf = (step: Step) => document.querySelector<HTMLElement>(`[data-step-at="${step}"]`)

/** Puts the keyboard on the control that the step speaks of, or on the first one inside it. */
function focusOn(step: Step): void {
  const place = controlOf(step)
  const inside = 'a, button:not(:disabled), input:not(:disabled), [tabindex="0"]'
  const control = place?.matches(inside) ? place : place?.querySelector<HTMLElement>(inside)
  control?.focus()
  place?.scrollIntoView({ block: 'nearest' })
}

/** Marks the step's control on the page by the style sheet alone: no layer lies over anything. */
function useMark(step: Step | null): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    if (step) dataset['step'] = step
    else delete dataset['step']
    return () => {
      delete dataset['step']
    }
  }, [step])
}

function Offer({ onStart, onLater }: { readonly onStart: () => void; readonly onLater: () => void }) {
  const t = useT()
  return (
    <>
      <Compass size={16} strokeWidth={1.5} aria-hidden />
      <p className={css['text']}>{t('guide.offer')}</p>
      <Button onClick={onStart}>{t('guide.start')}</Button>
      <Button kind="quiet" onClick={onLater}>
        {t('guide.later')}
      </Button>
    </>
  )
}

interface RunningProps {
  readonly step: Step
  readonly guide: GuideState
  readonly onChange: (next: GuideState) => void
}

/** Where the way back to the picture leads when a step of the picture is due elsewhere. */
function usePicture(step: Step): string | null {
  const { p } = useParams({ strict: false })
  const atPicture = useRouterState({ select: ({ location }) => /\/label$/.test(location.pathname) })
  const [last, setLast] = useState<string | null>(null)
  useEffect(() => {
    if (atPicture && p) setLast(p)
  }, [atPicture, p])
  const rows = useQuery(myProjects)
  const open = rows.data?.items.find((row) => row.next.kind === 'label')?.id
  return step === 'open' || atPicture ? null : (last ?? p ?? open ?? null)
}

function Running({ step, guide, onChange }: RunningProps) {
  const t = useT()
  const back = usePicture(step)
  const n = steps.indexOf(step) + 1
  return (
    <>
      <span className={css['count']}>{t('guide.step', { n, total: steps.length })}</span>
      <p className={css['text']} role="status">
        {t(`guide.do.${step}`)}{' '}
        {KEYS[step].map((keys) => (
          <Kbd key={keys} keys={keys} />
        ))}
      </p>
      {back ? (
        <Link to="/projects/$p/label" params={{ p: back }}>
          {t('guide.back')}
        </Link>
      ) : (
        <Button onClick={() => focusOn(step)} keys="F2">
          {t('guide.show')}
        </Button>
      )}
      <Button kind="quiet" onClick={() => onChange(passed(guide, step))}>
        {t('guide.skip')}
      </Button>
      <Button kind="quiet" onClick={() => onChange({ ...guide, state: 'left' })}>
        {t('guide.leave')}
      </Button>
    </>
  )
}

/** The guided first task: one line below the page that says what to do next and goes on when it was done. */
export function Guide() {
  const t = useT()
  const { guide, change } = useGuide()
  const latest = useRef(change)
  latest.current = change
  const [follow] = useState(() => (next: GuideState) => latest.current(next))
  const known = useGuideFollows(follow)
  const rows = useQuery(myProjects)
  const home = useRouterState({ select: ({ location }) => location.pathname === '/' })
  const step = stepOf(guide)
  const was = useRef(guide.state)
  const [farewell, setFarewell] = useState(false)
  useEffect(() => {
    if (was.current === 'running' && guide.state === 'over') setFarewell(true)
    was.current = guide.state
  }, [guide.state])
  useMark(step)
  const start = () => {
    setFarewell(false)
    change(begun(guide))
  }
  useKeys([
    ...(step
      ? [{ keys: 'F2', label: t('guide.show'), group: t('guide.name'), run: () => focusOn(step) }]
      : []),
  ])
  const offered =
    known && guide === unseen && home && rows.data?.items.some((row) => row.next.kind === 'label')
  if (!step && !offered && !farewell) return null
  return (
    <section className={css['guide']} aria-label={t('guide.name')}>
      {step ? (
        <Running step={step} guide={guide} onChange={change} />
      ) : farewell ? (
        <>
          <p className={css['text']} role="status">
            {t('guide.over')}
          </p>
          <Button onClick={() => setFarewell(false)}>{t('ui.close')}</Button>
        </>
      ) : (
        <Offer onStart={start} onLater={() => change({ state: 'left', done: [] })} />
      )}
    </section>
  )
}
