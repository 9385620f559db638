import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Refused } from '../api/client'
import { learnLayout, listenToKeys } from '../ui/keys'
import { router } from './router'

const TRIES = 2

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays one; only a server that does not answer is asked again.
      retry: (failures, error) => error instanceof Refused && error.problem.status === 0 && failures < TRIES,
    },
  },
})

/** The whole browser app. */
export function App() {
  useEffect(() => {
    void learnLayout()
    return listenToKeys()
  }, [])
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}
