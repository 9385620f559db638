import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { expect } from '../../api/client'
import type { PolicyIn, PolicyPreview } from '../../api/shapes'
import { missing } from './draft'

const WAIT_MS = 150

/** What the server would say to this policy: its sentence, its costs, what it refuses and what it loosens. */
export function usePreview(projectId: string, policy: PolicyIn) {
  const [asked, setAsked] = useState(policy)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(policy), WAIT_MS)
    return () => clearTimeout(timer)
  }, [policy])
  // A half-written note would be refused; the sentence does not depend on its text.
  const body = missing(asked.note).length ? { ...asked, note: null } : asked
  return useQuery({
    queryKey: ['project', projectId, 'policy', 'preview', body],
    queryFn: ({ signal }) =>
      expect<PolicyPreview>(`/projects/${projectId}/policy/preview`, { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
  })
}
