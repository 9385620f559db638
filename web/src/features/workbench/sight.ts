/** One person's way of looking at the pictures of a project: tone, grid, rulers, measure, magnifier. */
import { figuresOf, type Measure, type MeasureInput, measured, noMeasure } from '../../canvas/measure'
import type { Size } from '../../canvas/points'
import { mirrored, type Turn, turned, unturned } from '../../canvas/turn'
import { dragged, plainTone, type Served, type Tone, topOf } from '../../surfaces/raster/shades'
import type { Sight, SightSource } from '../../surfaces/raster/sight'
import type { Aids, KeptView, Preset } from './keptViews'

export interface SightState extends Sight {
  readonly aids: Aids
  /** The panel is on the screen. */
  readonly open: boolean
  readonly kept: KeptView
  /** What a window of null stands for: all values, or the picture's own range where it has more than 8 bits. */
  readonly automatic: readonly [number, number]
  readonly bits: number
  readonly measured: Measure
  /** How the view of this picture is turned; the next picture begins unturned. */
  readonly turn: Turn
}

/** What the store asks of what surrounds it. */
export interface SightPorts {
  /** Asks the server to draw the tiles so; only where a picture has more than 8 bits. */
  send(served: Served): Promise<void>
  /** Keeps the view for this person and project. */
  keep(view: KeptView): Promise<void>
  words(measure: Measure, mm: number | null): string
  later(run: () => void, milliseconds: number): () => void
}

export interface Shown {
  readonly size: Size
  readonly bits: number
  readonly served: Served
}

/** After the last change the server is asked this much later: the hand may still be on its way. */
const restMs = 250

/** The way of looking of a sitting, by project: the next picture is looked at like the one before. */
const sitting = new Map<string, { tone: Tone; aids: Aids; open: boolean }>()

const samePair = (a: Served['window'], b: Served['window']) => a?.[0] === b?.[0] && a?.[1] === b?.[1]

export class SightStore implements SightSource {
  private state: SightState
  private readonly listeners = new Set<() => void>()
  private wanted: Tone
  private sent: Served
  private size: Size
  private readonly first: Served
  private stop: (() => void) | null = null
  private touched = false

  constructor(
    private readonly project: string,
    shown: Shown,
    kept: KeptView,
    private readonly ports: SightPorts,
  ) {
    const before = sitting.get(project)
    this.wanted = before?.tone ?? kept.tone
    this.touched = before !== undefined
    this.first = this.sent = shown.served
    this.size = shown.size
    const aids = before?.aids ?? kept.aids
    this.state = {
      tone: plainTone,
      guides: { ...aids, measure: noMeasure, words: '' },
      lens: false,
      levelling: false,
      measuring: false,
      aids,
      open: before?.open ?? false,
      kept,
      automatic: this.automatic(shown),
      bits: shown.bits,
      measured: noMeasure,
      turn: unturned,
    }
    this.state = { ...this.state, tone: this.effective() }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): SightState => this.state

  /** What the person chose; a window of null is the picture's own. */
  get chosen(): Tone {
    return this.wanted
  }

  /** Another page, or the same one drawn otherwise. */
  shows({ size, bits, served }: Shown): void {
    this.size = size
    this.sent = served
    if (bits !== this.state.bits)
      this.become({ bits, automatic: this.automatic({ size, bits, served: this.first }) })
  }

  /** What was kept has come after the picture. */
  arrived(kept: KeptView): void {
    if (!this.touched) {
      this.wanted = kept.tone
      this.aid(kept.aids)
    }
    this.become({ kept, tone: this.effective() })
    this.ask(0)
  }

  set(change: Partial<Tone>): void {
    this.touched = true
    this.wanted = { ...this.wanted, ...change }
    this.remember()
    this.become({ tone: this.effective() })
    this.ask(restMs)
  }

  aids(change: Partial<Aids>): void {
    this.touched = true
    this.aid(change)
    this.remember()
  }

  turn(change: Partial<Pick<SightState, 'open' | 'lens' | 'levelling' | 'measuring'>>): void {
    // One thing in the hand at a time.
    const one = change.levelling ? { measuring: false } : change.measuring ? { levelling: false } : {}
    this.become({ ...one, ...change })
    if (change.measuring === false) this.measure({ type: 'clear' })
    this.remember()
  }

  reset(): void {
    this.set(plainTone)
    this.become({ turn: unturned })
  }

  /** Turns the view a quarter further, or mirrors it; the picture's coordinates stay as they are. */
  turnView(how: 1 | -1 | 'across' | 'down'): void {
    const { turn } = this.state
    this.become({ turn: typeof how === 'number' ? turned(turn, how) : mirrored(turn, how) })
  }

  level(dx: number, dy: number): void {
    this.touched = true
    const { bits, automatic } = this.state
    this.wanted = { ...this.wanted, window: dragged(this.wanted.window ?? automatic, bits, dx, dy) }
    this.remember()
    this.become({ tone: this.effective() })
  }

  levelled(): void {
    this.ask(0)
  }

  measure(input: MeasureInput): void {
    const next = measured(this.state.measured, input, this.size)
    if (next !== this.state.measured) this.become({ measured: next })
  }

  /** Keeps the tone and the aids as this person's view of the project. */
  keepView(): Promise<void> {
    return this.keep({ ...this.state.kept, tone: this.wanted, aids: this.state.aids })
  }

  takeKept(): void {
    this.aids(this.state.kept.aids)
    this.set(this.state.kept.tone)
  }

  /** Keeps the tone under a name, in place of one of the same name. */
  addPreset(name: string): Promise<void> {
    const preset: Preset = { name, tone: this.wanted }
    const others = this.state.kept.presets.filter((one) => one.name !== name)
    return this.keep({ ...this.state.kept, presets: [...others, preset] })
  }

  dropPreset(name: string): Promise<void> {
    return this.keep({
      ...this.state.kept,
      presets: this.state.kept.presets.filter((one) => one.name !== name),
    })
  }

  destroy(): void {
    this.stop?.()
  }

  private keep(kept: KeptView): Promise<void> {
    this.become({ kept })
    return this.ports.keep(kept)
  }

  private automatic({ bits, served }: Shown): readonly [number, number] {
    return (bits > 8 ? served.window : null) ?? [topOf(bits) / 2, topOf(bits)]
  }

  /** A window of null is what the server chose for the picture, so that it needs no other tiles. */
  private effective(): Tone {
    return { ...this.wanted, window: this.wanted.window ?? this.first.window }
  }

  private aid(change: Partial<Aids>): void {
    this.become({ aids: { ...this.state.aids, ...change } })
  }

  private remember(): void {
    sitting.set(this.project, { tone: this.wanted, aids: this.state.aids, open: this.state.open })
  }

  /** With more than 8 bits the server looks the values up; what is on the screen is only a first sight of it. */
  private ask(wait: number): void {
    this.stop?.()
    this.stop = null
    const { gamma, invert } = this.wanted
    const window = this.effective().window
    const same =
      samePair(window, this.sent.window) && gamma === this.sent.gamma && invert === this.sent.invert
    if (this.state.bits <= 8 || same) return
    this.stop = this.ports.later(
      () => void this.ports.send({ window: this.wanted.window, gamma, invert }),
      wait,
    )
  }

  private become(next: Partial<SightState>): void {
    const state = { ...this.state, ...next }
    const { aids, measured: measure } = state
    if (next.aids || next.measured)
      state.guides = { ...aids, measure, words: figuresOf(measure) ? this.ports.words(measure, aids.mm) : '' }
    this.state = state
    for (const listener of this.listeners) listener()
  }
}

/** Forgets the sitting: somebody else may sit down. */
export function leaveSitting(): void {
  sitting.clear()
}
