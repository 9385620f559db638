import { defineConfig } from 'vitest/config'

// One story told in order by one server: the first step that fails ends it.
export default defineConfig({
  root: import.meta.dirname,
  test: {
    include: ['**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
