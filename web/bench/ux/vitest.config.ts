import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: { include: ['*.run.ts'], environment: 'node', testTimeout: 900_000, hookTimeout: 60_000 },
})
