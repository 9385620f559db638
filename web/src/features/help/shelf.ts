import { queryOptions } from '@tanstack/react-query'

/** The documents of this very version: part of the app, read when help is first opened. */
export const library = queryOptions({
  queryKey: ['library'],
  queryFn: async () => (await import('virtual:labelkeep-docs')).default,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})
