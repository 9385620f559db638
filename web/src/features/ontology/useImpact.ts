import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { expect } from '../../api/client'
import type { Ontology, OntologyImpact } from '../../api/shapes'

const WAIT_MS = 300

/** What publishing this draft would change and touch, asked of the server when the writing pauses. */
export function useImpact(projectId: string, draft: Ontology, ask: boolean) {
  // Only drafts without faults: the one that stood before a fault was undone must not be asked about.
  const [asked, setAsked] = useState<Ontology | null>(null)
  useEffect(() => {
    if (!ask) return
    const timer = setTimeout(() => setAsked(draft), WAIT_MS)
    return () => clearTimeout(timer)
  }, [draft, ask])
  const query = useQuery({
    queryKey: ['project', projectId, 'ontology', 'impact', asked],
    queryFn: ({ signal }) =>
      expect<OntologyImpact>(`/projects/${projectId}/ontology/impact`, {
        method: 'POST',
        body: { body: asked },
        signal,
      }),
    enabled: ask && asked !== null,
    retry: false,
    gcTime: 0,
    placeholderData: keepPreviousData,
  })
  return { query, fresh: asked === draft && !query.isFetching && !query.isPlaceholderData }
}
