import usual from '../../vitest.config.ts'

// Every privacy check in full numbers, one file after the other.
export default {
  ...usual,
  test: {
    ...usual.test,
    include: ['test/privacy/*.test.ts'],
    fileParallelism: false,
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
  },
}
