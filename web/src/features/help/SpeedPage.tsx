import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/client'
import { Button } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { useLanguage, useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { edges, frameVerdict, histogram, type Spread, spread, tripVerdict, type Verdict } from './speed'
import css from './speed.module.css'
import { panPicture } from './testPicture'

const PAN_MS = 4000
const SHOW_MS = 250
const TRIPS = 20

type State = 'idle' | 'panning' | 'asking' | 'done' | 'unreachable'

/** Asks the server a small question again and again, one after the other; null when it does not answer. */
async function trips(onTrip: (ms: number) => void): Promise<boolean> {
  // The first one opens the line and is not counted.
  for (let i = 0; i <= TRIPS; i++) {
    const from = performance.now()
    const answer = await call('/me')
    if (!answer.ok) return false
    if (i > 0) onTrip(performance.now() - from)
  }
  return true
}

function Bars({ samples }: { readonly samples: readonly number[] }) {
  const t = useT()
  const bars = histogram(samples)
  const most = Math.max(1, ...bars)
  return (
    <table className={css['bars']}>
      <caption className={css['caption']}>{t('speed.histogram')}</caption>
      <tbody>
        {bars.map((n, i) => {
          const edge = edges[i]
          return (
            <tr key={edge ?? 'more'}>
              <th scope="row">
                {edge === undefined
                  ? t('speed.over', { ms: edges.at(-1) ?? 0 })
                  : t('speed.upTo', { ms: edge })}
              </th>
              <td className={css['track']}>
                <span className={css['bar']} style={{ width: `${(100 * n) / most}%` }} />
              </td>
              <td className={css['number']}>{n}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function Words({
  name,
  all,
  verdict,
}: {
  readonly name: 'frame' | 'trip'
  readonly all: Spread
  readonly verdict: Verdict
}) {
  const t = useT()
  const language = useLanguage()
  const ms = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 })
  return (
    <div className={css['words']} data-verdict={verdict}>
      <p>
        <strong>{t(`speed.${name}.${verdict}`)}</strong>
      </p>
      <p className={css['figures']}>
        {t('speed.figures', { p50: ms(all.p50), p95: ms(all.p95), worst: ms(all.worst), n: all.n })}
      </p>
      {verdict === 'good' ? null : <p>{t(`speed.${name}.do`)}</p>}
    </div>
  )
}

/** How fast this screen and this line are, measured here and now, with what to do when they are slow. */
export function SpeedPage() {
  const t = useT()
  const canvas = useRef<HTMLCanvasElement>(null)
  const stop = useRef<() => void>(() => undefined)
  const alive = useRef(true)
  const [state, setState] = useState<State>('idle')
  const [frames, setFrames] = useState<readonly number[]>([])
  const [times, setTimes] = useState<readonly number[]>([])
  useEffect(() => {
    alive.current = true
    return () => {
      alive.current = false
      stop.current()
    }
  }, [])
  const ask = async () => {
    const found: number[] = []
    setState('asking')
    const answered = await trips((ms) => found.push(ms))
    if (!alive.current) return
    setTimes(found)
    setState(answered ? 'done' : 'unreachable')
  }
  const measure = () => {
    if (!canvas.current || state === 'panning' || state === 'asking') return
    const found: number[] = []
    setFrames([])
    setTimes([])
    setState('panning')
    const rest = panPicture(canvas.current, (ms) => found.push(ms))
    const live = setInterval(() => setFrames([...found]), SHOW_MS)
    const end = setTimeout(() => {
      stop.current()
      setFrames([...found])
      void ask()
    }, PAN_MS)
    stop.current = () => {
      rest()
      clearInterval(live)
      clearTimeout(end)
    }
  }
  useKeys([{ keys: 'Enter', label: t('speed.measure'), run: measure }])
  const [drawn, asked] = [spread(frames), spread(times)]
  const busy = state === 'panning' || state === 'asking'
  return (
    <Page
      title={t('speed.title')}
      lead={t('speed.lead')}
      action={
        <Button kind="primary" keys="Enter" onClick={measure} disabled={busy}>
          {t('speed.measure')}
        </Button>
      }
    >
      <p role="status" className={css['state']}>
        {t(`speed.state.${state}`)}
      </p>
      <div className={css['columns']}>
        <Section title={t('speed.frames')}>
          <canvas ref={canvas} className={css['picture']} role="img" aria-label={t('speed.picture')} />
          <div className={css['room']}>
            {drawn && state !== 'panning' ? (
              <Words name="frame" all={drawn} verdict={frameVerdict(drawn)} />
            ) : null}
          </div>
          <Bars samples={frames} />
        </Section>
        <Section title={t('speed.trips')}>
          <Bars samples={times} />
          <div className={css['room']}>
            {asked ? <Words name="trip" all={asked} verdict={tripVerdict(asked)} /> : null}
          </div>
        </Section>
      </div>
    </Page>
  )
}
