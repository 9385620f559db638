import type { ReactNode } from 'react'
import { type Problem, Refused } from '../api/client'
import { Loading, ProblemNote } from './Feedback'

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
  if (query.data !== undefined) return children(query.data)
  if (!query.error) return <Loading what={what} />
  return <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
}
