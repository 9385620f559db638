import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { docsPlugin } from './docs.plugin.ts'
import { licencesPlugin } from './licences.plugin.ts'
import { precompress } from './precompress'

const server = process.env['LABELKEEP_SERVER'] ?? 'http://127.0.0.1:8600'

export default defineConfig({
  plugins: [react(), docsPlugin(), licencesPlugin(), precompress()],
  build: {
    outDir: 'dist',
    // The content security policy allows no data: fonts or scripts, so every asset stays a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      output: {
        // What several screens share goes into few files: each further file is a request that waits for the one before.
        codeSplitting: {
          groups: [
            {
              name: 'shell',
              test: /src\/(ui|api)\/|node_modules\/(?!openseadragon|flatbush)/,
              minShareCount: 2,
              priority: 3,
            },
            { name: 'canvas', test: /src\/canvas\/|node_modules\/flatbush/, minShareCount: 2, priority: 2 },
            {
              name: 'picture',
              test: /src\/surfaces\/|node_modules\/openseadragon/,
              minShareCount: 2,
              priority: 1,
            },
            { name: 'rooms', test: /src\/features\//, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/**/*.test.ts'] },
})
