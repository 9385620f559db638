import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { expect, query } from './client'
import type * as S from './shapes'

const LIVE_MS = 1500
const running = (job: S.Job | null | undefined) => job?.state === 'queued' || job?.state === 'running'

/** Pages of a keyset list, one after the other. */
function pages<Page extends S.Page<unknown>>(
  key: readonly unknown[],
  path: (after: string | null) => string,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => expect<Page>(path(pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page) => last.next,
  })
}

const one = <Value>(key: readonly unknown[], path: string) =>
  queryOptions({ queryKey: key, queryFn: ({ signal }) => expect<Value>(path, { signal }) })

const at = (p: S.Id) => `/projects/${p}`

export const me = one<S.Me>(['me'], '/me')
export const myProjects = one<S.Page<S.ProjectRow>>(['projects'], '/me/projects')
export const preferences = {
  ...one<S.Preferences>(['preferences'], '/me/preferences'),
  staleTime: Number.POSITIVE_INFINITY,
}
export const importRoots = (p: S.Id) =>
  one<{ items: S.ImportRoot[] }>(['project', p, 'import-roots'], `${at(p)}/import-roots`)

export const project = (p: S.Id) => ({
  ...one<S.ProjectDetail>(['project', p], at(p)),
  refetchInterval: (state: { state: { data: S.ProjectDetail | undefined } }) =>
    state.state.data?.jobs.some(running) ? LIVE_MS : (false as const),
})
export const policy = (p: S.Id) => one<S.PolicyState>(['project', p, 'policy'], `${at(p)}/policy`)
export const ontology = (p: S.Id) => one<S.OntologyVersion>(['project', p, 'ontology'], `${at(p)}/ontology`)
export const guideline = (p: S.Id) => one<S.Guideline>(['project', p, 'guideline'], `${at(p)}/guideline`)
export const guidelineReading = (p: S.Id) =>
  one<S.GuidelineReading>(['project', p, 'guideline-reading'], `${at(p)}/guideline-reading`)
export const members = (p: S.Id) => one<S.Page<S.Member>>(['project', p, 'members'], `${at(p)}/members`)

export const imports = (p: S.Id) => one<S.Page<S.Import>>(['project', p, 'imports'], `${at(p)}/imports`)
export const oneImport = (p: S.Id, i: S.Id) => ({
  ...one<S.Import>(['project', p, 'imports', i], `${at(p)}/imports/${i}`),
  refetchInterval: (state: { state: { data: S.Import | undefined } }) =>
    /queued|running/.test(state.state.data?.state ?? '') ? LIVE_MS : (false as const),
})
export const importReport = (p: S.Id, i: S.Id, level: S.ReportLevel | null) =>
  pages<S.Page<S.ReportRow>>(
    ['project', p, 'imports', i, 'report', level],
    (after) => `${at(p)}/imports/${i}/report${query({ after, level, limit: 200 })}`,
  )

export interface AssetFilters {
  state?: S.AssetState
  step?: S.StepName
  status?: S.StepStatus
  split?: S.Split
  class?: string
  name?: string
}
export const assets = (p: S.Id, filters: AssetFilters) =>
  pages<S.AssetPage>(
    ['project', p, 'assets', filters],
    (after) => `${at(p)}/assets${query({ ...filters, after, limit: 100 })}`,
  )
export const asset = (p: S.Id, a: S.Id) => one<S.Asset>(['project', p, 'asset', a], `${at(p)}/assets/${a}`)
export const assetHistory = (p: S.Id, a: S.Id) =>
  one<{ items: S.HistoryItem[] }>(['project', p, 'asset', a, 'history'], `${at(p)}/assets/${a}/history`)
export const labelVersion = (p: S.Id, a: S.Id, v: S.Id) => ({
  ...one<S.LabelVersion>(['project', p, 'asset', a, 'versions', v], `${at(p)}/assets/${a}/versions/${v}`),
  staleTime: Number.POSITIVE_INFINITY,
})

/** What one submitted oneself. */
export const mine = (p: S.Id) =>
  pages<S.Page<S.MineRow>>(['project', p, 'mine'], (after) => `${at(p)}/work/mine${query({ after })}`)
export const mineWork = (p: S.Id, v: S.Id) =>
  one<S.MineWork>(['project', p, 'mine', v], `${at(p)}/work/mine/${v}`)
export const ontologyVersion = (p: S.Id, v: S.Id) => ({
  ...one<S.OntologyVersion>(['project', p, 'ontology', v], `${at(p)}/ontology/${v}`),
  staleTime: Number.POSITIVE_INFINITY,
})

export const snapshots = (p: S.Id) =>
  one<S.Page<S.Snapshot>>(['project', p, 'snapshots'], `${at(p)}/snapshots`)
export const releases = (p: S.Id) => one<S.Page<S.Release>>(['project', p, 'releases'], `${at(p)}/releases`)
export const release = (p: S.Id, r: S.Id) => ({
  ...one<S.Release>(['project', p, 'releases', r], `${at(p)}/releases/${r}`),
  refetchInterval: (state: { state: { data: S.Release | undefined } }) =>
    /approved|writing/.test(state.state.data?.state ?? '') ? LIVE_MS : (false as const),
})

export interface LedgerFilters {
  action?: string
  actor?: string
  object?: string
}
export const ledger = (p: S.Id, filters: LedgerFilters) =>
  pages<S.Page<S.LedgerEvent>>(
    ['project', p, 'ledger', filters],
    (after) => `${at(p)}/ledger${query({ ...filters, after, limit: 100 })}`,
  )
export const checkpoint = (p: S.Id) =>
  one<S.Checkpoint>(['project', p, 'checkpoint'], `${at(p)}/ledger/checkpoint`)
