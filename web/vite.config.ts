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
  },
  server: { proxy: { '/api': server } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/**/*.test.ts'] },
})
