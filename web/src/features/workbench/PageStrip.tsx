import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronFirst, ChevronLast, Pause, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { PageRef } from '../../canvas/label'
import { pageThumb, type TilePage } from '../../surfaces/raster'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import { keyOf } from './keymap'
import css from './sight.module.css'

const wide = 76
const speeds = [1, 2, 5, 10, 25] as const
/** A page that is only scrolled past is not asked for. */
const settleMs = 120

interface Props {
  readonly pages: readonly PageRef[]
  readonly now: PageRef
  readonly tilesOf: (page: PageRef) => TilePage | null
  readonly counts: ReadonlyMap<string, number>
  readonly playing: boolean
  readonly onPlay: (on: boolean) => void
  readonly onPick: (page: PageRef) => void
}

export const pageKey = ({ part, page }: PageRef) => `${part} ${page}`

/** All pages of the picture in small, side by side; nothing where there is one. */
export function PageStrip({ pages, now, tilesOf, counts, playing, onPlay, onPick }: Props) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const place = pages.findIndex((page) => pageKey(page) === pageKey(now))
  const list = useVirtualizer({
    horizontal: true,
    count: pages.length,
    getScrollElement: () => box.current,
    estimateSize: () => wide,
    overscan: 2,
  })
  useEffect(() => {
    if (place >= 0) list.scrollToIndex(place, { align: 'auto' })
  }, [place, list])
  if (pages.length < 2) return null
  const go = (to: PageRef | undefined) => to && onPick(to)
  return (
    <nav className={css['strip']} aria-label={t('workbench.pages')}>
      <div className={css['stripActs']}>
        <IconButton
          name={t('workbench.pages.first')}
          keys={keyOf('pageFirst')}
          icon={<ChevronFirst size={16} strokeWidth={1.5} aria-hidden />}
          onClick={() => go(pages[0])}
        />
        <IconButton
          name={t(playing ? 'workbench.pages.pause' : 'workbench.pages.play')}
          keys={keyOf('play')}
          icon={
            playing ? (
              <Pause size={16} strokeWidth={1.5} aria-hidden />
            ) : (
              <Play size={16} strokeWidth={1.5} aria-hidden />
            )
          }
          onClick={() => onPlay(!playing)}
        />
        <IconButton
          name={t('workbench.pages.last')}
          keys={keyOf('pageLast')}
          icon={<ChevronLast size={16} strokeWidth={1.5} aria-hidden />}
          onClick={() => go(pages.at(-1))}
        />
        <Speed />
      </div>
      <div ref={box} className={css['stripList']}>
        <div className={css['stripAll']} style={{ width: list.getTotalSize() }}>
          {list.getVirtualItems().map(({ index, start }) => {
            const page = pages[index]
            if (!page) return null
            const n = counts.get(pageKey(page)) ?? 0
            return (
              <button
                key={pageKey(page)}
                type="button"
                className={css['stripPage']}
                style={{ left: start }}
                aria-current={index === place ? 'page' : undefined}
                aria-label={t('workbench.pages.one', { page: index + 1, n })}
                onClick={() => onPick(page)}
              >
                <Thumb tiles={tilesOf(page)} />
                <span aria-hidden>
                  {index + 1}
                  {n ? ` · ${n}` : ''}
                </span>
              </button>
            )
          })}
        </div>
      </div>
    </nav>
  )
}

/** Pages a second, as this sitting plays them. */
let speed: number = 5

function Speed() {
  const t = useT()
  const [now, setNow] = useState(speed)
  return (
    <select
      aria-label={t('workbench.pages.speed')}
      value={now}
      onChange={(event) => {
        speed = Number(event.target.value)
        setNow(speed)
      }}
    >
      {speeds.map((one) => (
        <option key={one} value={one}>
          {t('workbench.pages.perSecond', { n: one })}
        </option>
      ))}
    </select>
  )
}

/** Turns pages while playing, each when the one before is on the screen and its time is over. Gives what to call at each paint. */
export function usePlaying(next: () => void) {
  const [playing, setPlaying] = useState(false)
  const painted = useRef(true)
  const turn = useRef(next)
  turn.current = next
  useEffect(() => {
    if (!playing) return
    let timer: ReturnType<typeof setTimeout>
    const step = () => {
      if (painted.current) {
        painted.current = false
        turn.current()
      }
      timer = setTimeout(step, 1000 / speed)
    }
    painted.current = true
    timer = setTimeout(step, 1000 / speed)
    return () => clearTimeout(timer)
  }, [playing])
  return {
    playing,
    setPlaying,
    painted() {
      painted.current = true
    },
  }
}

function Thumb({ tiles }: { readonly tiles: TilePage | null }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (!tiles) return
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void pageThumb(tiles, stop.signal).then((bitmap) => {
        const into = canvas.current
        if (!bitmap || !into) return
        into.width = bitmap.width
        into.height = bitmap.height
        into.getContext('2d')?.drawImage(bitmap, 0, 0)
        bitmap.close()
      })
    }, settleMs)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [tiles])
  return <canvas ref={canvas} width={1} height={1} aria-hidden />
}
