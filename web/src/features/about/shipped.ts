/** A package that the browser app is made of. */
export interface Shipped {
  readonly name: string
  readonly version: string
  /** As the package states it; empty where it states none. */
  readonly licence: string
}

/** Licences by the number of packages under them, the most frequent first. */
export function byLicence(packages: readonly Shipped[]): [string, number][] {
  const found = new Map<string, number>()
  for (const { licence } of packages) found.set(licence, (found.get(licence) ?? 0) + 1)
  return [...found].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
}
