import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

// npm run soak [-- [--seed N] [--minutes M] [--engine 'postgres bullmq'] [--test X5] [files]]: the fault tests in full
// numbers on every database and driver, then random faults for about M minutes. The same seed brings the same faults.

const { values, positionals } = parseArgs({
  options: {
    seed: { type: 'string' },
    minutes: { type: 'string', default: process.env.HEARBACK_SOAK_MINUTES ?? '30' },
    engine: { type: 'string' },
    test: { type: 'string' },
  },
  allowPositionals: true,
})
const { minutes, engine, test } = values
const seed = values.seed ?? String(Date.now() % 1_000_000)
process.env.HEARBACK_SOAK_SEED = seed
process.env.HEARBACK_SOAK_MINUTES = minutes
if (engine !== undefined) process.env.HEARBACK_SOAK_ENGINE = engine
const narrowed = [
  ...(engine === undefined ? [] : [`--engine '${engine}'`]),
  ...(test === undefined ? [] : [`--test '${test}'`]),
  ...positionals,
]
process.stdout.write(`Again with: npm run soak -- ${[`--seed ${seed} --minutes ${minutes}`, ...narrowed].join(' ')}\n`)

const config = fileURLToPath(new URL('./soak.config.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = await startVitest('test', positionals, {
  config,
  root,
  run: true,
  watch: false,
  ...(test !== undefined && { testNamePattern: test }),
})
await vitest.close()
