import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Plugin } from 'vite'
import type { Shipped } from './src/features/about/shipped.ts'

const NAME = 'virtual:labelkeep-licences'
const here = import.meta.dirname

interface Manifest {
  name: string
  version: string
  license?: string | { type?: string }
  dependencies?: Record<string, string>
}

const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

/** Where a package that `from` asks for is installed: as Node finds it, folder by folder upwards. */
function folderOf(name: string, from: string): string | null {
  for (let at = from; ; at = dirname(at)) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(join(folder, 'package.json'))) return folder
    if (at === dirname(at)) return null
  }
}

/** Every package that the app is made of, those that they need included, with the licence that each states. */
export function shipped(root = here): Shipped[] {
  const found = new Map<string, Shipped>()
  const walk = (folder: string): void => {
    for (const name of Object.keys(read(folder).dependencies ?? {})) {
      const at = folderOf(name, folder)
      // What only describes types, or was made for another system, is not installed and not shipped.
      if (!at || name.startsWith('@types/')) continue
      const { version, license } = read(at)
      const key = `${name} ${version}`
      if (found.has(key)) continue
      const licence = typeof license === 'string' ? license : (license?.type ?? '')
      found.set(key, { name, version, licence })
      walk(at)
    }
  }
  walk(resolve(root))
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** Carries the list of what the app is made of inside the app, as it was installed when the app was built. */
export function licencesPlugin(): Plugin {
  return {
    name: 'labelkeep-licences',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load: (id) => (id === `\0${NAME}` ? `export default ${JSON.stringify(shipped())}` : null),
  }
}
