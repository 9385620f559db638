import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { Problem, Result } from './client'

export interface Act<Input, Output> {
  /** Does it; hands back the value, or null when it was refused (then `problem` says why). */
  readonly run: (input: Input) => Promise<Output | null>
  readonly busy: boolean
  readonly problem: Problem | null
  readonly clear: () => void
}

/** One write to the server from a component: busy, problem and the lists to read again afterwards. */
export function useAct<Input, Output>(
  act: (input: Input) => Promise<Result<Output>>,
  refresh: readonly QueryKey[] = [],
): Act<Input, Output> {
  const cache = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const run = async (input: Input): Promise<Output | null> => {
    setBusy(true)
    const answer = await act(input)
    setBusy(false)
    setProblem(answer.ok ? null : answer.problem)
    if (!answer.ok) return null
    await Promise.all(refresh.map((queryKey) => cache.invalidateQueries({ queryKey })))
    return answer.value
  }
  return { run, busy, problem, clear: useCallback(() => setProblem(null), []) }
}
