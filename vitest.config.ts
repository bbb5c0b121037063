import { defineConfig } from 'vitest/config'

// One runner for every workspace. Threads without isolation: a process per file costs ten times the tests themselves,
// so no test may rely on module state of its own.
export default defineConfig({
  test: {
    include: ['{contract,server,simulator,sdk,web,scripts,tests}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    pool: 'threads',
    isolate: false,
    globalSetup: ['tests/database.setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
