import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { bind } from './src/features/help/library.ts'

const NAME = 'virtual:labelkeep-docs'
const docs = resolve(import.meta.dirname, '../docs')

/** Every document in the order of the table of contents: the start page first, then folder by folder. */
export function documents(folder = docs): [string, string][] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.md') && !/0000-template/.test(name),
  )
  const paths = files.map((name) => name.replaceAll('\\', '/').slice(0, -3))
  const rank = (path: string) => {
    const part = ['index', 'use/', 'manage/', 'secure/', 'operate/', 'glossary', 'develop/', 'decisions/']
    const at = part.findIndex((one) => path.startsWith(one))
    return `${at < 0 ? 9 : at}${path.endsWith('index') ? 0 : 1}${path}`
  }
  const sorted = paths.sort((a, b) => rank(a).localeCompare(rank(b)))
  return sorted.map((path) => [path, readFileSync(join(folder, `${path}.md`), 'utf8')])
}

/** Carries the documents and their search index inside the app, as one module that is loaded when help is opened. */
export function docsPlugin(): Plugin {
  return {
    name: 'labelkeep-docs',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null
      this.addWatchFile(docs)
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(bind(documents())))})`
    },
  }
}
