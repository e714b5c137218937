import { defineConfig } from 'vitest/config'

// The one test that `npm run check` runs: it needs no program of the machine.
export default defineConfig({ test: { include: ['test/architecture.test.ts'] } })
