/** Lays a brotli and a gzip form beside each file of the app, so that the server sends them without any work. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const worth = 1000
const small = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }

export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir, config.build.assetsDir)
    },
    async closeBundle() {
      for (const name of await readdir(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue
        const body = await readFile(join(folder, name))
        if (body.length < worth) continue
        await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(body, small))
        await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(body, { level: 9 }))
      }
    },
  }
}
