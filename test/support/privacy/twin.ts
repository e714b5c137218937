import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { Log } from '#core'
import { Metrics } from '../../../src/metrics.ts'
import { systemClock } from '../../../src/system-clock.ts'
import type { PlayedPlatform, ShownMessage } from '../../contracts/adapter/played-platform.ts'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import { FixedClock } from '../fixed-clock.ts'
import { type Dump, dumpDatabase } from './dump-database.ts'
import { SeededRandomness } from './seeded-randomness.ts'
import { speakUpLife } from './speak-up-life.ts'
import { StepDriver } from './step-driver.ts'
import { written } from './written.ts'

/** Tuesday, 10:00 in Shanghai. */
const START = Date.parse('2026-03-10T10:00:00+08:00')
const HR = 'E003'
const OUTSIDER = 'E001'

/** Everything that anybody but the author could compare. */
export interface Twin {
  readonly filed: Dump
  readonly answered: Dump
  readonly closed: Dump
  readonly channel: readonly ShownMessage[]
  readonly handler: readonly ShownMessage[]
  readonly others: readonly ShownMessage[]
  readonly log: readonly string[]
  readonly printed: string
  readonly metrics: string
}

/** The same life of a case by this author, with the same clock and the same randomness. */
export async function liveTwin(
  create: () => Promise<PlayedPlatform>,
  { author, way, databaseUrl }: { author: string; way: 'tell' | 'none'; databaseUrl: string },
): Promise<Twin> {
  vi.useFakeTimers({ toFake: ['Date'], now: START })
  const clock = new TwinClock(START)
  const lines: string[] = []
  const line = (event: string, fields?: unknown) => lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { debug: line, info: line, warn: line, error: line }
  const metrics = new Metrics()
  const dumps: Partial<Record<'filed' | 'answered' | 'closed', Dump>> = {}
  const platform = await create()
  let seen: Pick<Twin, 'channel' | 'handler' | 'others'> = { channel: [], handler: [], others: [] }
  try {
    const printed = await written(async () => {
      const bot = await startBot(platform, {
        clock,
        log,
        metrics,
        databaseUrl,
        random: new SeededRandomness(42),
        queue: new StepDriver(clock),
        keys: fixedKeys,
      })
      await speakUpLife(bot, platform, {
        author,
        way,
        at: async (moment) => {
          dumps[moment] = await dumpDatabase(databaseUrl)
        },
      })
      const [handler, outsider] = [platform.person(HR), platform.person(OUTSIDER)]
      seen = { channel: await handler.sees('hr'), handler: await handler.sees(), others: await outsider.sees() }
    })
    const { filed = {}, answered = {}, closed = {} } = dumps
    return { ...seen, filed, answered, closed, log: lines, printed, metrics: await metrics.registry.metrics() }
  } finally {
    vi.useRealTimers()
  }
}

/** What is written down stands still; what decides how long something is waited for does not. */
class TwinClock extends FixedClock {
  override elapsed(): number {
    return systemClock.elapsed()
  }
}

/** The same keys every time. */
function fixedKeys(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of ['cases', 'addresses', 'sheets']) {
    writeFileSync(join(folder, `${name}.key`), createHash('sha256').update(name).digest(), { mode: 0o600 })
  }
}
