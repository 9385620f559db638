import type { ReactNode } from 'react'
import { type Problem, Refused } from '../api/client'
import { Loading, ProblemNote } from './Feedback'
import { useT } from './messages'

interface Query<Value> {
  readonly data: Value | undefined
  readonly error: Error | null
  readonly refetch: () => unknown
}

/** The problem behind an error of the query cache; anything else is for the error boundary. */
export function problemOf(error: Error): Problem {
  if (error instanceof Refused) return error.problem
  throw error
}

/** Draws `children` once the data is there; until then the loading, failing or refused state. */
export function Await<Value>({
  query,
  what,
  children,
}: {
  readonly query: Query<Value>
  readonly what: string
  readonly children: (value: Value) => ReactNode
}) {
  const t = useT()
  if (query.data !== undefined) return children(query.data)
  if (!query.error) return <Loading what={what} />
  const problem = problemOf(query.error)
  const advice =
    problem.status === 403 ? t('ui.askForRight') : problem.status === 404 ? t('ui.notHere') : undefined
  const retry = problem.status === 403 || problem.status === 404 ? undefined : () => void query.refetch()
  return <ProblemNote problem={problem} onRetry={retry} advice={advice} />
}
