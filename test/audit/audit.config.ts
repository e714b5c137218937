import { defineConfig } from 'vitest/config'
import usual from '../../vitest.config.ts'

/** What an examiner of the box looks at: the privacy checks, in full numbers, and what else the ten checks and two ask. */
const CHECKS = [
  'test/privacy/*.test.ts',
  'test/faults/{killed-release,sealed-meanwhile}.test.ts',
  'test/flows/{case-clocks,exclusion,exclusion-lasts,hostile-handler,pictures,return-words,sealing,windows}.test.ts',
  'test/{core/inert,adapters/inert-everywhere,domain/give-away,host/picture-cleaner}.test.ts',
]

export default defineConfig({
  ...usual,
  test: {
    ...usual.test,
    include: CHECKS,
    reporters: ['./test/audit/progress.ts', './test/support/count-reporter.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
})
