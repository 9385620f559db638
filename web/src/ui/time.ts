import { language, t } from './messages'

const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

/** `14:02:11` in the reader's time zone. */
export function clock(instant: string | number | Date): string {
  return new Date(instant).toLocaleTimeString(language(), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  })
}

/** `20 Nov 2026, 14:02:11`: whole and exact, for titles and tables. */
export function exact(instant: string | number | Date): string {
  const day = new Date(instant).toLocaleDateString(language() === 'en' ? 'en-GB' : 'de-DE', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  })
  return `${day}, ${clock(instant)}`
}

/** `4 minutes ago`, `yesterday`: the words for how long ago something was. */
export function ago(instant: string | number | Date, now: number = Date.now()): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000)
  const words = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' })
  const past = Math.abs(seconds)
  if (past < 45) return t('time.justNow')
  if (past < HOUR) return words.format(Math.round(seconds / MINUTE), 'minute')
  if (past < DAY) return words.format(Math.round(seconds / HOUR), 'hour')
  return words.format(Math.round(seconds / DAY), 'day')
}

/** `1 h 4 min`, `3 min 20 s`, `12 s`: a length in seconds as people say it. */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds))
  if (s < MINUTE) return `${s} s`
  if (s < HOUR) return s % MINUTE ? `${Math.floor(s / MINUTE)} min ${s % MINUTE} s` : `${s / MINUTE} min`
  const minutes = Math.floor((s % HOUR) / MINUTE)
  return minutes ? `${Math.floor(s / HOUR)} h ${minutes} min` : `${Math.floor(s / HOUR)} h`
}

/** `54:12` left until `ends`, `7:54:00` above an hour, `0:00` when it is over. */
export function countdown(ends: string, now: number = Date.now()): string {
  const s = Math.max(0, Math.floor((new Date(ends).getTime() - now) / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.floor((s % HOUR) / MINUTE)
  return s >= HOUR
    ? `${Math.floor(s / HOUR)}:${two(minutes)}:${two(s % MINUTE)}`
    : `${minutes}:${two(s % MINUTE)}`
}

/** Seconds a job still needs at its speed so far; null while that cannot be said. */
export function secondsLeft(
  job: { done: number; total: number | null; started_at: string | null },
  now: number = Date.now(),
): number | null {
  if (!job.started_at || !job.total || job.done <= 0) return null
  const ran = (now - new Date(job.started_at).getTime()) / 1000
  return ran <= 0 ? null : Math.max(0, Math.round((ran / job.done) * (job.total - job.done)))
}

/** `3.4 MB`: decimal units, as disks and networks count. */
export function bytes(n: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = n
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toLocaleString(language(), { maximumFractionDigits: digits, minimumFractionDigits: digits })} ${units[unit]}`
}

/** Counted exactly below the cap, `10,000+` at it. */
export function counted(count: { n: number; capped: boolean }): string {
  return count.n.toLocaleString(language()) + (count.capped ? '+' : '')
}
