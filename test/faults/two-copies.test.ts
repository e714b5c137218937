import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { stopPostgres } from '../support/open-test-database.ts'
import { RedisServer } from '../support/redis-server.ts'

afterAll(stopPostgres)

const CLAIMER = fileURLToPath(new URL('../entries/claimer.ts', import.meta.url))

describe('two copies of everything on one store', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('sqlite local', 'postgres local').filter(({ driver }) => driver === 'local'))(
    'X5 $database: nothing is claimed twice',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.addPeople(extent.claims)
      await setup.addMessages(extent.claims, { notBefore: 0 })
      const claimers = Array.from({ length: extent.claimers }, () => new Claimer(setup.url))
      for (const claimer of claimers) await claimer.ready
      const claimed = await Promise.all(claimers.map((claimer) => claimer.claimAll()))
      // Each had its part, or they did not run at the same time.
      for (const keys of claimed) expect(keys.length).toBeGreaterThan(0)
      expect(claimed.flat()).toHaveLength(extent.claims)
      expect(new Set(claimed.flat()).size).toBe(extent.claims)
    },
  )

  test.each(extent.engines('sqlite local', 'postgres local', 'postgres bullmq'))(
    'X5 $name: every reminder is made once and sent once',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.workers(2)
      // Both stand ready when everything falls due at once.
      await setup.addReminders(extent.due)
      await setup.plan(extent.due)
      await sentOnce(setup)
    },
  )

  test.each(extent.engines('postgres bullmq').filter(({ driver }) => driver === 'bullmq'))(
    'X6 $name: nor do two with a Redis each send anything twice',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.addReminders(extent.due)
      const second = await RedisServer.start()
      onTestFinished(() => second.stop())
      await setup.workers(1)
      const other = setup.worker({ REDIS_URL: second.url })
      expect(await other.start()).toBe(true)
      await sentOnce(setup)
      expect(await second.command('KEYS', '*')).toContain('hearback')
    },
  )
})

async function sentOnce(setup: FaultSetup): Promise<void> {
  const { platform } = setup
  await platform.delivered(extent.due)
  await setup.drained()
  expect(platform.doubled).toBe(0)
  expect(platform.asked).toHaveLength(extent.due)
  expect(platform.counts.size).toBe(extent.due)
}

/** One of several processes that want the same. */
class Claimer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #written: Promise<string>
  /** Resolves when it waits for its signal to begin. */
  readonly ready: Promise<unknown>

  constructor(url: string) {
    const env = { DATABASE_URL: url }
    this.#child = spawn(process.execPath, [CLAIMER], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    this.ready = once(this.#child.stdout, 'readable')
    this.#written = text(this.#child.stdout)
  }

  async claimAll(): Promise<string[]> {
    this.#child.stdin.end()
    const [, ...keys] = (await this.#written).split('\n').filter(Boolean)
    return keys
  }
}
