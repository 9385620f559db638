import {
  Archive,
  ArchiveRestore,
  ChevronsUp,
  Eye,
  Redo2,
  Split as SplitIcon,
  TimerOff,
  Undo2,
} from 'lucide-react'
import type { AssetFilters } from '../../api/queries'
import type { Choice, SteerValue, SteerVerb } from '../../api/steering'
import type { Selection } from './selection'

/** The changes of many, in the order of the bar, each with its key. */
export const VERBS = [
  { verb: 'priority', keys: 'p', icon: ChevronsUp },
  { verb: 'split', keys: 's', icon: SplitIcon },
  { verb: 'review', keys: 'r', icon: Eye },
  { verb: 'reopen', keys: 'b', icon: Undo2 },
  { verb: 'unskip', keys: 'k', icon: Redo2 },
  { verb: 'exclude', keys: 'e', icon: Archive },
  { verb: 'include', keys: 'i', icon: ArchiveRestore },
  { verb: 'release_lease', keys: 'u', icon: TimerOff },
] as const

/** What a person can choose for a verb that takes a value; the first is proposed. */
export const VALUES = {
  priority: [10, 100, 0, -10],
  split: ['train', 'val', 'test', null],
} as const satisfies Partial<Record<SteerVerb, readonly SteerValue[]>>

export function valuesOf(verb: SteerVerb): readonly SteerValue[] {
  return verb === 'priority' || verb === 'split' ? VALUES[verb] : []
}

/** What is sent: the rows that were picked one by one, or the filters when everything behind them is meant. */
export function choiceOf(
  verb: SteerVerb,
  value: SteerValue,
  selection: Selection,
  filters: AssetFilters,
): Choice {
  return selection.all ? { verb, value, filter: filters } : { verb, value, ids: [...selection.ids] }
}
