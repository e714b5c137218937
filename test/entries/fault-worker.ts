import type { Log } from '#core'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/system-clock.ts'
import { HttpAdapter } from '../support/faults/http-adapter.ts'
import type { WorkerSettings } from '../support/faults/worker-process.ts'

// The program as it is served, on recording platforms in the place of real ones. In a process of its own, to be killed.

const settings = JSON.parse(process.env.WORKER ?? '{}') as WorkerSettings
let ahead = settings.aheadMs
let wrong = 0
process.on('message', ({ advance = 0, leap = 0 }: { advance?: number; leap?: number }) => {
  ahead += advance
  wrong += leap
})
const real = () => systemClock.real() + wrong

/** What goes wrong is written out; whoever started this reads it. */
const write = (event: string, fields: unknown) => process.stderr.write(`${event} ${JSON.stringify(fields ?? {})}\n`)
const log: Log = { debug() {}, info: write, warn: write, error: write }

const { promise: ended, resolve: end } = Promise.withResolvers<void>()
process.once('SIGTERM', end)
try {
  const app = await startApp(readConfig(), {
    clock: { ...systemClock, real, now: () => real() + ahead },
    log,
    adapters: async (parts) => settings.platforms.map((platform) => new HttpAdapter(platform, parts)),
    patience: settings.patience,
    ...(settings.several && { several: true }),
  })
  process.stdout.write('started\n')
  await ended
  await app.stop()
  process.exit(0)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
