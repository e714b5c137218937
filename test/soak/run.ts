import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

// npm run soak [-- [--seed N] [--minutes M] [files]]: the fault tests in full, then random faults for about M minutes.
// The same seed brings the same faults.

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string' }, minutes: { type: 'string', default: '30' } },
  allowPositionals: true,
})
const seed = values.seed ?? String(Date.now() % 1_000_000)
process.env.HEARBACK_SOAK_SEED = seed
process.env.HEARBACK_SOAK_MINUTES = values.minutes
process.stdout.write(`Again with: npm run soak -- --seed ${seed} --minutes ${values.minutes}\n`)

const config = fileURLToPath(new URL('./soak.config.ts', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const vitest = await startVitest('test', positionals, { config, root, run: true, watch: false })
await vitest.close()
