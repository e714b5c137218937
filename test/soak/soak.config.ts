import usual from '../../vitest.config.ts'

// Every fault test in full numbers on every engine, then random faults; one file after the other.
export default {
  ...usual,
  test: {
    ...usual.test,
    include: ['test/faults/*.test.ts', 'test/soak/*.soak.ts'],
    fileParallelism: false,
    // A part of it may be asked for: what was not is no failure.
    reporters: ['default'],
  },
}
