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
    // No test is about how fast this machine is: these end what hangs, and are far from what a slow and busy one needs.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
